import { dependent, NOWHERE, QUEUES, WRITES } from '../strategy/run.js';
import {
  BLOCKED,
  BLOCKED_FOR,
  CAUSE,
  CHANGES,
  type Control,
  DETAILED,
  DONE,
  ENABLED,
  fieldOf,
  IDLE,
  IDLE_FOR,
  IN_A_ROW,
  LAST,
  logOf,
  NEXT_ACCESS,
  NEXT_PLACE,
  PHASE,
  PLAN_LENGTH,
  PLAN_SLEEP,
  READY,
  STATUS,
  STEPS,
  TIMED_OUT,
  UNKNOWN,
  UNWINDING,
} from './control.js';
import { NOBODY, Scheduler } from './scheduler.js';
import { Turn } from './turn.js';
import { WaitList } from './wait-list.js';

/** The place of what beginnings and ends of recorded operations have in common: their order. */
export const HISTORY = 0x7f000000;

/** Thrown in a thread whose run is given up, to get it out of the code under test. */
export class Unwinding extends Error {
  override readonly name = 'Unwinding';
}

/** Where scheduling points are. */
export interface Points {
  /** Also after an operation that changed a word, so that plain code behind it is a step of its own. */
  readonly afterWrites: boolean;
  /** How often a thread may read the same word while nothing changes, before it counts as spinning. */
  readonly looks: number;
}

/** The steps of one thread: where it hands the turn on, and what it writes down. */
export class Steps {
  readonly waits: WaitList;
  readonly scheduler: Scheduler;
  /** Called on the thread after each of its steps; what must always hold is looked at here. */
  afterEach: (() => void) | undefined;
  readonly #turn: Turn;
  readonly #words: Int32Array;
  /** It has the turn for its first step, and has not come to an operation yet. */
  #fresh = false;
  /** Which places it has read since {@link #unchanged} was counted, and how often. */
  readonly #looked = new Map<number, number>();
  #unchanged = -1;
  #clock = 0;
  #deadline = 0;

  constructor(
    control: Control,
    readonly me: number,
    threads: number,
    readonly points: Points,
  ) {
    this.#turn = new Turn(control, me, threads);
    this.#words = control.words;
    this.waits = new WaitList(control);
    this.scheduler = new Scheduler(control, threads);
  }

  get turn(): Turn {
    return this.#turn;
  }

  /** Whether the run is being given up. */
  get unwinding(): boolean {
    return this.#words[PHASE] === UNWINDING;
  }

  /** Whether steps are to be put into words, for a trace. */
  get detailed(): boolean {
    return this.#words[DETAILED] === 1;
  }

  /** The number of the step that comes next, and how many were made. */
  get count(): number {
    return this.#words[STEPS] as number;
  }

  /**
   * The thread's clock, in milliseconds: time limits that end move it, and every look at it by a microsecond, so that
   * loops end. Each thread has its own: with one for all, every look would be a step whose order matters.
   */
  get now(): number {
    this.#clock += 0.001;
    return this.#clock;
  }

  /** Nothing of this thread was run yet. */
  reset(): void {
    this.#looked.clear();
    this.#unchanged = -1;
    this.#clock = 0;
    this.#fresh = false;
    this.#status(READY, NOWHERE, UNKNOWN);
  }

  /** The thread begins: it has the turn for its first step. */
  begin(): void {
    this.#fresh = true;
  }

