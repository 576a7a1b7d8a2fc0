import { checkFunction, checkInteger, describe } from '../core/check.js';
import { load } from '../platform/index.js';
import { endThread } from './ending.js';
import { type Fellow, isAlive } from './fellows.js';
import { Ground } from './ground.js';
import { home } from './home.js';
import { ENDS } from './layout.js';
import type { Member } from './member.js';

/**
 * Names a camp to other threads; plain data, made by {@link Camp.share} and read by {@link Camp.join}.
 *
 * @example
 * ```ts
 * import { Camp, type CampHandle } from 'reveille/camp';
 *
 * const handle: CampHandle = Camp.own().share(); // worker.postMessage(handle)
 * Camp.join(handle); // on the other thread
 * ```
 */
export interface CampHandle {
  /** The camp's memory. */
  readonly buffer: SharedArrayBuffer;
}

/**
 * The threads that know each other. In a camp, each has a record of whether it lives, a bell on which it sleeps, and slots
 * for what it waits for; two numbers name a task to all of them, so a task can wait in memory that they share.
 *
 * A thread needs to do nothing for it: its camp is made when it first shares a waker, and on Node, workers that are
 * started later find it by themselves. One that was started before, or a browser's worker, is handed it by
 * {@link Camp.join}; without that it has a camp of its own. To wake a task of another camp one need not be in it.
 *
 * Dropping a camp object does nothing: the thread stays a member until it ends.
 *
 * Corresponds to nothing in Rust, whose threads share all memory.
 *
 * @example
 * ```ts
 * import { Camp } from 'reveille/camp';
 * import { Worker } from 'node:worker_threads';
 * import assert from 'node:assert/strict';
 *
 * const camp = Camp.own();
 * const ended = new Promise<void>((resolve) => camp.onThreadEnd(() => resolve()));
 * const member = "import('reveille/camp').then(({ Camp }) => Camp.own())"; // of the same camp
 * new Worker(member, { eval: true });
 * await ended; // however it ends
 * assert.equal(camp.ends, 1);
 * ```
 */
export class Camp {
  readonly #member: Member;

  private constructor(member: Member) {
    this.#member = member;
  }

  /**
   * The camp in which this thread's tasks are shared: the one that it inherited from the thread that started it, that it
   * joined first, or else a new one.
   *
   * @throws RangeError when the camp is full; ReveilleError where there is no shared memory.
   */
  static own(): Camp {
    return new Camp(home.own);
  }

  /**
   * Joins a camp; joining twice is joining once. It becomes this thread's own if it has none yet. In a further one the
   * thread can wait, too; one that blocks while it waits in several looks round every millisecond.
   *
   * @param handle - what {@link Camp.share} answered, on whichever thread.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else, or is of another
   * version of the library; RangeError when the camp is full.
   */
  static join(handle: CampHandle): Camp {
    if (typeof handle !== 'object' || handle === null) {
      throw new TypeError(`handle: expected what camp.share() answered, got ${describe(handle)}`);
    }
    return new Camp(home.in(new Ground('handle.buffer', handle.buffer)));
  }

  /** A structured-cloneable handle, for {@link Camp.join} on another thread. */
  share(): CampHandle {
    return { buffer: this.#member.ground.buffer };
  }

  /** This thread, as the others know it. */
  get me(): Fellow {
    const { record, epoch } = this.#member;
    return { record, epoch };
  }

  /** How many threads have left the camp so far. */
  get ends(): number {
    return load(this.#member.ground.words, ENDS);
  }

  /**
   * Whether a thread is still there.
   *
   * @param fellow - what {@link Camp.me} answered on that thread.
   * @throws TypeError, RangeError or HandleError, naming the part, when it cannot be one of this camp.
   */
  isAlive(fellow: Fellow): boolean {
    if (typeof fellow !== 'object' || fellow === null) {
      throw new TypeError(`fellow: expected what camp.me answered, got ${describe(fellow)}`);
    }
    checkInteger('fellow.record', fellow.record, 0, 2 ** 30);
    checkInteger('fellow.epoch', fellow.epoch, -(2 ** 31), 2 ** 31 - 1);
    return isAlive(this.#member.ground, fellow);
  }

  /**
   * Calls back on this thread for each member that has ended, whatever ended it, once. What a thread needs to hear of it is
   * that it looks after its tasks, blocked or not; it is not kept alive.
   *
   * On Node, the thread that started a worker learns of its end in its event loop, and tells the camp; so an end by
   * `terminate()` or for want of memory is heard of when that event loop turns. In browsers, say so: {@link Camp.ended}.
   *
   * @param callback - what it throws goes where the drain of the wake queue happens: out of `run`, `blockOn`, or as an
   * uncaught exception.
   * @returns dispose it to be called no more.
   * @throws TypeError when `callback` is not a function.
   */
  onThreadEnd(callback: (fellow: Fellow) => void): Disposable {
    checkFunction('callback', callback);
    const told = home.fellows(this.#member).onEnd(callback);
    const listening = home.listen();
    return {
      [Symbol.dispose]: () => {
        told[Symbol.dispose]();
        listening[Symbol.dispose]();
      },
    };
  }

  /**
   * Says that a thread has ended, and the threads that it started: for browsers, after `worker.terminate()`, and for
   * workers that this thread started before it had a camp. Saying so of a thread that is not in the camp does nothing.
   *
   * @param thread - its `Thread.current().id`; on Node, the `threadId` that the worker had.
   * @throws RangeError or TypeError when it is no such number.
   */
  ended(thread: number): void {
    checkInteger('thread', thread, 0, 2 ** 31 - 1);
    const { ground, word } = this.#member;
    endThread(ground, thread, word);
  }
}
