/**
 * A set of whole numbers below a bound that gives its members back in ascending order: one bit each, and above each 32
 * words a word that tells which of them are not empty (the bitmap of ready tasks in many real-time kernels, with its
 * find-first-set). Neither adding nor taking allocates.
 *
 * ```
 * summary  ...0101          bit w: word w is not empty
 * words    0010 0000 1001   bit i: i is a member
 * ```
 */
export class IndexSet {
  readonly #words: number[];
  readonly #summary: number[];
  #size = 0;

  /** @param bound - members are less than this. */
  constructor(bound: number) {
    const words = (bound + 31) >>> 5;
    this.#words = new Array<number>(words).fill(0);
    this.#summary = new Array<number>((words + 31) >>> 5).fill(0);
  }

  get size(): number {
    return this.#size;
  }

  /** @returns whether it was not a member before. */
  add(index: number): boolean {
    const word = index >>> 5;
    const bits = this.#words[word] as number;
    const added = bits | (1 << (index & 31));
    if (added === bits) return false;
    this.#words[word] = added;
    if (bits === 0) this.#summary[word >>> 5] = (this.#summary[word >>> 5] as number) | (1 << (word & 31));
    this.#size += 1;
    return true;
  }

  delete(index: number): void {
    const word = index >>> 5;
    const bits = this.#words[word] as number;
    const without = bits & ~(1 << (index & 31));
    if (without === bits) return;
    this.#words[word] = without;
    if (without === 0) this.#summary[word >>> 5] = (this.#summary[word >>> 5] as number) & ~(1 << (word & 31));
    this.#size -= 1;
  }

  /** Takes the least member that is not less than `from` out; -1 if there is none. */
  take(from: number): number {
    let index = firstFrom(this.#words, from);
    if (index < 0) index = this.#firstAfter((from >>> 5) + 1);
    if (index >= 0) this.delete(index);
    return index;
  }

  /** The least member in `word` or a later one. */
  #firstAfter(word: number): number {
    for (let next = word; next < this.#words.length; next = ((next >>> 5) + 1) << 5) {
      const found = firstFrom(this.#summary, next);
      if (found >= 0) return firstFrom(this.#words, found << 5);
    }
    return -1;
  }
}

/** The least number whose bit is set, from `from` to the end of its word; -1 if there is none. */
function firstFrom(words: readonly number[], from: number): number {
  const bits = (words[from >>> 5] ?? 0) & (-1 << (from & 31));
  return bits === 0 ? -1 : (from & ~31) + 31 - Math.clz32(bits & -bits);
}
