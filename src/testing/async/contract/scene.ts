import type { Future } from '../../../core/future.js';
import { PENDING, type Poll } from '../../../core/poll.js';
import { standIn } from '../../../core/stand-in.js';
import { macrotask } from '../../../platform/index.js';
import { show } from '../../history/show.js';
import { nameOf } from '../name-of.js';
import { shortened } from '../trace.js';
import { drop, pollAgain } from './afterlife.js';
import { CleanUps } from './clean-ups.js';
import { Diary } from './diary.js';
import type { Made, Staging } from './staging.js';
import { Steps } from './steps.js';
import { Surroundings } from './surroundings.js';
import { TaskWaker } from './task-waker.js';

/**
 * One future, from when it is made until it is over, and all that is done to it: polls, steps of what drives it, the
 * passing of time, the drop. Whoever plays decides which, and in which order; the scene notes what comes of it.
 */
export class Scene<T> {
  readonly diary: Diary;
  readonly surroundings: Surroundings;
  readonly cleanUps: CleanUps;
  readonly name: string;
  /** How the future ended. */
  end: 'answered' | 'failed' | 'dropped' | undefined;
  outcome: PromiseSettledResult<T> | undefined;
  /** Whether the waker of the latest poll was woken since that poll began. */
  isWoken = false;
  polls = 0;
  readonly steps: Steps;
  readonly #future: Future<T>;
  readonly #staging: Staging;
  readonly #wakers: TaskWaker[] = [];
  /** What is running. */
  #within: 'poll' | 'drop' | undefined;
  /** Since the latest poll began: whether an earlier waker was woken, and whether anything happened at all. */
  #isStaleWoken = false;
  #hasHappened = false;

  constructor(make: () => Made<T>, staging: Staging) {
    this.diary = new Diary(staging.except);
    this.cleanUps = new CleanUps(this.diary);
    this.surroundings = new Surroundings(staging.budget, (cleanUp) => this.cleanUps.add(cleanUp));
    const { future, steps } = this.#inVirtualTime(make);
    this.#future = future;
    this.steps = new Steps(steps, this.diary);
    this.#staging = staging;
    this.name = nameOf(future);
    if (staging.budget < 128) this.diary.note(`with a budget of ${staging.budget}`);
    if (staging.eager) this.diary.note('with wakers that poll at once, inside of the wake');
  }

  /** Polls it, with the waker of the poll before or one of another task. */
  poll(other: boolean): void {
    const isDue = this.polls === 0 || this.isWoken || this.surroundings.isLate;
    const rule = this.#isStaleWoken ? 'stale-waker' : this.#hasHappened ? 'lost-wake-up' : 'spurious-poll';
    const waker = this.#choose(other);
    this.polls += 1;
    this.isWoken = false;
    this.#isStaleWoken = false;
    this.#hasHappened = false;
    this.#inside(`poll ${this.polls} with ${waker}${isDue ? '' : ', for nothing'}`, () => this.#poll(waker));
    if (this.end !== undefined && !isDue) this.diary.break(rule);
  }

  /** The next step of what drives it. */
  step(): void {
    this.#inside(this.steps.next, () => this.steps.take());
    this.#hasHappened = true; // also what came after a poll inside of it
  }

  /** Time passes, up to some milliseconds beyond the next deadline; negative ones stay before it. Fires nothing. */
  pass(beyond: number): void {
    const { surroundings } = this;
    surroundings.time = Math.max(surroundings.time, surroundings.deadline + beyond);
    if (beyond >= 0) this.#hasHappened = true;
    this.diary.note(`it is ${shortened(surroundings.time)} ms`);
  }

  /** The timers that are due fire. */
  fire(): void {
    this.#inside('timers fire', () => this.surroundings.fire());
  }

  /** From now on another executor polls it, and at once. */
  move(): void {
    this.diary.note('moves to another executor');
    this.surroundings.move();
    this.poll(true);
  }

  drop(): void {
    this.#within = 'drop';
    this.#inside('drop', () => drop(this.#future, this.diary, 'drop-throws'));
    this.#within = undefined;
    this.end = 'dropped';
  }

  /** A rule was broken: nothing of it must go on. What fails now is of no interest. */
  abandon(): void {
    if (this.end !== undefined) return;
    this.end = 'dropped';
    try {
      this.#inVirtualTime(() => this.#future[Symbol.dispose]?.());
    } catch {}
  }

  /** Lets the promises of this thread settle, and drives what was left to clean up. */
  async settle(): Promise<void> {
    await new Promise<void>((resolve) => macrotask(resolve));
    this.#inVirtualTime(() => this.cleanUps.poll(this.surroundings.services));
  }

  /** It is over: no timer must be left. */
  checkTimers(): void {
    if (this.surroundings.armed > 0) this.diary.break('timer-left');
  }

  /** It is over, and so is all that it waited for: no waker must be left. */
  checkWakers(): void {
    const live = this.#wakers.reduce((sum, waker) => sum + waker.live, this.cleanUps.live);
    if (live !== 0) this.diary.break('wakers-balanced', `: ${live} of ${live === 1 ? 'it' : 'them'}`);
  }

  /** It is over: nothing brings it back. */
  checkFinality(): void {
    const { diary, surroundings, outcome = this.#staging.expected } = this;
    const past = { wasDropped: this.end === 'dropped', failure: outcome?.status === 'rejected' ? outcome : undefined };
    this.#inside('poll once more', () => pollAgain(this.#future, diary, surroundings.services, past));
    this.#inside('drop once more', () => drop(this.#future, diary, 'drop-again'));
  }

  #choose(other: boolean): TaskWaker {
    const latest = this.#wakers.at(-1);
    if (latest !== undefined && !other) return latest;
    const waker = new TaskWaker(this.diary, `waker ${this.#wakers.length + 1}`, (waker) => this.#woken(waker));
    this.#wakers.push(waker);
    return waker;
  }

  #woken(waker: TaskWaker): void {
    this.#hasHappened = true;
    if (this.#within === 'drop') return; // what it leaves to clean up begins inside of the drop
    if (this.end !== undefined) {
      if (this.cleanUps.areDone) this.diary.break('woken-after-end');
    } else if (waker === this.#wakers.at(-1)) {
      this.isWoken = true;
      if (this.#staging.eager && this.#within === undefined) this.poll(false);
    } else {
      this.#isStaleWoken = true;
    }
  }

  #poll(waker: TaskWaker): void {
    let value: Poll<T>;
    this.#within = 'poll';
    try {
      value = waker.lend((lent) => this.#future.poll({ waker: lent, services: this.surroundings.services }));
    } catch (reason) {
      this.#ended('failed', { status: 'rejected', reason }, `fails with ${show(reason)}`);
      return;
    } finally {
      this.#within = undefined;
    }
    if (value === PENDING) this.diary.note('stays pending');
    else this.#ended('answered', { status: 'fulfilled', value }, `answers ${show(value)}`);
  }

  #ended(end: 'answered' | 'failed', outcome: PromiseSettledResult<T>, text: string): void {
    this.end = end;
    this.outcome = outcome;
    this.diary.note(text);
  }

  #inside(text: string, action: () => void): void {
    this.#inVirtualTime(() => this.diary.inside(text, action));
  }

  /** The function `now` tells the virtual time. */
  #inVirtualTime<R>(action: () => R): R {
    const { on } = standIn;
    standIn.on = { now: () => this.surroundings.time, below: (bound) => this.polls % bound, awaits: undefined };
    try {
      return action();
    } finally {
      standIn.on = on;
    }
  }
}
