import { HEADER_WORDS } from '../core/shared-memory.js';

/** Where the state word of a parker stands in its memory. */
export const STATE = HEADER_WORDS;

/** Size of a parker's memory in 32-bit words. */
export const WORDS = STATE + 2;
