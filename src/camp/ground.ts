import { HandleError } from '../core/errors.js';
import { allocateShared, attachShared } from '../core/shared-memory.js';
import { compareExchange, load } from '../platform/index.js';
import { blocksIn, MAX_BLOCKS, MIN_BLOCKS, ownerOf, SLOT_BITS, wordsFor } from './layout.js';

/** New memory for a camp, which grows as far as its layout goes. */
export function allocateGround(): SharedArrayBuffer {
  return allocateShared('camp', wordsFor(MIN_BLOCKS), wordsFor(MAX_BLOCKS));
}

/** A camp's memory as this thread sees it, and its blocks. */
export class Ground {
  readonly buffer: SharedArrayBuffer;
  /** As long as the memory was when somebody last looked; see {@link Ground.reach}. */
  words: Int32Array;

  /**
   * @param name - the argument, for errors.
   * @throws TypeError or HandleError when it is no camp's memory.
   */
  constructor(name: string, buffer: unknown) {
    this.words = attachShared(name, buffer, 'camp', wordsFor(MIN_BLOCKS));
    this.buffer = this.words.buffer as SharedArrayBuffer;
  }

  /**
   * The words, with that block among them.
   *
   * @throws HandleError when there is no such block.
   */
  reach(name: string, block: number): Int32Array {
    if (block >>> 0 >= blocksIn(this.words)) this.look(); // negative ones, too
    if (block >>> 0 >= blocksIn(this.words)) throw new HandleError(`${name}: there is no slot ${block << SLOT_BITS}`);
    return this.words;
  }

  /**
   * Takes a block that nobody owns, the one with the lowest number.
   *
   * @param owner - what is to stand there as its owner.
   * @throws RangeError when there are none left.
   */
  take(owner: number): number {
    for (let from = 0; ; ) {
      const { words } = this;
      const count = blocksIn(words);
      for (let block = from; block < count; block += 1) {
        const at = ownerOf(block);
        // SYNC: a CAS after the look: of two threads that find the same block, one gets it.
        if (load(words, at) === 0 && compareExchange(words, at, 0, owner) === 0) return block;
      }
      from = count;
      if (this.look() === count) this.#grow(count);
    }
  }

  #grow(count: number): void {
    if (count >= MAX_BLOCKS) {
      throw new RangeError(
        'share: there are too many threads, or shared tasks, in this camp: all its memory is in use',
      );
    }
    try {
      this.buffer.grow(wordsFor(Math.min(count * 2, MAX_BLOCKS)) * 4);
    } catch (error) {
      if (this.look() === count) throw error; // otherwise another thread was faster
    }
    this.look();
  }

  /** Sees what the memory has grown to; answers how many blocks there are. */
  look(): number {
    const length = this.buffer.byteLength >> 2;
    if (length !== this.words.length) this.words = new Int32Array(this.buffer, 0, length);
    return blocksIn(this.words);
  }
}
