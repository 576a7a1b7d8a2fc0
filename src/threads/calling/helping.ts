import { DeadlockError } from '../../core/errors.js';
import { add, store } from '../../platform/index.js';
import { running } from '../answering/this-call.js';
import { BLOCKED, IS_BLOCKED, WORK_ROW } from '../wire/layout.js';
import type { Call } from './call.js';
import type { Desk } from './desk.js';

/** What runs calls on a thread that calls: a worker's. */
export interface Helper {
  /** Takes a call and runs it, if it may, as the mark of its function's name says; answers whether there was one. */
  helpOnce(mayRun: (mark: number) => boolean): boolean;
  /** Whether calls wait for a worker. */
  readonly hasCalls: boolean;
}

/**
 * A worker that blocks on a call of its own pool runs calls meanwhile, or all workers could come to wait for ones that
 * nobody is left to run. One whose function needs an event loop is left to others, and the crew is asked for one more.
 */
export class Helping {
  readonly #desk: Desk;
  readonly #helper: Helper;
  readonly #mayRun: (mark: number) => boolean;
  /** The calls that this thread blocks on, by their slots: one in the midst of another, or several at once. */
  readonly #waits = new Set<number>();
  #isBlocked = false;

  constructor(desk: Desk, helper: Helper, mayRun: (mark: number) => boolean) {
    this.#desk = desk;
    this.#helper = helper;
    this.#mayRun = mayRun;
  }

  /**
   * This thread is about to block on that call.
   *
   * @param isQuestion - whether it is answered by the thread whose call runs here, and not by a worker.
   * @param look - takes what has come.
   * @param wish - asks for one more worker.
   * @returns whether there is nothing of it yet.
   * @throws DeadlockError when it runs on this thread.
   */
  block(slot: number, call: Call<unknown>, isQuestion: boolean, look: () => void, wish: () => void): boolean {
    while (!call.isReady && this.#help()) look();
    if (call.isReady) return false;
    if (running.calls.has(slot)) {
      throw new DeadlockError(`blockOn: ${call} runs on this very thread, whose event loop it needs; await it instead`);
    }
    this.#waits.add(slot);
    this.#setBlocked(true);
    // A question needs no worker. Whoever queues a call from now on sees that this thread blocks, and asks for one itself.
    if (!isQuestion || this.#helper.hasCalls) wish();
    return true;
  }

  /** That one is over, or is not blocked on any more. A thread that is woken for something else blocks on. */
  unblock(slot: number): void {
    if (this.#waits.delete(slot) && this.#waits.size === 0) this.#setBlocked(false);
  }

  /** Runs a call, if one waits: as long as it does, it does not block. Then it does again, if it blocks on something around this. */
  #help(): boolean {
    if (!this.#helper.hasCalls) return false;
    this.#setBlocked(false);
    try {
      return this.#helper.helpOnce(this.#mayRun);
    } finally {
      this.#setBlocked(this.#waits.size > 0);
    }
  }

  #setBlocked(isBlocked: boolean): void {
    if (this.#isBlocked === isBlocked) return;
    this.#isBlocked = isBlocked;
    const { table, seat } = this.#desk;
    const field = table.seats.fieldOf(seat, WORK_ROW, IS_BLOCKED);
    // A thread that dies between the two is counted as blocked for ever, which costs a worker more, not one that is missing.
    if (!isBlocked) store(table.words, field, 0);
    add(table.words, BLOCKED, isBlocked ? 1 : -1);
    if (isBlocked) store(table.words, field, 1);
  }
}
