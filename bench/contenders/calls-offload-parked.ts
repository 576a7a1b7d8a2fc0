import type { Ask } from './answers.js';
import { open as openSpinning } from './calls-offload.js';

/** This thread sleeps as soon as it has asked. The other one has no such choice: it looks for a while. */
export const open = (): Ask => openSpinning({ spin: 0 });
