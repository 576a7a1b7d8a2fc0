import { home } from '../../camp/home.js';
import type { RingReceiver } from '../../channel/shared/ring.js';
import { load, macrotask } from '../../platform/index.js';
import type { Desk, Part } from '../calling/desk.js';
import type { Helper } from '../calling/helping.js';
import { Sweeper } from '../calling/sweeper.js';
import { IDLE, KIND, MOST } from '../wire/layout.js';
import { isStaffed } from '../wire/wish.js';
import { Idleness } from './idleness.js';
import { GONE, Intake, RUN } from './intake.js';
import { CLOSED, Jobs, NONE } from './jobs.js';
import { Looking } from './looking.js';
import { Rest } from './rest.js';
import { type Run, Runner, type Turns } from './runner.js';
import { running } from './this-call.js';

/** How long to look for work without letting the event loop turn, before it looks at each turn only: milliseconds. */
const SPIN_MS = 0.02;
/** What a wait comes to that is to be followed by a look: no slot has that number. */
const AGAIN = -3;
/** So many calls are run before the event loop may turn. */
const BATCH = 64;
/** So many calls are looked at for one that a thread may run while it blocks. */
const TRIES = 32;
/** Looks before a worker says that it is idle, which the thread that calls need not hear of, when all workers are there that may be. */
const LOOKS = 16;

/**
 * Who answers calls, on a worker's thread: takes the most urgent one that waits, runs it, and takes the next. When there is
 * none it looks for one in its own turn of the event loop for a while, then at each turn, and then sleeps there: a call
 * that comes back to back costs some two microseconds that way, for a third of a millisecond of looking at most (see {@link Looking}).
 */
export class Callee implements Part, Helper, Turns {
  readonly #desk: Desk;
  readonly #jobs: Jobs;
  readonly #intake: Intake;
  readonly #concurrency: number;
  readonly #looking: Looking;
  readonly #closed: () => void;
  readonly #rest: Rest;
  readonly #idleness: Idleness;
  /** How many calls may be run before the event loop turns. */
  #left = BATCH;
  #isScheduled = false;
  #isResting = false;
  #isHelping = false;
  #isOver = false;

  /**
   * @param run - runs a function; what it throws is the call's error.
   * @param concurrency - how many calls may be under way here at once.
   * @param looking - how long to look for calls before sleeping, at most, in milliseconds.
   * @param closed - called when there will be no more calls and none is under way.
   */
  constructor(
    desk: Desk,
    lines: readonly RingReceiver[],
    run: Run,
    concurrency: number,
    looking: number,
    closed: () => void,
  ) {
    this.#desk = desk;
    this.#jobs = new Jobs(lines, desk.table);
    this.#idleness = new Idleness(desk);
    this.#idleness.begin(); // when it has taken its first call, it asks for one more worker if calls are left
    this.#intake = new Intake(desk, new Runner(desk, this.#idleness, run, this));
    this.#concurrency = concurrency;
    this.#looking = new Looking(looking);
    this.#closed = closed;
    this.#rest = new Rest(this.#jobs, lines, (slot) => this.#awake(slot));
    running.desk = desk;
    desk.join(this);
    desk.sweeper = new Sweeper(desk, lines);
    home.beforeSleep = () => this.blocks();
  }

  /** Begins to look for calls. */
  begin(): void {
    this.#go();
  }

  /** A call that runs here was cancelled, or a signal of it was aborted, perhaps. */
  called(): void {
    this.#desk.sweeper?.advance();
    for (const call of running.calls.values()) call.look();
  }

  helpOnce(mayRun: (mark: number) => boolean): boolean {
    return this.#helping(() => this.#beginOne(mayRun));
  }

  /**
   * A call that runs here is about to block the thread, while that is said to be idle for others: it does not take any from now on. Nor
   * does it while such a call computes, which cannot be known; so it is called after those that have nothing under way.
   */
  blocks(): void {
    if (!this.#idleness.is) return;
    this.#rest.end();
    this.#isResting = false;
    if (this.#idleness.end() && this.#jobs.areLeft) this.#desk.wish();
    this.#schedule();
  }

  helpWith(slot: number, mayRun: (mark: number) => boolean): boolean {
    const { words } = this.#desk.table;
    const mark = words[this.#desk.table.slotAt(slot) + KIND] as number; // this thread has written it
    if (load(words, IDLE) > 0 || !mayRun(mark)) return false;
    return this.#helping(() => {
      if (this.#intake.begin(slot) !== RUN) return false;
      this.#desk.sweeper?.note(); // its number stands in the queue yet
      return true;
    });
  }

  #helping(help: () => boolean): boolean {
    const outer = this.#isHelping; // what it helps with may block, and help
    this.#isHelping = true;
    try {
      return help();
    } finally {
      this.#isHelping = outer;
    }
  }

  /** One that may not be run goes to the end of the queue, and those behind it are looked at; until it comes again, as a rule. */
  #beginOne(mayRun: (mark: number) => boolean): boolean {
    for (let left = TRIES, first = NONE; left > 0; ) {
      const slot = this.#jobs.next();
      if (slot < 0) return false;
      const outcome = this.#intake.begin(slot, mayRun);
      if (outcome === RUN) return true;
      if (outcome === GONE) continue;
      if (slot === first) return false;
      if (first === NONE) first = slot;
      left -= 1;
    }
    return false;
  }

