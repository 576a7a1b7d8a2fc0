import { compareExchange, load, store } from '../platform/index.js';
import type { FrameConsumers } from './frame-consumers.js';
import { CLOSED, cellsOf, HEAD, LENGTH, LOCK, PASSED, POSITION, SEQUENCE, STATE, TAIL } from './frame-layout.js';
import type { FrameMemory } from './frame-memory.js';
import type { FrameOwner } from './frame-owner.js';
import { corrupt, linger } from './linger.js';

/** There is no room, or the queue is closed. No word has this number: the header is there. */
export const FULL = 0;

/** The end of a queue of frames at which they are begun: one thread at a time, under a lock that the next one inherits. */
export class FrameProducers {
  readonly #memory: FrameMemory;
  readonly #owner: FrameOwner;
  readonly #consumers: FrameConsumers;

  constructor(memory: FrameMemory, owner: FrameOwner, consumers: FrameConsumers) {
    this.#memory = memory;
    this.#owner = owner;
    this.#consumers = consumers;
  }

  /**
   * Locks out other pushes, if a frame of so many bytes fits, and answers the word of its place; {@link FULL} if not. The
   * caller fills the frame, then calls {@link FrameProducers.publish}, or {@link FrameProducers.giveUp} if it cannot: what it
   * throws in between would lock the queue.
   *
   * @throws HandleError when the memory was overwritten, or the thread that has the lock does not come on.
   */
  begin(length: number): number {
    const { words } = this.#memory;
    for (;;) {
      this.#lock();
      const tail = words[TAIL] as number;
      if (words[CLOSED] !== 0) {
        store(words, LOCK, 0);
        return FULL;
      }
      const passed = words[PASSED] as number;
      if (this.#fits(passed, tail, length)) return this.#memory.at(tail);
      // SYNC: pairs with the claim of a pop: the frames that this push overwrites were read.
      const head = load(words, HEAD);
      if (this.#fits(head, tail, length)) {
        words[PASSED] = head;
        return this.#memory.at(tail);
      }
      const isOdd = this.#isOdd(head, tail);
      store(words, LOCK, 0);
      if (isOdd) throw corrupt();
      if (!this.#consumers.hasMoved(head)) return FULL;
    }
  }

  /** Writes the place of the frame at `at`, which was begun, publishes it, and lets the next one push. */
  publish(at: number, state: number, length: number): void {
    const { words } = this.#memory;
    const next = ((words[TAIL] as number) + cellsOf(length)) | 0;
    words[at + LENGTH] = length;
    words[at + STATE] = state;
    // The next place, before `tail` comes to it: so the two agree at each moment, whoever dies here.
    const ahead = this.#memory.at(next);
    words[ahead + SEQUENCE] = ((words[at + SEQUENCE] as number) + 1) | 0;
    words[ahead + POSITION] = next;
    store(words, TAIL, next); // SYNC: hands the frame, and the place behind it, to whoever loads this tail
    store(words, LOCK, 0); // SYNC: hands all that this push wrote to the next one
  }

  /** Lets the next one push; what was begun did not happen. */
  giveUp(): void {
    store(this.#memory.words, LOCK, 0);
  }

  /** No frame is begun from now on: whoever has the lock next sees it. */
  close(): void {
    this.#lock();
    store(this.#memory.words, CLOSED, 1); // SYNC: after all frames were published; pairs with the look of those who pop
    store(this.#memory.words, LOCK, 0);
  }

  /** Whether a frame of so many bytes fits behind `tail`, if all before `head` are popped. Only under the lock. */
  #fits(head: number, tail: number, length: number): boolean {
    const memory = this.#memory;
    const filled = (tail - head) | 0;
    if (filled < 0 || filled + cellsOf(length) > memory.cells) return false;
    if (!memory.isPlaceOf(head) || !memory.isPlaceOf(tail)) return false;
    return memory.frames(head, tail) < memory.mostFrames;
  }

  /**
   * Whether no queue has these positions. Places that were overwritten are seen here too: pushes do not come back to
   * the one at `head` before `head` has moved, and this is under the lock.
   */
  #isOdd(head: number, tail: number): boolean {
    const memory = this.#memory;
    const filled = (tail - head) | 0;
    return filled < 0 || filled > memory.cells || !memory.isPlaceOf(head) || !memory.isPlaceOf(tail);
  }

  #lock(): void {
    const { words } = this.#memory;
    const me = this.#owner.owner + 1;
    for (let round = 0; ; ) {
      // SYNC: pairs with the store that unlocks.
      const holder = compareExchange(words, LOCK, 0, me);
      if (holder === 0) return;
      if (holder < 0) throw corrupt();
      // What a dead thread has not published did not happen, so its lock is all there is to inherit.
      if (this.#owner.isAlive(holder - 1)) round = linger(round);
      else if (compareExchange(words, LOCK, holder, me) === holder) return;
    }
  }
}
