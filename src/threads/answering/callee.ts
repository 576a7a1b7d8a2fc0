import { RecvError } from '../../channel/errors.js';
import type { Receiver } from '../../channel/receiver.js';
import { promiseOf } from '../../core/awaiter.js';
import { CancelledError } from '../../core/errors.js';
import type { Future } from '../../core/future.js';
import { PENDING } from '../../core/poll.js';
import { add, load, macrotask, now, store } from '../../platform/index.js';
import type { Desk, Part } from '../calling/desk.js';
import { dropPayload, takePayload, writePayload } from '../calling/mail.js';
import {
  BLOCK_BITS,
  BUSY_US,
  DONE,
  ERROR,
  FAILED,
  IDLE,
  IDLE_US,
  IS_IDLE,
  KIND,
  QUEUED,
  RUNNING_NOW,
  STATE,
  STATES,
  VALUE,
  WORK_ROW,
} from '../wire/layout.js';
import { answerCall, claimCall, handBackCall } from '../wire/states.js';
import { wish } from '../wire/wish.js';
import { Rest } from './rest.js';
import { RunningCall, running } from './this-call.js';

/** How long to look for work without letting the event loop turn, before it looks at each turn only: milliseconds. */
const SPIN_MS = 0.02;
/** So many calls are run before the event loop may turn. */
const BATCH = 64;

const NONE = -1;
const CLOSED = -2;

/** Runs a function of the module by its name. */
export type Run = (name: string, args: unknown[]) => unknown;

/**
 * Who answers calls, on a worker's thread: takes the most urgent one that waits, runs it, and takes the next. When there is
 * none it looks for one in its own turn of the event loop for a while, then at each turn, and then sleeps there: a call
 * that comes back to back costs less than a microsecond that way, for a third of a millisecond of looking after a burst.
 */
export class Callee implements Part {
  readonly #desk: Desk;
  readonly #jobs: readonly Receiver<number>[];
  readonly #run: Run;
  readonly #concurrency: number;
  readonly #looking: number;
  readonly #closed: () => void;
  readonly #rest: Rest;
  #isIdle = false;
  #idleSince = 0;
  #isScheduled = false;
  #isResting = false;
  #isOver = false;

  /**
   * @param run - runs a function; what it throws is the call's error.
   * @param concurrency - how many calls may be under way here at once.
   * @param looking - how long to look for calls before sleeping, in milliseconds.
   * @param closed - called when there will be no more calls and none is under way.
   */
  constructor(
    desk: Desk,
    jobs: readonly Receiver<number>[],
    run: Run,
    concurrency: number,
    looking: number,
    closed: () => void,
  ) {
    this.#desk = desk;
    this.#jobs = jobs;
    this.#run = run;
    this.#concurrency = concurrency;
    this.#looking = looking;
    this.#closed = closed;
    this.#rest = new Rest(jobs, (slot) => this.#awake(slot));
    running.desk = desk;
    desk.join(this);
  }

