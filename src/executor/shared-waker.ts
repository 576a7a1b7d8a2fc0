import { checkInteger, describe } from '../core/check.js';
import { HandleError } from '../core/errors.js';
import { attachShared } from '../core/shared-memory.js';
import type { WakerHandle } from '../core/waker.js';
import { compareExchange, load, store } from '../platform/index.js';
import { attachBell } from './bell.js';
import { HEAD, linkOf, MIN_WORDS, QUEUED_BIT, stateOf } from './wake-queue.js';

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
  readonly #words: Int32Array | undefined;
  readonly #slot: number;
  readonly #generation: number;
  readonly #ring: () => void;

  private constructor(words: Int32Array | undefined, handle: WakerHandle) {
    this.#words = words;
    this.#slot = handle.slot;
    this.#generation = handle.generation;
    this.#ring = attachBell(handle.bell);
  }

  /**
   * @param handle - what `waker.share()` answered on the task's thread, however it came here.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else.
   */
  static attach(handle: WakerHandle): SharedWaker {
    if (typeof handle !== 'object' || handle === null) {
      throw new TypeError(`handle: expected what waker.share() answered, got ${describe(handle)}`);
    }
    checkInteger('handle.slot', handle.slot, -1, 2 ** 30);
    checkInteger('handle.generation', handle.generation, -(2 ** 30), 2 ** 30 - 1);
    if (handle.slot === -1) return new SharedWaker(undefined, handle);
    const words = attachShared('handle.buffer', handle.buffer, 'wake', MIN_WORDS);
    if (linkOf(handle.slot) >= words.length) throw new HandleError(`handle.slot: there is no slot ${handle.slot}`);
    return new SharedWaker(words, handle);
  }

  /** Wakes the task. */
  wake(): void {
    const words = this.#words;
    if (words === undefined) {
      this.#ring(); // a blocked thread: the bell is all there is to it
      return;
    }
    const idle = this.#generation << 1;
    // SYNC: pairs with the store in WakeQueue.drain. One step decides all: the generation is right, and this thread is
    // the one that queues the slot. It fails when the task is queued already, or is not there any more.
    const seen = compareExchange(words, stateOf(this.#slot), idle, idle | QUEUED_BIT);
    if (seen === idle) this.#push(words);
    else if (seen !== (idle | QUEUED_BIT)) return;
    this.#ring(); // also when it was queued already: whoever queued it may have died before it rang
  }

  #push(words: Int32Array): void {
    let head = load(words, HEAD);
    for (;;) {
      store(words, linkOf(this.#slot), head); // before the slot is published by the CAS below
      // SYNC: publishes the slot; pairs with the exchange in WakeQueue.drain. Fails only when another thread succeeded.
      const seen = compareExchange(words, HEAD, head, this.#slot);
      if (seen === head) return;
      head = seen;
    }
  }
}
