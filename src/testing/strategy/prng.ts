/**
 * Random numbers from a seed: the same seed, the same numbers, on every machine.
 *
 * xoshiro128** (D. Blackman & S. Vigna, *Scrambled Linear Pseudorandom Number Generators*, 2018), four words of state,
 * filled from the seed by splitmix32, so that neighbouring seeds have nothing in common. Not the host's own generator,
 * which takes no seed.
 */
export class Prng {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** @param seed - any number; its lowest 32 bits count. */
  constructor(seed: number) {
    this.#a = scatter(seed, 1);
    this.#b = scatter(seed, 2);
    this.#c = scatter(seed, 3);
    this.#d = scatter(seed, 4);
  }

  /** The next 32 random bits, as a signed integer. */
  next(): number {
    const answer = Math.imul(rotated(Math.imul(this.#b, 5), 7), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotated(this.#d, 11);
    return answer;
  }

  /** A whole number from 0 to `limit` - 1, each as likely as the others, but for a part in 2^32 / `limit`. */
  below(limit: number): number {
    return Math.floor(((this.next() >>> 0) / 2 ** 32) * limit);
  }
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** splitmix32: the `nth` number after `seed`, by the finalizer of MurmurHash3 (A. Appleby). */
function scatter(seed: number, nth: number): number {
  let word = (seed + Math.imul(nth, 0x9e3779b9)) | 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}