  /** Begins to look for calls. */
  begin(): void {
    if (!this.#isEmpty) this.#wish(); // who queued them may have asked for this one only
    this.#go();
  }

  /** A call that runs here was cancelled, perhaps. */
  called(): void {
    for (const call of running.calls.values()) call.look();
  }

  /** Takes one call and runs it, if its function is one that answers at once. Answers whether there was one. */
  helpOnce(mayRun: (name: string) => boolean): boolean {
    const slot = this.#next();
    if (slot < 0) return false;
    return this.#begin(slot, mayRun);
  }

  /** Whether nothing is to do here. */
  get isIdle(): boolean {
    return this.#isIdle;
  }

  /** Takes no more calls. */
  stop(): void {
    this.#isOver = true;
    this.#setIdle(false);
    this.#rest.end();
  }

  readonly #go = (): void => {
    this.#isScheduled = false;
    let left = BATCH;
    for (;;) {
      if (this.#isOver || running.calls.size >= this.#concurrency) return; // the end of one brings it back here
      const slot = this.#next();
      if (slot === CLOSED) {
        this.#close();
        return;
      }
      if (slot === NONE) {
        if (this.#spin()) continue;
        return;
      }
      this.#setIdle(false);
      this.#begin(slot);
      left -= 1;
      if (left === 0) {
        this.#schedule();
        return;
      }
    }
  };

  /** There was no call: answers whether to look again at once. */
  #spin(): boolean {
    const time = now();
    if (!this.#isIdle) {
      this.#setIdle(true);
      this.#idleSince = time;
    }
    const quiet = time - this.#idleSince;
    if (quiet < Math.min(SPIN_MS, this.#looking) && running.calls.size === 0) return true;
    if (quiet < this.#looking) this.#schedule();
    else {
      this.#isResting = true;
      const slot = this.#rest.begin();
      if (slot !== NONE) this.#awake(slot);
    }
    return false;
  }

  /** The rest is over: there is a call, or there will be none any more. */
  #awake(slot: number): void {
    this.#isResting = false;
    this.#setIdle(false);
    if (slot !== CLOSED) this.#begin(slot);
    this.#go();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isResting) return;
    this.#isScheduled = true;
    macrotask(this.#go);
  }

  /** The most urgent call that waits. */
  #next(): number {
    let closed = 0;
    for (const jobs of this.#jobs) {
      try {
        const slot = jobs.tryRecv();
        if (slot !== PENDING) return slot;
      } catch (error) {
        if (!(error instanceof RecvError)) throw error;
        closed += 1;
      }
    }
    return closed === this.#jobs.length ? this.#left() : NONE;
  }

  /** A call that there was no room for in the queue before it was closed, or that a dead worker had the number of. */
  #left(): number {
    const { table } = this.#desk;
    const end = table.look() << BLOCK_BITS;
    for (let slot = 0; slot < end; slot += 1) {
      if ((load(table.words, table.slotAt(slot) + STATE) & STATES) === QUEUED) return slot;
    }
    return CLOSED;
  }

  /** The number of a slot is a hint: its call may have been dropped, or taken by another one who was told of it, too. */
  #begin(slot: number, mayRun?: (name: string) => boolean): boolean {
    const { table } = this.#desk;
    if (!table.reach(slot)) return false;
    if (!claimCall(table, slot, this.#desk.seat)) return false;
    add(table.words, RUNNING_NOW, 1);
    let args: unknown[];
    try {
      args = takePayload(this.#desk, slot) as unknown[];
    } catch (error) {
      this.#answer(slot, false, error, now());
      return true;
    }
    const name = args.pop() as string;
    if (mayRun?.(name) === false) return this.#handBack(slot, name, args);
    this.#call(slot, name, args);
    return true;
  }

  /** It is for a thread whose event loop turns. */
  #handBack(slot: number, name: string, args: unknown[]): boolean {
    const { table, seat } = this.#desk;
    args.push(name);
    writePayload(this.#desk, slot, args);
    add(table.words, RUNNING_NOW, -1);
    if (!handBackCall(table, slot, seat)) return false;
    // If there is no room for its number it has to be run here, unless somebody has seen it and taken it.
    if (this.#offer(slot) || !claimCall(table, slot, seat)) return false;
    add(table.words, RUNNING_NOW, 1);
    dropPayload(this.#desk, slot);
    args.pop();
    this.#call(slot, name, args);
    return false;
  }

  /** Answers whether its number stands in the queue. One that is closed is not asked: workers look for what is left. */
  #offer(slot: number): boolean {
    const jobs = this.#desk.jobs[this.#desk.jobs.length - 1];
    return jobs === undefined || jobs.isClosed || jobs.trySend(slot);
  }

  #call(slot: number, name: string, args: unknown[]): void {
    const start = now();
    const call = new RunningCall(this.#desk, slot, name);
    const outer = running.now;
    running.now = call;
    running.calls.set(slot, call);
    let result: unknown;
    try {
      result = this.#run(name, args);
    } catch (error) {
      this.#end(slot, call);
      this.#answer(slot, false, error, start);
      return;
    } finally {
      running.now = outer;
    }
    const promise = promiseFrom(result);
    if (promise === null) {
      this.#end(slot, call);
      this.#answer(slot, true, result, start);
      return;
    }
    promise.then(
      (value) => this.#later(slot, call, true, value, start),
      (error) => this.#later(slot, call, false, error, start),
    );
  }

  #later(slot: number, call: RunningCall, isValue: boolean, result: unknown, start: number): void {
    this.#end(slot, call);
    this.#answer(slot, isValue, result, start);
    if (!this.#isResting && !this.#isScheduled) this.#go();
  }

  #end(slot: number, call: RunningCall): void {
    call.end();
    running.calls.delete(slot);
  }

  #answer(slot: number, isValue: boolean, result: unknown, start: number): void {
    const { table } = this.#desk;
    const at = table.slotAt(slot);
    let kind = isValue ? VALUE : ERROR;
    try {
      writePayload(this.#desk, slot, result);
    } catch (error) {
      kind = ERROR;
      this.#writeError(slot, error);
    }
    const { words } = table;
    words[at + KIND] = kind;
    add(words, RUNNING_NOW, -1);
    add(words, kind === VALUE ? DONE : FAILED, 1);
    const took = Math.round((now() - start) * 1000);
    if (took > 0) add(words, BUSY_US, took);
    if (!answerCall(table, slot, this.#desk.seat)) dropPayload(this.#desk, slot);
  }

  #writeError(slot: number, error: unknown): void {
    try {
      writePayload(this.#desk, slot, error);
    } catch {
      writePayload(
        this.#desk,
        slot,
        new CancelledError('the answer could not be carried, nor could the error of that'),
      );
    }
  }

  #setIdle(isIdle: boolean): void {
    if (isIdle === this.#isIdle) return;
    this.#isIdle = isIdle;
    const { table, seat } = this.#desk;
    const field = table.seats.fieldOf(seat, WORK_ROW, IS_IDLE);
    // A thread that dies between the two is counted as one idle less for ever: then one worker too many is asked for, not none.
    if (isIdle) store(table.words, field, 1);
    add(table.words, IDLE, isIdle ? 1 : -1);
    if (!isIdle) store(table.words, field, 0);
    if (isIdle) return;
    add(table.words, IDLE_US, Math.round((now() - this.#idleSince) * 1000));
    if (!this.#isOver && !this.#isEmpty) this.#wish();
  }

  get #isEmpty(): boolean {
    return this.#jobs.every((jobs) => jobs.isEmpty);
  }

  /** More calls wait, and whoever queued them may have seen this thread idle. */
  #wish(): void {
    const { table } = this.#desk;
    const crew = wish(table);
    if (crew >= 0) table.wake(crew);
  }

  #close(): void {
    if (this.#isOver) return;
    if (running.calls.size > 0) return; // the last one of them comes back here
    this.stop();
    this.#closed();
  }
}

/** Native promises, and futures, which are driven here; null for what is an answer itself. */
function promiseFrom(result: unknown): PromiseLike<unknown> | null {
  if (typeof result !== 'object' || result === null) return null;
  if (typeof (result as { poll?: unknown }).poll === 'function') return promiseOf(result as Future<unknown>);
  return typeof (result as { then?: unknown }).then === 'function' ? (result as PromiseLike<unknown>) : null;
}
