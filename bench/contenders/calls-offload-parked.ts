import type { Ask } from './answers.js';
import { open as openSpinning } from './calls-offload.js';

/** Either thread sleeps as soon as it has nothing to do. */
export const open = (): Ask => openSpinning({ spin: 0 }, 0);