  /** A scheduling point before an operation; when it returns, the step is this thread's, and is written down. */
  before(place: number, access: number): void {
    if (this.unwinding) throw new Unwinding();
    if (this.#fresh) this.#fresh = false;
    else {
      this.#status(READY, place, access);
      if (this.#spins(place)) this.scheduler.hold(this.me);
      this.#pass();
    }
    this.#log(place, access);
  }

  /** The operation is done: what it really did, and whether anything is different now. */
  after(place: number, access: number, changed: boolean): void {
    this.#did(place, access, changed);
    if (!changed || (access & WRITES) === 0 || !this.points.afterWrites) return;
    this.before(place, WRITES);
    this.#did(place, WRITES, true);
  }

  /**
   * Blocks in `wait`, `ms` milliseconds at most, after `entry` was put on the list for `place`.
   *
   * @returns whether it was notified.
   */
  block(entry: number, place: number, ms: number): boolean {
    this.#use();
    const limited = ms !== Number.POSITIVE_INFINITY;
    this.#limit(ms);
    this.#status(limited ? BLOCKED_FOR : BLOCKED, limited ? place : NOWHERE, limited ? QUEUES : 0);
    this.#pass();
    const notified = entry === NOBODY || !this.waits.waits(entry);
    if (!notified) {
      this.waits.remove(entry);
      this.#timeOut();
    }
    this.#log(notified ? NOWHERE : place, notified ? 0 : QUEUES);
    this.#did(NOWHERE, 0, false);
    return notified;
  }

  /** Waits until the event loop has something to do: for another thread, or `ms` milliseconds at most. */
  idle(ms: number): void {
    this.#use();
    this.#limit(ms);
    this.#status(ms === Number.POSITIVE_INFINITY ? IDLE : IDLE_FOR, NOWHERE, 0);
    this.#pass();
    if (this.#words[fieldOf(this.me, STATUS)] === IDLE_FOR) this.#timeOut();
    this.local();
  }

  /** A scheduling point at which nothing shared is touched. Its step is written down by the caller's first operation. */
  pause(): void {
    if (this.unwinding) throw new Unwinding();
    if (this.#fresh) return;
    this.#status(READY, NOWHERE, 0);
    this.#pass();
    this.local();
  }

  /** A step at which a recorded operation begins or ends: `access` to what stands for the history. */
  mark(access: number): void {
    if (this.unwinding) throw new Unwinding();
    if (this.#fresh) this.#fresh = false;
    else {
      this.#status(READY, HISTORY, access);
      this.#pass();
    }
    this.#log(HISTORY, access);
    this.#wake(HISTORY, access);
  }

  /** Writes a step down that touches nothing shared. */
  local(): void {
    this.#log(NOWHERE, 0);
    this.#did(NOWHERE, 0, false);
  }

  /** The thread is through. Answers who is next. */
  finish(): number {
    if (!this.unwinding) {
      this.#use();
      this.afterEach?.();
    }
    this.#words[fieldOf(this.me, STATUS)] = DONE;
    return this.unwinding ? NOBODY : this.scheduler.choose();
  }

  /** Hands the turn to whoever is to have it, and comes back when it is this thread's again. */
  #pass(): void {
    this.afterEach?.();
    const next = this.scheduler.choose();
    if (next !== this.me && next !== NOBODY) {
      this.#turn.hand(next);
      this.#turn.wait();
    }
    if (this.unwinding) throw new Unwinding();
  }

  /** A thread that waits before it has done anything has made its first step all the same. */
  #use(): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.local();
  }

  #status(status: number, place: number, access: number): void {
    const words = this.#words;
    words[fieldOf(this.me, STATUS)] = status;
    words[fieldOf(this.me, NEXT_PLACE)] = place;
    words[fieldOf(this.me, NEXT_ACCESS)] = access;
  }

  #limit(ms: number): void {
    this.#deadline = this.#clock + ms;
  }

  #timeOut(): void {
    this.#clock = Math.max(this.#clock, this.#deadline);
  }

  #log(place: number, access: number): void {
    const words = this.#words;
    const { me } = this;
    const at = logOf(words[STEPS] as number);
    words[at] = me | ((words[ENABLED] as number) << 8) | ((words[TIMED_OUT] as number) << 16);
    words[at + 1] = place;
    words[at + 2] = access;
    words[at + 3] = words[fieldOf(me, CAUSE)] as number;
    words[fieldOf(me, CAUSE)] = -1;
    words[IN_A_ROW] = words[LAST] === me ? (words[IN_A_ROW] as number) + 1 : 1;
    words[LAST] = me;
    (words[STEPS] as number) += 1;
  }

  #did(place: number, access: number, changed: boolean): void {
    const words = this.#words;
    const at = logOf((words[STEPS] as number) - 1);
    words[at + 2] = place === NOWHERE ? (words[at + 2] as number) : access;
    this.#wake(words[at + 1] as number, words[at + 2] as number);
    if (changed) (words[CHANGES] as number) += 1;
    // One look of thousands, while nobody else can go, is not worth a line.
    else if (this.#look(place) && (access & QUEUES) === 0) (words[STEPS] as number) -= 1;
  }

  /** Threads whose next step depends on this one sleep no longer. */
  #wake(place: number, access: number): void {
    const words = this.#words;
    const sleep = words[PLAN_SLEEP] as number;
    if (sleep === 0 || (words[STEPS] as number) <= (words[PLAN_LENGTH] as number)) return;
    for (let thread = 0; thread < this.scheduler.threads; thread += 1) {
      if (((sleep >> thread) & 1) === 0) continue;
      const next = words[fieldOf(thread, NEXT_ACCESS)] as number;
      const there = words[fieldOf(thread, NEXT_PLACE)] as number;
      if (next !== UNKNOWN && !dependent(there, next, place, access)) continue;
      words[PLAN_SLEEP] = (words[PLAN_SLEEP] as number) & ~(1 << thread);
    }
  }

  /** Counts a read that saw nothing new. Answers whether it was a look beyond the count. */
  #look(place: number): boolean {
    if (place === NOWHERE) return false;
    this.#refresh();
    const count = (this.#looked.get(place) ?? 0) + 1;
    this.#looked.set(place, count);
    return count > this.points.looks;
  }

  #spins(place: number): boolean {
    if (place === NOWHERE) return false;
    this.#refresh();
    return (this.#looked.get(place) ?? 0) >= this.points.looks;
  }

  #refresh(): void {
    if (this.#unchanged === this.#words[CHANGES]) return;
    this.#unchanged = this.#words[CHANGES] as number;
    this.#looked.clear();
  }
}
