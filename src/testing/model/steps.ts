import { dependent, NOWHERE, QUEUES, READS, WIDE, WRITES } from '../strategy/run.js';
import {
  BLOCKED,
  BLOCKED_FOR,
  CAUSE,
  type Control,
  DEADLOCK,
  DETAILED,
  DONE,
  ENABLED,
  fieldOf,
  HELD,
  HELD_WAITS,
  IDLE,
  IDLE_FOR,
  IN_A_ROW,
  IN_ORDER,
  IS_HELD,
  LAST,
  LOOKS,
  logOf,
  NEXT_ACCESS,
  NEXT_PLACE,
  PHASE,
  PLAN_LENGTH,
  PLAN_SLEEP,
  READY,
  RUNS,
  STATUS,
  STEPS,
  TIMED_OUT,
  UNKNOWN,
  UNWINDING,
  VERDICT,
} from './control.js';
import { Patience } from './patience.js';
import { HISTORY } from './places.js';
import { NOBODY, Scheduler } from './scheduler.js';
import { Stamps } from './stamps.js';
import { Turn } from './turn.js';
import { WaitList } from './wait-list.js';

/** Thrown in a thread whose run is given up, to get it out of the code under test. */
export class Unwinding extends Error {
  override readonly name = 'Unwinding';
  readonly #isOne = true;

  /** Whether a thrown value is one: asked of a private field, since what was thrown may be a proxy that answers by throwing. */
  static is(thrown: unknown): boolean {
    return typeof thrown === 'object' && thrown !== null && #isOne in thrown;
  }
}

/** How often a thread may catch {@link Unwinding} and go on. */
const MOST_UNWOUND = 10_000;

