/**
 * A set of whole numbers below a bound that gives its members back in ascending order: one bit each, and above each 32
 * words a word that tells which of them are not empty, up to a single word at the top. (Kernels keep their ready tasks
 * so, and find the first with one instruction a level.) Adding and taking cost O(log n) to the base of 32, and allocate
 * nothing.
 *
 * ```
 * levels[1]  ...0101          bit w: word w of the level below is not empty
 * levels[0]  0010 0000 1001   bit i: i is a member
 * ```
 */
export class IndexSet {
  readonly #levels: number[][] = [];
  #size = 0;

  /** @param bound - members are less than this. */
  constructor(bound: number) {
    let words = bound;
    do {
      words = (words + 31) >>> 5;
      this.#levels.push(new Array<number>(words).fill(0));
    } while (words > 1);
  }

  get size(): number {
    return this.#size;
  }

  /** @returns whether it was not a member before. */
  add(index: number): boolean {
    let at = index;
    for (let height = 0; height < this.#levels.length; height += 1, at >>>= 5) {
      const level = this.#levels[height] as number[];
      const before = level[at >>> 5] as number;
      const after = before | (1 << (at & 31));
      if (after === before) return false; // at the bottom: above, a word that was empty below has no bit
      level[at >>> 5] = after;
      if (before !== 0) break; // the levels above know of this word
    }
    this.#size += 1;
    return true;
  }

  delete(index: number): void {
    let at = index;
    for (let height = 0; height < this.#levels.length; height += 1, at >>>= 5) {
      const level = this.#levels[height] as number[];
      const before = level[at >>> 5] as number;
      const after = before & ~(1 << (at & 31));
      if (after === before) return; // at the bottom, as above
      level[at >>> 5] = after;
      if (after !== 0) break;
    }
    this.#size -= 1;
  }

  /** Takes the least member that is not less than `from` out; -1 if there is none. */
  take(from: number): number {
    if (this.#size === 0) return -1;
    let at = from;
    for (let height = 0; height < this.#levels.length; height += 1) {
      const found = firstFrom(this.#levels[height] as number[], at);
      if (found >= 0) return this.#takeBelow(height, found);
      at = (at >>> 5) + 1;
    }
    return -1;
  }

  /** Takes the least member below a bit of a level out. */
  #takeBelow(height: number, bit: number): number {
    let found = bit;
    for (let level = height - 1; level >= 0; level -= 1) found = firstFrom(this.#levels[level] as number[], found << 5);
    this.delete(found);
    return found;
  }
}

/** The least number whose bit is set, from `from` to the end of its word; -1 if there is none. */
function firstFrom(words: readonly number[], from: number): number {
  const bits = (words[from >>> 5] ?? 0) & (-1 << (from & 31));
  return bits === 0 ? -1 : (from & ~31) + 31 - Math.clz32(bits & -bits);
}
