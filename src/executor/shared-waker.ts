import { Ground } from '../camp/ground.js';
import { BLOCK_SLOTS, FIRST_SLOT, SLOT_BITS } from '../camp/layout.js';
import { wakeSlot } from '../camp/wake.js';
import { checkInteger, describe } from '../core/check.js';
import { HandleError } from '../core/errors.js';
import type { WakerHandle } from '../core/waker.js';

/**
 * Wakes a task of another thread: synchronously, with no event loop on either side. It neither waits, nor fails, nor
 * allocates; a task is queued at most once however many threads wake it, and a wake for a task that has ended does
 * nothing, even when another task took its slot over.
 *
 * It is no {@link Waker}: it is not counted, can be used as often as one likes, and need not be dropped.
 *
 * Corresponds to a `Waker` sent to another thread (in Rust every `Waker` is `Send`).
 *
 * @example
 * ```ts
 * import { Executor, PENDING, pollFn, SharedWaker, type WakerHandle } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const executor = new Executor();
 * let handle: WakerHandle | undefined;
 * const task = executor.spawn(pollFn((cx) => {
 *   if (handle !== undefined) return 'woken';
 *   handle = cx.waker.share(); // worker.postMessage(handle)
 *   return PENDING;
 * }));
 * executor.runUntilStalled();
 * SharedWaker.attach(handle!).wake(); // on the other thread
 * assert.equal(executor.runUntil(task), 'woken');
 * ```
 */
export class SharedWaker {
  readonly #words: Int32Array;
  readonly #slot: number;
  readonly #generation: number;

  private constructor(words: Int32Array, { slot, generation }: WakerHandle) {
    this.#words = words;
    this.#slot = slot;
    this.#generation = generation;
  }

  /**
   * @param handle - what `waker.share()` answered on the task's thread, however it came here.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else.
   */
  static attach(handle: WakerHandle): SharedWaker {
    if (typeof handle !== 'object' || handle === null) {
      throw new TypeError(`handle: expected what waker.share() answered, got ${describe(handle)}`);
    }
    checkInteger('handle.slot', handle.slot, 0, 2 ** 30);
    checkInteger('handle.generation', handle.generation, -(2 ** 30), 2 ** 30 - 1);
    const ground = new Ground('handle.buffer', handle.buffer);
    const isHeader = handle.slot % BLOCK_SLOTS < FIRST_SLOT;
    if (isHeader) throw new HandleError(`handle.slot: there is no slot ${handle.slot}`);
    return new SharedWaker(ground.reach('handle.slot', handle.slot >> SLOT_BITS), handle);
  }

  /** Wakes the task. Its next poll sees all that this thread has written by now, words of shared memory that were written plainly, too. */
  wake(): void {
    wakeSlot(this.#words, this.#slot, this.#generation);
  }
}