/** What a look at the clock takes, in milliseconds. */
const LOOK = 0.001;

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
  /** Called on a thread that cannot be got out of the code under test. */
  onEndless: (() => never) | undefined;
  readonly #turn: Turn;
  readonly #words: Int32Array;
  readonly #stamps: Stamps;
  readonly #patience: Patience;
  /** It has the turn for its first step, and has not come to an operation yet. */
  #fresh = false;
  /** Its latest step was a look that it took since nobody else could go. */
  #inVain = false;
  #clock = 0;
  #unwound = 0;

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
    this.#stamps = new Stamps(control);
    this.#patience = new Patience(this.#stamps, me, points.looks);
  }

  get turn(): Turn {
    return this.#turn;
  }

  /** Whether the run is being given up. */
  get unwinding(): boolean {
    return this.#words[PHASE] === UNWINDING;
  }

  /** Whether it is because nobody could go on. */
  get deadlocked(): boolean {
    return this.unwinding && this.#words[VERDICT] === DEADLOCK;
  }

  /** How often the thread has come upon the end of a run that is given up. */
  get unwound(): number {
    return this.#unwound;
  }

  /** Whether steps are to be put into words, for a trace. */
  get detailed(): boolean {
    return this.#words[DETAILED] === 1;
  }

  /** Whether the order of notifications matters, on whatever words they are. */
  get inOrder(): boolean {
    return this.#words[IN_ORDER] === 1;
  }

  /** The number of the step that comes next, and how many were made. */
  get count(): number {
    return this.#words[STEPS] as number;
  }

  /**
   * The thread's clock, in milliseconds: time limits that end move it, and every look at it by a microsecond, so that
   * loops end. It goes faster for a thread that spins while nobody else can go: 50 seconds in 10,000 looks. Each thread
   * has its own: with one for all, every look would be a step whose order matters.
   */
  get now(): number {
    this.#clock += LOOK;
    return this.#clock;
  }

  /** Time passes in which nothing happens. */
  lapse(ms: number): void {
    this.#clock += ms;
  }

  /** The same, up to a point in time; if it is past, none does. */
  lapseUntil(deadline: number): void {
    this.#clock = Math.max(this.#clock, deadline);
  }

  /** Nothing of this thread was run yet. */
  reset(): void {
    this.#stamps.reset(this.#words[RUNS] as number);
    this.#patience.reset();
    this.#inVain = false;
    this.#clock = 0;
    this.#unwound = 0;
    this.#fresh = false;
    this.#status(READY, NOWHERE, UNKNOWN);
  }

  /** The thread begins: it has the turn for its first step. */
  begin(): void {
    this.#fresh = true;
  }

  /**
   * A scheduling point before an operation; when it returns, the step is this thread's, and is written down.
   *
   * @param isVain - whether the thread spins: it has looked here often enough, and would see or do nothing new.
   */
  before(place: number, access: number, isVain: boolean): void {
    this.#point(isVain ? HELD : READY, place, access);
    if ((access & (READS | WRITES)) !== 0) this.#patience.see(place, access);
  }

  /** The operation is done, and has changed something, or not. */
  after(place: number, access: number, changed: boolean): void {
    const words = this.#words;
    if (!changed) {
      this.#patience.lookInVain(place, access);
      if (this.#inVain) (words[STEPS] as number) -= 1; // one look of thousands is not worth a line
      return;
    }
    this.#changed(place, access);
    if (this.points.afterWrites) this.#point(READY, place, WRITES | (access & WIDE));
  }

  /** Whether the thread has looked at a place so often in vain that one more look would be spinning. */
  tiresOf(place: number, access: number): boolean {
    return this.#patience.tiresOf(place, access);
  }

  #point(status: number, place: number, access: number): void {
    if (this.unwinding) this.#unwind();
    this.#inVain = false;
    if (this.#fresh) this.#fresh = false;
    else {
      this.#status(status, place, access);
      if (status === HELD) this.#hold(place);
      else this.#pass();
    }
    this.#log(place, access);
  }

  /** Hands on the turn until something has changed that the thread knows, or nobody else can go. */
  #hold(place: number): void {
    const words = this.#words;
    this.scheduler.hold(this.me, place);
    this.#patience.watch();
    this.#pass();
    this.#patience.unwatch();
    words[fieldOf(this.me, IS_HELD)] = 0;
    this.#inVain = (words[fieldOf(this.me, LOOKS)] as number) > 0;
    this.#clock += LOOK * (words[fieldOf(this.me, LOOKS)] as number);
  }

  /**
   * Blocks in `wait`, `ms` milliseconds at most, after `entry` was put on the list for `place`.
   *
   * @returns whether it was notified.
   */
  block(entry: number, place: number, ms: number): boolean {
    const notified = this.#rest(BLOCKED, BLOCKED_FOR, place, ms);
    if (!notified && entry !== NOBODY) this.waits.remove(entry);
    return notified;
  }

  /** Waits until the event loop has something to do: for another thread, or `ms` milliseconds at most. */
  idle(ms: number): void {
    this.use();
    this.#rest(IDLE, IDLE_FOR, this.waits.placeOf(this.me), ms); // a notification in time would be taken up instead
  }

  /** Does nothing until it is notified, or the time limit ends; answers whether it was notified. */
  #rest(forEver: number, limited: number, place: number, ms: number): boolean {
    const deadline = this.#clock + ms;
    if (ms === Number.POSITIVE_INFINITY) this.#status(forEver, NOWHERE, 0);
    else {
      this.#status(limited, place, QUEUES);
    }
    // A thread that writes in between may be held all the same: a parker does.
    if (ms !== Number.POSITIVE_INFINITY && this.#patience.tiresOfWaiting) this.#hold(place);
    else this.#pass();
    const notified = this.#words[fieldOf(this.me, STATUS)] === READY;
    if (notified) this.#learn(this.#words[fieldOf(this.me, CAUSE)] as number);
    this.#log(notified ? NOWHERE : place, notified ? 0 : QUEUES);
    if (notified) return true;
    this.lapseUntil(deadline);
    this.#patience.waitInVain();
    return false;
  }

  /** What another thread did at a step has reached this one. */
  #learn(step: number): void {
    if (step >= 0 && ((this.#words[logOf(step)] as number) & 0xff) !== this.me) this.#patience.learn();
  }

  #changed(place: number, access: number): void {
    const stamp = this.#words[STEPS] as number;
    let watchers = this.#stamps.change(place, stamp);
    if ((access & WIDE) !== 0) watchers |= this.#stamps.change(place + 1, stamp);
    this.scheduler.release(watchers | (1 << this.me));
    this.#patience.change(place, access, stamp);
  }

  /**
   * A scheduling point before the event loop does what it has to do; `cause` is the step that gave it to it, if one did.
   * If none did, a notification may come first, so that `place` matters, where the thread waits for some.
   */
  pause(cause: number, place: number): void {
    if (this.unwinding) this.#unwind();
    this.use();
    this.#status(READY, place, QUEUES);
    this.#words[fieldOf(this.me, CAUSE)] = cause;
    this.#learn(cause);
    this.#pass();
    this.#log(place, QUEUES);
  }

  /** A step at which a recorded operation begins or ends: `access` to what stands for the history. */
  mark(access: number): void {
    if (this.unwinding) this.#unwind();
    if (this.#fresh) this.#fresh = false;
    else {
      this.#status(READY, HISTORY, access);
      this.#pass();
    }
    this.#log(HISTORY, access);
  }

  /** A thread that waits, throws or ends before it has done anything has made its first step all the same. */
  use(): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.#log(NOWHERE, 0);
  }

  /** A step that touches nothing shared. */
  local(): void {
    if (this.unwinding) this.#unwind();
    if (this.#fresh) this.use();
    else this.pause(-1, NOWHERE);
  }

  /** The thread is through. Answers who is next. */
  finish(): number {
    if (!this.unwinding) {
      this.use();
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
    if (this.unwinding) this.#unwind();
  }

  /** Gets the thread out of the code under test; what catches everything is asked again and again. */
  #unwind(): never {
    this.#unwound += 1;
    if (this.#unwound > MOST_UNWOUND) this.onEndless?.();
    throw new Unwinding();
  }

  #status(status: number, place: number, access: number): void {
    const words = this.#words;
    words[fieldOf(this.me, STATUS)] = status;
    words[fieldOf(this.me, NEXT_PLACE)] = place;
    words[fieldOf(this.me, NEXT_ACCESS)] = access;
  }

  #log(place: number, access: number): void {
    const words = this.#words;
    const { me } = this;
    const at = logOf(words[STEPS] as number);
    words[at] = me | ((words[ENABLED] as number) << 8) | ((words[TIMED_OUT] as number) << 16);
    words[at] = (words[at] as number) | ((words[HELD_WAITS] as number) << 24);
    words[at + 1] = place;
    words[at + 2] = access;
    words[at + 3] = words[fieldOf(me, CAUSE)] as number;
    words[fieldOf(me, CAUSE)] = -1;
    words[IN_A_ROW] = words[LAST] === me ? (words[IN_A_ROW] as number) + 1 : 1;
    words[LAST] = me;
    (words[STEPS] as number) += 1;
    this.#wake(place, access);
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
}
