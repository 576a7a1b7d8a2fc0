import { DeadlockError } from '../../core/errors.js';
import { turnEventLoop } from './real.js';
import { type Steps, Unwinding } from './steps.js';

/** A timer, or the time limit of a `waitAsync`. */
interface Alarm {
  readonly deadline: number;
  readonly job: () => void;
}

/**
 * The event loop of an asynchronous thread. Promises and microtasks are the host's own; what comes from outside comes
 * from here: notifications of `waitAsync`, turns asked for with `setImmediate`, and timers, in this order. Whether a
 * timer is due is a choice, as all time limits are.
 */
export class EventLoop {
  readonly #steps: Steps;
  readonly #jobs: (() => void)[] = [];
  readonly #waits = new Map<number, () => void>();
  readonly #alarms = new Map<number, Alarm>();
  #lastId = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  reset(): void {
    this.#jobs.length = 0;
    this.#waits.clear();
    this.#alarms.clear();
    this.#failure = undefined;
  }

  /** A promise for the notification of an entry of the wait list. */
  wait(entry: number, ms: number): Promise<'ok' | 'timed-out'> {
    return new Promise((resolve) => {
      const alarm = ms === Number.POSITIVE_INFINITY ? 0 : this.setTimer(ms, () => end('timed-out'));
      const end = (how: 'ok' | 'timed-out'): void => {
        this.#steps.waits.remove(entry);
        this.#waits.delete(entry);
        this.#alarms.delete(alarm);
        resolve(how);
      };
      this.#waits.set(entry, () => end('ok'));
    });
  }

  setImmediate(job: () => void): void {
    this.#jobs.push(job);
  }

  /** Answers a number for {@link EventLoop.clearTimer}. Infinity never comes. */
  setTimer(ms: number, job: () => void): number {
    this.#lastId += 1;
    if (ms !== Number.POSITIVE_INFINITY) this.#alarms.set(this.#lastId, { deadline: this.#steps.now + ms, job });
    return this.#lastId;
  }

  clearTimer(id: number): void {
    this.#alarms.delete(id);
  }

  /** An error that no code of the thread's caught. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Runs the loop until `promise` settles; answers what it settles with. */
  async drive<T>(promise: PromiseLike<T>): Promise<T> {
    let over = false;
    const settled = Promise.resolve(promise).finally(() => {
      over = true;
    });
    settled.catch(() => {}); // awaited below, some turns later
    for (;;) {
      await turnEventLoop();
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#steps.unwinding) throw new Unwinding();
      if (over) return await settled;
      this.#turn();
    }
  }

  /** The same in set-up, where nothing is a step and nobody else runs. */
  async settle<T>(name: string, promise: PromiseLike<T>): Promise<T> {
    let over = false;
    const settled = Promise.resolve(promise).finally(() => {
      over = true;
    });
    settled.catch(() => {});
    for (;;) {
      await turnEventLoop();
      if (over) return await settled;
      const job = this.#next();
      if (job === undefined) throw new DeadlockError(`${name}: waits for something that set-up cannot bring about`);
      job();
    }
  }

  #turn(): void {
    const ready = this.#jobs.length > 0 || this.#steps.waits.notified(this.#steps.me) !== -1;
    if (ready) this.#steps.pause();
    else this.#steps.idle(this.#timeout());
    this.#next()?.();
  }

  #next(): (() => void) | undefined {
    const entry = this.#steps.waits.notified(this.#steps.me);
    if (entry !== -1) return this.#waits.get(entry);
    return this.#jobs.shift() ?? this.#ring();
  }

  /** The timer that is due first. */
  #ring(): (() => void) | undefined {
    let first: [number, Alarm] | undefined;
    for (const entry of this.#alarms) if (first === undefined || entry[1].deadline < first[1].deadline) first = entry;
    if (first === undefined) return undefined;
    this.#alarms.delete(first[0]);
    return first[1].job;
  }

  #timeout(): number {
    let deadline = Number.POSITIVE_INFINITY;
    for (const alarm of this.#alarms.values()) deadline = Math.min(deadline, alarm.deadline);
    return Math.max(0, deadline - this.#steps.now);
  }
}
