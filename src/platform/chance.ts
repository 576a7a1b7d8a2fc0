/** A seed that nobody chose: a whole number from 0 to 2^32 - 1. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
