import { mayNotBlock } from '../core/may-not-block.js';
import { allocateShared, attachShared, HEADER_WORDS } from '../core/shared-memory.js';
import { canBlock, compareExchange, exchange, load, notify, now, store, wait } from '../platform/index.js';

/** Whether the one slot is full. */
const SLOT = HEADER_WORDS;
/** Whether the receiver sleeps, or is about to. */
const SLEEPING = HEADER_WORDS + 1;
const WORDS = HEADER_WORDS + 2;

/**
 * The receiver of a `bounded(1)` channel that carries nothing but the news that something was sent: what an executor
 * sleeps on when its wakers are senders that try, and skip when the channel is full.
 *
 * Two planes: senders on this thread fill a plain flag, and the shared slot is made once a sender for another thread is
 * asked for.
 *
 * Corresponds to the receiver of `crossbeam::channel::bounded::<()>(1)`.
 */
export class Signal {
  #full = false;
  #words: Int32Array | undefined;

  /** Fills the slot from this thread; answers false, and does nothing, when it is full. */
  trySend(): boolean {
    if (this.#full) return false;
    this.#full = true;
    return true;
  }

  /** Empties the slot; answers whether it was full. Never waits. */
  tryRecv(): boolean {
    if (this.#full) {
      this.#full = false;
      return true;
    }
    // SYNC: pairs with the CAS in SignalSender.trySend; what was written before it is visible after this.
    return this.#words !== undefined && exchange(this.#words, SLOT, 0) === 1;
  }

  /**
   * Waits for a signal from another thread, `ms` milliseconds at most (`Infinity`: no limit), and takes it.
   *
   * @returns whether one came.
   * @throws BlockingError on a thread that may not block.
   */
  recvTimeout(ms: number): boolean {
    if (this.tryRecv()) return true;
    if (ms === 0) return false;
    if (!canBlock()) throw mayNotBlock('recv', 'await a future');
    const words = this.#shared();
    const end = now() + ms;
    // SYNC: set before the slot is looked at again (by `wait`, atomically); a sender fills the slot before it looks at
    // this word. So either the sender notifies or `wait` finds the slot full.
    store(words, SLEEPING, 1);
    for (let left = ms; left > 0 && load(words, SLOT) === 0; left = end - now()) wait(words, SLOT, 0, left);
    store(words, SLEEPING, 0);
    return this.tryRecv();
  }

  /** The slot's memory, structured-cloneable, for {@link SignalSender.attach} on another thread. */
  share(): SharedArrayBuffer {
    return this.#shared().buffer as SharedArrayBuffer;
  }

  #shared(): Int32Array {
    this.#words ??= attachShared('buffer', allocateShared('bell', WORDS), 'bell', WORDS);
    return this.#words;
  }
}

/** The sending end on another thread. */
export class SignalSender {
  readonly #words: Int32Array;

  private constructor(words: Int32Array) {
    this.#words = words;
  }

  /** @throws TypeError or HandleError when `buffer` does not come from {@link Signal.share}. */
  static attach(buffer: SharedArrayBuffer): SignalSender {
    return new SignalSender(attachShared('buffer', buffer, 'bell', WORDS));
  }

  /** Fills the slot and wakes the receiver if it sleeps; answers false, and does nothing, when it is full. */
  trySend(): boolean {
    // SYNC: pairs with the exchange in Signal.tryRecv and with the store to SLEEPING in Signal.recvTimeout.
    if (compareExchange(this.#words, SLOT, 0, 1) !== 0) return false;
    if (load(this.#words, SLEEPING) === 1) notify(this.#words, SLOT, 1);
    return true;
  }
}
