import type { Mutant } from '../build-mutant.js';

export const stampBeforeValue: Mutant = {
  name: 'stamp-before-value',
  file: 'src/queue/shared-array-queue.ts',
  replace: `\
    this.#words[at + 1] = value;
    store(this.#words, at, (position + 1) | 0); // SYNC: hands the value to the pop that loads this stamp`,
  by: `\
    store(this.#words, at, (position + 1) | 0);
    this.#words[at + 1] = value;`,
  why: 'The slot is handed over before it is filled: a pop in between takes what was in it a lap ago.',
};
