import { MOST_THREADS, STAY } from '../strategy/plan.js';
import {
  BLOCKED,
  CHOSEN,
  type Control,
  CUT,
  DEADLOCK,
  DONE,
  ENABLED,
  FINE,
  fieldOf,
  HELD,
  HELD_AT,
  HELD_FIRST,
  HELD_WAITS,
  IDLE,
  IN_A_ROW,
  IS_HELD,
  LAST,
  LIVELOCK,
  LOOKS,
  OVER,
  PHASE,
  PLAN_LENGTH,
  PLAN_REST,
  PLAN_SLEEP,
  READY,
  STATUS,
  STEP_LIMIT,
  STEPS,
  STOOD_AT,
  TIMED_OUT,
  UNWINDING,
  VERDICT,
  VERDICT_THREAD,
} from './control.js';

/** Steps in a row after which a thread that could go on for ever makes way: a loop that writes while it waits. */
const FAIR = 1_000;

/** Looks of a thread that spins while nobody else can go: more than a bounded spin takes, then it is a livelock. */
const ENDLESS = 10_000;

/** Answers of {@link Scheduler.choose} when no thread is to go: the run is over, or being unwound. */
export const NOBODY = -1;

/** Decides who makes the next step: the plan, among those who can. Whoever has the turn asks. */
export class Scheduler {
  readonly #words: Int32Array;
  readonly #orders: Uint8Array;
  readonly #maxSteps: number;

  constructor(
    control: Control,
    readonly threads: number,
  ) {
    this.#words = control.words;
    this.#orders = control.orders;
    this.#maxSteps = control.maxSteps;
  }

  /** Who makes the next step; {@link NOBODY} when the run ends here. */
  choose(): number {
    const words = this.#words;
    this.#look();
    const enabled = words[ENABLED] as number;
    if (enabled === 0) return this.#stuck();
    const step = words[STEPS] as number;
    if (step >= this.#maxSteps) return this.#endless();
    const planned = step < (words[PLAN_LENGTH] as number);
    const able = planned ? enabled : enabled & ~(words[PLAN_SLEEP] as number);
    if (able === 0) return this.end(CUT, -1);
    const chosen = this.#pick((planned ? this.#orders[step] : words[PLAN_REST]) as number, able);
    words[CHOSEN] = chosen;
    return chosen;
  }

  /** Ends the run early. The first verdict is the one that counts. */
  end(verdict: number, thread: number): typeof NOBODY {
    const words = this.#words;
    if (words[VERDICT] === FINE) {
      words[VERDICT] = verdict;
      words[VERDICT_THREAD] = thread;
      for (let i = 0; i < this.threads; i += 1) words[fieldOf(i, STOOD_AT)] = words[fieldOf(i, STATUS)] as number;
    }
    words[PHASE] = UNWINDING;
    return NOBODY;
  }

  /** The log has no room for another step. */
  #endless(): typeof NOBODY {
    this.#words[STEP_LIMIT] = 1;
    return this.end(LIVELOCK, -1);
  }

  /** Finds out who can go, and for whom that would be the end of a time limit. */
  #look(): void {
    const words = this.#words;
    let enabled = 0;
    let timed = 0;
    let held = 0;
    for (let thread = 0; thread < this.threads; thread += 1) {
      const status = words[fieldOf(thread, STATUS)];
      if (status === READY) enabled |= 1 << thread;
      else if (status === BLOCKED || status === IDLE || status === DONE) continue;
      else if (status === HELD) enabled |= this.#isHeld(thread) ? 0 : 1 << thread;
      else if (this.#isHeld(thread)) held |= 1 << thread;
      else timed |= 1 << thread;
    }
    words[ENABLED] = enabled | timed;
    words[TIMED_OUT] = timed;
    words[HELD_WAITS] = held;
  }

  #isHeld(thread: number): boolean {
    return this.#words[fieldOf(thread, IS_HELD)] === 1;
  }

  #pick(order: number, able: number): number {
    const words = this.#words;
    const awake = able & ~(words[TIMED_OUT] as number);
    const among = awake === 0 ? able : awake;
    const last = words[LAST] as number;
    if (order === STAY) {
      const stays = (words[IN_A_ROW] as number) < FAIR;
      return this.#from(stays ? Math.max(last, 0) : last + 1, among);
    }
    if (((able >> (order & 3)) & 1) === 1) return order & 3; // even if it would end a time limit: it was asked for
    for (let left = order; ; left >>= 2) if (((among >> (left & 3)) & 1) === 1) return left & 3;
  }

  /** The first of a mask from `thread` on, round and round. */
  #from(thread: number, mask: number): number {
    for (let i = 0; ; i += 1) {
      const next = (thread + i) % MOST_THREADS;
      if (((mask >> next) & 1) === 1) return next;
    }
  }

  /** Nobody can go, unless somebody who spins goes on without anything having changed. */
  #stuck(): number {
    const words = this.#words;
    let held = false;
    let done = true;
    for (let thread = 0; thread < this.threads; thread += 1) {
      const status = words[fieldOf(thread, STATUS)];
      if (status !== DONE) done = false;
      if (status === BLOCKED || status === IDLE || status === DONE) continue;
      held = true;
      (words[fieldOf(thread, LOOKS)] as number) += 1;
      if ((words[fieldOf(thread, LOOKS)] as number) > ENDLESS) continue;
      if ((words[STEPS] as number) >= this.#maxSteps) return this.#endless();
      words[ENABLED] = 1 << thread;
      words[TIMED_OUT] = status === HELD ? 0 : 1 << thread;
      words[HELD_WAITS] = (words[HELD_WAITS] as number) & ~(1 << thread);
      words[CHOSEN] = thread;
      return thread;
    }
    if (!done) return this.end(held ? LIVELOCK : DEADLOCK, -1);
    words[PHASE] = OVER;
    return NOBODY;
  }

  /** Notes that a thread spins at a place: nothing keeps it from going but that it would see nothing new. */
  hold(thread: number, place: number): void {
    const words = this.#words;
    words[fieldOf(thread, IS_HELD)] = 1;
    if (words[HELD_FIRST] !== 0) return;
    words[HELD_FIRST] = thread + 1;
    words[HELD_AT] = place;
  }

  /** Something has changed that these threads, a mask, know. */
  release(threads: number): void {
    for (let thread = 0; threads >> thread !== 0; thread += 1) {
      if (((threads >> thread) & 1) === 0) continue;
      this.#words[fieldOf(thread, IS_HELD)] = 0;
      this.#words[fieldOf(thread, LOOKS)] = 0;
    }
  }
}
