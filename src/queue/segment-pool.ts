import { and, compareExchange, load, or } from '../platform/index.js';
import { LINE } from './header.js';
import { type Cells, cellsOf, type ItemKind, type ItemOf, layoutOf } from './items.js';
import { corrupt } from './linger.js';
import type { Slots } from './run.js';
import { FIRST, segmentSize, UNUSED } from './segment.js';

/** How many segments were ever made; they are numbered in that order. */
const MADE = 3 * LINE;
/** One bit a segment: whether it is free. */
const FREE = 4 * LINE;

/**
 * The segments of one shared queue: a growable buffer, and a bit for each segment that says whether it is free.
 *
 * ```
 *   word 48  made                                how many segments the buffer had room for so far, of `limit`
 *   word 64  free 0..31 | free 32..63 | ...      padded to 64 bytes
 *   then     segment 0 | segment 1 | ...
 * ```
 *
 * Whoever clears a bit that was set owns the segment, until it sets the bit again. A bit means the same whatever
 * happened in between, so there is no ABA problem. (A linked free list has one: a segment may be taken and come back
 * between the read of its link and the compare-exchange, and a tag in the same 32-bit word wraps within a second.)
 * Finding a bit reads a word per 32 segments, once in a thousand items.
 *
 * The lowest free segment is taken first, so a queue that was long once does not wander through all the memory that it
 * then needed.
 */
export class SegmentPool<K extends ItemKind> implements Slots<ItemOf<K>> {
  /** All of the buffer as it was when this thread last looked; {@link SegmentPool.words} grows by being replaced. */
  words: Int32Array<SharedArrayBuffer>;
  /** The same as items. */
  cells: Cells<ItemOf<K>>;
  /** 1 when items take two words, else 0. */
  readonly wide: number;
  readonly #items: K;
  readonly #limit: number;
  readonly #segment: number;

  constructor(words: Int32Array<SharedArrayBuffer>, items: K, limit: number) {
    this.#items = items;
    this.#limit = limit;
    this.wide = layoutOf(items).wide;
    this.#segment = segmentSize(this.wide);
    this.words = words;
    this.cells = cellsOf(items, words);
  }

  /** Words of a buffer of `count` segments, where `limit` may come to be. */
  static size(items: ItemKind, count: number, limit: number): number {
    return startOf(limit) + count * segmentSize(layoutOf(items).wide);
  }

  /**
   * Looks at the buffer again, for another thread let it grow. A fresh view, because a view that tracks the length of
   * its buffer is ten times slower.
   *
   * @returns whether there is a segment at `at` now.
   */
  reach(at: number): boolean {
    if (at >= this.words.length) this.#look();
    return at >= startOf(this.#limit) && at + this.#segment <= this.words.length;
  }

  #look(): void {
    this.words = viewOf(this.words.buffer);
    this.cells = cellsOf(this.#items, this.words);
  }

  /**
   * A segment of our own: where it is, or 0 when none is free and the limit is reached.
   *
   * @throws RangeError when the machine has no memory left.
   */
  take(): number {
    const made = load(this.words, MADE);
    for (let word = FREE; word <= FREE + ((made - 1) >> 5); word += 1) {
      for (let bits = this.words[word] as number; bits !== 0; ) {
        const bit = bits & -bits;
        bits = and(this.words, word, ~bit); // SYNC: pairs with the `or` in give: the segment is cleared
        if ((bits & bit) !== 0) return this.#reached(((word - FREE) << 5) + 31 - Math.clz32(bit));
      }
    }
    return this.#make();
  }

  /** Gives a segment back that nobody else uses any more. */
  give(at: number): void {
    this.words.fill(0, at, at + this.#segment);
    this.words[at + FIRST] = UNUSED;
    const number = (at - startOf(this.#limit)) / this.#segment;
    or(this.words, FREE + (number >> 5), 1 << (number & 31)); // SYNC: pairs with the `and` in take
  }

  /** The next segment that was never used. First the memory, then the claim: what fails leaves nothing behind. */
  #make(): number {
    for (;;) {
      const made = load(this.words, MADE);
      if (made === this.#limit) return 0;
      this.#grow(made);
      if (compareExchange(this.words, MADE, made, made + 1) === made) return this.#reached(made);
    }
  }

  /** Makes room for segment `number`, and for half as many more as there are then. */
  #grow(number: number): void {
    if (this.reach(this.#at(number))) return;
    const count = Math.min(Math.ceil((number + 1) * 1.5), this.#limit);
    try {
      this.words.buffer.grow(4 * SegmentPool.size(this.#items, count, this.#limit));
    } catch (error) {
      if (!this.reach(this.#at(number))) throw error; // else another thread made it larger than that
    }
  }

  /** Where segment `number` is, which another thread may have made. */
  #reached(number: number): number {
    const at = this.#at(number);
    if (!this.reach(at)) throw corrupt();
    return at;
  }

  #at(number: number): number {
    return startOf(this.#limit) + number * this.#segment;
  }
}

/** Where the first segment is. */
function startOf(limit: number): number {
  return FREE + Math.ceil(limit / 32 / LINE) * LINE;
}

function viewOf(buffer: SharedArrayBuffer): Int32Array<SharedArrayBuffer> {
  return new Int32Array(buffer, 0, buffer.byteLength >>> 2);
}
