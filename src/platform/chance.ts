/** A seed that nobody chose: a whole number from 0 to 2^32 - 1. */
export function randomSeed(): number {
  return randomBelow(2 ** 32);
}

/** A random whole number from 0 to `bound - 1`. */
export function randomBelow(bound: number): number {
  return Math.floor(Math.random() * bound);
}
