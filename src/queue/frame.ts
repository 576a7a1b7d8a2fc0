import { checkInteger } from '../core/check.js';
import { HandleError, ReveilleError } from '../core/errors.js';
import { compareExchange } from '../platform/index.js';
import { ABORTED, COMMITTED, HEAD, RESERVED, STATE, stateOf } from './frame-layout.js';
import type { FrameMemory } from './frame-memory.js';

/**
 * A place in a {@link SharedFrameQueue} whose bytes are yet to be written, in the shared memory itself. It has its place
 * in the order already: what is pushed later can be popped only after it was committed or dropped.
 *
 * To drop it without a commit takes it out of the queue; `using` does so. One that is forgotten holds up all behind it.
 *
 * Corresponds to the `SendRef` of the `thingbuf` crate's channels.
 *
 * @example
 * ```ts
 * import { type Frame, SharedFrameQueue } from 'reveille/queue';
 *
 * const queue = new SharedFrameQueue({ bytes: 1024 });
 * const frame: Frame | undefined = queue.reserve(100);
 * if (frame !== undefined) {
 *   frame.bytes.set([1, 2, 3]);
 *   frame.commit(3);
 * }
 * queue.reserve(50)?.drop();
 * console.log(queue.pop(), queue.pop()); // Uint8Array(3) [ 1, 2, 3 ] undefined
 * ```
 */
export class Frame implements Disposable {
  /**
   * The frame's bytes, as long as was asked for. What is in them at first is of no meaning. Not to be touched any more once the
   * frame is committed or dropped: they are somebody else's then.
   */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly #memory: FrameMemory;
  readonly #at: number;
  readonly #position: number;
  readonly #owner: number;
  readonly #ended: (() => void) | undefined;
  #isOver = false;

  /**
   * @param ended - called once it was committed or dropped.
   * @internal
   */
  constructor(
    memory: FrameMemory,
    at: number,
    position: number,
    length: number,
    owner: number,
    ended: (() => void) | undefined,
  ) {
    this.bytes = new Uint8Array(memory.words.buffer, memory.from(at), length);
    this.#memory = memory;
    this.#at = at;
    this.#position = position;
    this.#owner = owner;
    this.#ended = ended;
  }

  /**
   * Hands the frame to those who pop.
   *
   * @param used - how many of its bytes, from the first on; all of them when left out. Its room stays what was reserved.
   * @throws TypeError or RangeError when `used` is not a whole number up to the frame's length; ReveilleError when the
   * frame was committed or dropped before; HandleError when this thread was taken for dead and the frame was passed, or
   * the memory was overwritten. Nothing is handed over then.
   */
  commit(used = this.bytes.length): void {
    checkInteger('used', used, 0, this.bytes.length);
    if (this.#isOver) throw new ReveilleError('frame: it was committed or dropped before');
    if (!this.#end(stateOf(COMMITTED, used))) {
      throw new HandleError('frame: its thread was taken for dead, or the memory of its queue was overwritten');
    }
  }

  /** Takes the frame out of the queue, unless it was committed or dropped before. */
  drop(): void {
    if (!this.#isOver) this.#end(stateOf(ABORTED, 0));
  }

  /** The same as {@link Frame.drop}. */
  [Symbol.dispose](): void {
    this.drop();
  }

  #end(state: number): boolean {
    this.#isOver = true;
    const isMine = this.#change(state);
    this.#ended?.();
    return isMine;
  }

  #change(state: number): boolean {
    const reserved = stateOf(RESERVED, this.#owner);
    const { words } = this.#memory;
    // Plain: a thread that was taken for dead wrongly has no right to know at once. One that was not is never passed.
    if ((((words[HEAD] as number) - this.#position) | 0) > 0) return false;
    // SYNC: hands the bytes to the pop that loads this state. Not a store: the cells may be another's by now.
    return compareExchange(words, this.#at + STATE, reserved, state) === reserved;
  }
}
