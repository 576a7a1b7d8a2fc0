import { CHANNEL_PITS } from './channels.js';
import { LOCK_PITS } from './locks.js';
import type { Pit } from './pit.js';
import { WAIT_PITS } from './waits.js';

/** All waits in which threads die. */
export const PITS: readonly Pit[] = [...CHANNEL_PITS, ...LOCK_PITS, ...WAIT_PITS];
