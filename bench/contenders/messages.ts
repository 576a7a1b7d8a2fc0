import type { Work } from '../scenario.js';

/** Messages an iteration. */
const BATCH = 256;

/** Sends messages 0, 1, 2, ... and answers how many of them were received in that order. */
export type Exchange = (messages: number) => number | Promise<number>;

/** Work that passes messages from one producer to one consumer. */
export function messages(exchange: Exchange): Work {
  return { units: BATCH, run: (iterations) => exchange(iterations * BATCH) };
}
