import { type Buffers, OWN } from './buffers.js';
import { type Control, RUNS } from './control.js';
import { placeOf } from './places.js';
import { Stamps } from './stamps.js';

/** Bytes of a buffer that are looked at: enough for what tests share. */
const MOST = 1 << 20;

/**
 * Finds out whether a run wrote shared memory plainly: what differs at its end from what it was at its beginning, in a word
 * that no atomic operation has changed. DPOR must know. To it, two orders of steps are the same if atomic operations see
 * the same in both, and plain code need not.
 *
 * Plain reads leave no trace. But without a write, somewhere, they would not matter.
 */
export class PlainWrites {
  readonly #buffers: Buffers;
  readonly #stamps: Stamps;
  readonly #control: Control;
  #before: (readonly [number: number, words: Int32Array, image: Int32Array])[] = [];

  constructor(buffers: Buffers, control: Control) {
    this.#buffers = buffers;
    this.#control = control;
    this.#stamps = new Stamps(control);
  }

  /** The threads are about to run. */
  begin(): void {
    this.#before = [];
    for (const [number, buffer] of this.#buffers) {
      const words = new Int32Array(buffer, 0, Math.min(buffer.byteLength, MOST) >> 2);
      if (number > OWN) this.#before.push([number, words, words.slice()]);
    }
  }

  /** They are through. Answers the first word that was written plainly; {@link OWN} if none was. */
  end(): number {
    this.#stamps.reset(this.#control.words[RUNS] as number);
    for (const [number, words, image] of this.#before) {
      for (let word = 0; word < image.length; word += 1) {
        if (words[word] === image[word]) continue;
        const place = placeOf(number, word * 4);
        if (this.#stamps.of(place) === 0) return place;
      }
    }
    return OWN;
  }
}
