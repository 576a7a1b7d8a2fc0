import { DeadlockError } from '../../core/errors.js';
import { add, store } from '../../platform/index.js';
import { NONE } from '../answering/jobs.js';
import { running } from '../answering/this-call.js';
import { BLOCKED, IS_BLOCKED, ON_CALL, ON_QUESTION, WORK_ROW } from '../wire/layout.js';
import type { Call } from './call.js';
import type { Desk } from './desk.js';

/** What runs calls on a thread that calls: a worker's. */
export interface Helper {
  /** This thread is about to block: it takes no calls on its event loop until that turns. */
  blocks(): void;
  /** Takes a call and runs it, if it may, as the mark of its function's name says; answers whether there was one. */
  helpOnce(mayRun: (mark: number) => boolean): boolean;
  /** The same of that call of this thread's own, unless a worker is idle, who has been told of it. */
  helpWith(slot: number, mayRun: (mark: number) => boolean): boolean;
  /** Whether calls wait for a worker. */
  readonly hasCalls: boolean;
}

/** How a thread waits for a call. */
interface Wait {
  /** Whether it is answered by the thread whose call runs here, and not by a worker. */
  readonly isQuestion: boolean;
  /** Whether it is what a function has answered that waits, polled by who blocks on something else. */
  readonly isDriven: boolean;
  /** Takes what has come. */
  look(): void;
  /** Asks for one more worker. */
  wish(): void;
}

/** So many calls of others may be under way one within another: each takes of the stack what its function does, and many may block. */
const DEEPEST = 64;

/**
 * A worker that blocks on a call of its own pool runs calls meanwhile, or all workers could come to wait for ones that
 * nobody is left to run: first of all the one that it waits for, as rayon's `join` does, so that recursion goes no deeper than it would without threads;
 * then others. One whose function needs an event loop is left to others, and the crew is asked for one more.
 */
export class Helping {
  readonly #desk: Desk;
  readonly #helper: Helper;
  readonly #mayRun: (mark: number) => boolean;
  /** The calls that this thread blocks on, by their slots, and what kind of wait it is: one in the midst of another, or several at once. */
  readonly #waits = new Map<number, number>();
  /** On what: 0, {@link ON_CALL} or {@link ON_QUESTION}. */
  #blocked = 0;
  #depth = 0;

  constructor(desk: Desk, helper: Helper, mayRun: (mark: number) => boolean) {
    this.#desk = desk;
    this.#helper = helper;
    this.#mayRun = mayRun;
  }

  /**
   * This thread is about to block on that call.
   *
   * @returns whether there is nothing of it yet.
   * @throws DeadlockError when it runs on this thread.
   */
  block(slot: number, call: Call<unknown>, { isQuestion, isDriven, look, wish }: Wait): boolean {
    this.#helper.blocks();
    if (!isQuestion && this.#help(slot)) look();
    while (!call.isReady && this.#help()) look();
    if (call.isReady) return false;
    if (running.calls.has(slot)) {
      if (isDriven) return true; // by that call's own wait: it goes on when that is over
      throw new DeadlockError(`blockOn: ${call} runs on this very thread, whose event loop it needs; await it instead`);
    }
    this.#waits.set(slot, isQuestion ? ON_QUESTION : ON_CALL);
    this.#setBlocked(this.#innermost());
    // A question needs no worker. Whoever queues a call from now on sees that this thread blocks, and asks for one itself.
    if (!isQuestion || this.#helper.hasCalls) wish();
    return true;
  }

  /** That one is over, or is not blocked on any more. A thread that is woken for something else blocks on. */
  unblock(slot: number): void {
    if (this.#waits.delete(slot)) this.#setBlocked(this.#innermost());
  }

  /** Runs that call, or one that waits: as long as it does, it does not block. Then it does again, if it blocks on something around this. */
  #help(slot = NONE): boolean {
    if (slot === NONE && (this.#depth >= DEEPEST || !this.#helper.hasCalls)) return false;
    this.#setBlocked(0);
    if (slot === NONE) this.#depth += 1;
    try {
      return slot === NONE ? this.#helper.helpOnce(this.#mayRun) : this.#helper.helpWith(slot, this.#mayRun);
    } finally {
      if (slot === NONE) this.#depth -= 1;
      this.#setBlocked(this.#innermost());
    }
  }

  /** On what the innermost wait is, or the last one, of several. */
  #innermost(): number {
    let last = 0;
    for (const kind of this.#waits.values()) last = kind;
    return last;
  }

  #setBlocked(blocked: number): void {
    if (this.#blocked === blocked) return;
    const was = this.#blocked;
    this.#blocked = blocked;
    const { table, seat } = this.#desk;
    const field = table.seats.fieldOf(seat, WORK_ROW, IS_BLOCKED);
    // A thread that dies between the two is counted as blocked for ever, which costs a worker more, not one that is missing.
    if (blocked === 0) store(table.words, field, 0);
    if (was === 0 || blocked === 0) add(table.words, BLOCKED, blocked === 0 ? -1 : 1);
    if (blocked !== 0) store(table.words, field, blocked);
  }
}
