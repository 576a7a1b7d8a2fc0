/** Numbers that a seed says: mulberry32, by Tommy Ettinger. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }

  /** A word as a rogue writes it: anything, or something that may pass for a count, an index or the word that was there. */
  word(old: number): number {
    const words = [
      () => this.below(2 ** 32) | 0,
      () => this.below(300) - 100,
      () => (old + this.below(9) - 4) | 0,
      () => old ^ (1 << this.below(32)),
      () => this.of([0, -1, 1, 2 ** 31 - 1, -(2 ** 31), 2 ** 30]),
    ];
    return this.of(words)();
  }
}
