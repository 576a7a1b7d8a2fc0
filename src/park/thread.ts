import { checkInteger, describe } from '../core/check.js';
import { attachShared } from '../core/shared-memory.js';
import { threadId, threadName } from '../platform/index.js';
import { WORDS } from './layout.js';
import { Parker } from './parker.js';
import { Unparker } from './unparker.js';

/**
 * Names a thread to other threads; plain data, made by {@link Thread.share} and read by {@link Thread.attach}.
 *
 * @example
 * ```ts
 * import { Thread, type ThreadHandle } from 'reveille/park';
 *
 * const handle: ThreadHandle = Thread.current().share();
 * console.log(handle.name); // main
 * ```
 */
export interface ThreadHandle {
  /** See {@link Thread.id}. */
  readonly id: number;
  /** See {@link Thread.name}. */
  readonly name: string;
  /** The memory of its token. */
  readonly buffer: SharedArrayBuffer;
}

/**
 * A thread, this one or another: what {@link park} blocks and {@link Thread.unpark} lets go on.
 *
 * The token is the thread's public one, for programs. Executors and `blockOn` keep tokens of their own: code that parks
 * in between would take theirs away, and a wake with it.
 *
 * Corresponds to `std::thread::Thread`.
 *
 * @example
 * ```ts
 * import { park, Thread } from 'reveille/park';
 * import assert from 'node:assert/strict';
 *
 * const me = Thread.current();
 * me.unpark();
 * park(); // the token was there
 * assert.equal(me.name, 'main');
 * ```
 */
export class Thread {
  /** Node's thread id; in browsers a random number. */
  readonly id: number;
  /** `main`, or `worker-` and the id; in browsers the worker's name. */
  readonly name: string;
  readonly #unparker: Unparker;

  private constructor(handle: ThreadHandle) {
    this.#unparker = Unparker.attach(handle.buffer);
    this.id = handle.id;
    this.name = handle.name;
  }

  /** The thread that calls. Corresponds to `std::thread::current`. */
  static current(): Thread {
    return here().thread;
  }

  /**
   * Another thread, from its handle.
   *
   * @throws TypeError, RangeError or HandleError when `handle` was not made by {@link Thread.share}.
   */
  static attach(handle: ThreadHandle): Thread {
    if (typeof handle !== 'object' || handle === null) {
      throw new TypeError(`handle: expected what thread.share() answered, got ${describe(handle)}`);
    }
    checkInteger('handle.id', handle.id, 0, Number.MAX_SAFE_INTEGER);
    if (typeof handle.name !== 'string')
      throw new TypeError(`handle.name: expected a string, got ${describe(handle.name)}`);
    attachShared('handle.buffer', handle.buffer, 'park', WORDS);
    return new Thread(handle);
  }

  /** Lets the thread's current or next `park` return. Twice is once. */
  unpark(): void {
    this.#unparker.unpark();
  }

  /** A structured-cloneable handle, for {@link Thread.attach} on another thread. */
  share(): ThreadHandle {
    return { id: this.id, name: this.name, buffer: this.#unparker.share() };
  }

  /** @internal */
  static of(parker: Parker): Thread {
    return new Thread({ id: threadId(), name: threadName(), buffer: parker.share() });
  }
}

let own: { parker: Parker; thread: Thread } | undefined;

/** Made at first use: a thread that never parks pays nothing. */
function here(): { parker: Parker; thread: Thread } {
  if (own === undefined) {
    const parker = new Parker();
    own = { parker, thread: Thread.of(parker) };
  }
  return own;
}

/**
 * Blocks this thread until its {@link Thread.unpark} is called; takes a token that is there already. It may return for
 * no reason: check the condition in a loop.
 *
 * Corresponds to `std::thread::park`.
 *
 * @throws BlockingError on a thread that may not block (a browser's main thread).
 *
 * @example
 * ```ts
 * import { park, Thread } from 'reveille/park';
 *
 * Thread.current().unpark();
 * park(); // returns at once
 * ```
 */
export function park(): void {
  here().parker.park();
}

/**
 * The same, for `ms` milliseconds at most (`Infinity`: no limit).
 *
 * Corresponds to `std::thread::park_timeout`.
 *
 * @returns whether it was unparked.
 * @throws RangeError or TypeError when `ms` is not a duration; BlockingError as {@link park}.
 *
 * @example
 * ```ts
 * import { parkTimeout } from 'reveille/park';
 *
 * console.log(parkTimeout(1)); // false
 * ```
 */
export function parkTimeout(ms: number): boolean {
  return here().parker.parkTimeout(ms);
}
