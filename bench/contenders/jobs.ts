/** What the threads of all pools can do. */

/** The next number. */
export const trivial = (number: number): number => number + 1;

/** Rounds that take a processor of 2020 some 1 ms. */
export const ROUNDS = 600_000;

/** Computes for that many rounds; answers 1. */
export function compute(rounds: number): number {
  let state = 1;
  for (let round = 0; round < rounds; round += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state === 0 ? 0 : 1;
}

/** Says in the word that it runs, and never ends. */
export function endless(word: Int32Array): never {
  Atomics.store(word, 0, 1);
  for (;;);
}

/** All of them, by name. */
export const JOBS = { trivial, compute, endless };