  get hasCalls(): boolean {
    return !this.#jobs.isEmpty;
  }

  /**
   * Says so before the answer where there may be more workers: whoever calls again as soon as it has the answer would find nobody idle, and ask
   * for one more.
   */
  answers(): void {
    if (running.calls.size > 0 || this.#isHelping || isStaffed(this.#desk.table)) return;
    if (this.#jobs.isEmpty) this.#idleness.begin();
  }

  ended(): void {
    if (!this.#isResting) this.#work();
    else if (running.calls.size === 0 && this.#hasColleagues) this.#rest.refresh();
  }

  /** Whether there may be other workers. */
  get #hasColleagues(): boolean {
    return (this.#desk.table.words[MOST] as number) > 1;
  }

  /** Whether nothing is to do here, and nothing under way. */
  get isIdle(): boolean {
    return this.#idleness.is && running.calls.size === 0;
  }

  /** Takes no more calls. */
  stop(): void {
    this.#isOver = true;
    this.#rest.stop();
    if (this.#idleness.end() && this.#jobs.areLeft) this.#desk.wish(); // whoever queued them may have seen this thread idle
  }

  /** The event loop has turned. */
  readonly #go = (): void => {
    this.#isScheduled = false;
    this.#left = BATCH;
    this.#work();
  };

  /** Runs what there is. The end of a call comes back here as soon as it has answered: a turn of the event loop takes longer than most. */
  #work(): void {
    for (;;) {
      if (this.#isOver || running.calls.size >= this.#concurrency) return; // the end of one brings it back here
      if (this.#left <= 0) {
        this.#schedule();
        return;
      }
      let slot = this.#next();
      if (slot === NONE) slot = this.#wait();
      else if (slot !== CLOSED) this.#found();
      if (slot === AGAIN) continue;
      if (slot === CLOSED) this.#close();
      if (slot < 0) return;
      this.#run(slot);
    }
  }

  /** A call, if one comes soon. */
  #next(): number {
    let slot = this.#jobs.next();
    if (slot !== NONE || running.calls.size > 0 || this.#looking.ms === 0 || !isStaffed(this.#desk.table)) return slot;
    this.#idleness.wait();
    for (let left = LOOKS; left > 0 && slot === NONE; left -= 1) slot = this.#jobs.next();
    return slot;
  }

  /** There was no call. Answers one that has come while it waited, or {@link AGAIN}; {@link NONE} when it comes back later. */
  #wait(): number {
    const quiet = this.#idleness.begin();
    const { ms } = this.#looking;
    if (quiet < Math.min(SPIN_MS, ms) && running.calls.size === 0) return AGAIN;
    if (quiet < ms) {
      this.#schedule();
      return NONE;
    }
    this.#looking.inVain();
    const slot = this.#jobs.outside();
    if (slot !== NONE) return slot;
    this.#isResting = true;
    this.#rest.begin(running.calls.size > 0 && this.#hasColleagues);
    return NONE;
  }

  /** The rest is over: there is a call, or there will be none any more. */
  #awake(slot: number): void {
    this.#isResting = false;
    this.#left = BATCH;
    if (slot === CLOSED) this.#close();
    else this.#run(slot);
    this.#work();
  }

  /** A call came while this thread looked. */
  #found(): void {
    const since = this.#idleness.sinceLook;
    if (since >= 0) this.#looking.found(since);
  }

  #run(slot: number): void {
    this.#left -= 1;
    // More calls wait, and whoever queued them may have seen this thread idle.
    if (this.#idleness.end() && this.#jobs.areLeft) this.#desk.wish();
    this.#intake.begin(slot);
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isResting) return;
    this.#isScheduled = true;
    macrotask(this.#go);
  }

  #close(): void {
    if (this.#isOver) return;
    if (running.calls.size > 0) return; // the last one of them comes back here
    this.stop();
    this.#closed();
  }
}
