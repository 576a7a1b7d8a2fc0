import { cancelled } from 'reveille/threads';

export { compute, trivial } from './jobs.js';

/** Says in the word that it runs, and ends when it is told to. */
export function endless(word: Int32Array): void {
  Atomics.store(word, 0, 1);
  while (!cancelled());
}
