import { DeadlockError } from '../../core/errors.js';
import { NOWHERE } from '../strategy/run.js';
import { Alarms } from './alarms.js';
import { HostResources } from './host-resources.js';
import { real, turnEventLoop } from './real.js';
import { type Steps, Unwinding } from './steps.js';
import type { Immediate } from './timer.js';
import type { World } from './world.js';

/** How many jobs of `setImmediate` may come one after the other before a timer. */
const MOST_IMMEDIATES = 8;

/**
 * How often to look whether the host does something after all before a deadlock is believed, and after how many
 * milliseconds each. Not a point in time, which passes for a process that is stopped, too.
 */
const LOOKS = 20;
const LOOK = 5;

/**
 * The event loop of an asynchronous thread. Promises and microtasks are the host's own; what comes from outside comes
 * from here: notifications of `waitAsync`, turns asked for with `setImmediate`, and timers, in this order. Whether a
 * timer is due is a choice, as all time limits are.
 */
export class EventLoop {
  readonly #steps: Steps;
  readonly #world: World;
  readonly #jobs: Immediate[] = [];
  readonly #waits = new Map<number, () => void>();
  readonly #alarms = new Alarms();
  #resources: HostResources | undefined;
  #lastId = 0;
  /** How many immediates have come since the last timer. */
  #immediates = 0;
  #failure: { readonly error: unknown } | undefined;
  #listened = false;

  constructor(steps: Steps, world: World) {
    this.#steps = steps;
    this.#world = world;
  }

  reset(): void {
    this.#resources ??= new HostResources();
    this.#resources.reset();
    this.#jobs.length = 0;
    this.#waits.clear();
    this.#alarms.clear();
    this.#lastId = 0;
    this.#immediates = 0;
    this.#failure = undefined;
  }

  /** A promise for the notification of an entry of the wait list. */
  wait(entry: number, ms: number): Promise<'ok' | 'timed-out'> {
    return new Promise((resolve) => {
      const alarm = this.newId();
      const end = (how: 'ok' | 'timed-out'): void => {
        this.#steps.waits.remove(entry);
        this.#waits.delete(entry);
        this.#alarms.delete(alarm);
        resolve(how);
      };
      this.#waits.set(entry, () => end('ok'));
      this.setTimer(alarm, ms, () => end('timed-out'));
    });
  }

  addImmediate(immediate: Immediate): void {
    this.#jobs.push(immediate);
  }

  removeImmediate(immediate: Immediate): void {
    const at = this.#jobs.indexOf(immediate);
    if (at !== -1) this.#jobs.splice(at, 1);
  }

  /** A number for {@link EventLoop.setTimer}. */
  newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Has `job` done in `ms` milliseconds, unless that is Infinity. */
  setTimer(id: number, ms: number, job: () => void): void {
    this.#alarms.set(id, ms === Number.POSITIVE_INFINITY ? ms : this.#steps.now + ms, job);
  }

  clearTimer(id: number): void {
    this.#alarms.delete(id);
  }

  /** Whether something is left to come by itself: a job, a timer or the end of a time limit. */
  get #isBusy(): boolean {
    return this.#jobs.length > 0 || this.#alarms.size > 0 || this.#steps.waits.notified(this.#steps.me) !== -1;
  }

  /** The same, or what another thread may bring about. */
  get hasMore(): boolean {
    return this.#isBusy || this.#waits.size > 0;
  }

  /** An error that no code of the thread's caught. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** @throws what {@link EventLoop.fail} was given. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /**
   * Runs the loop until `promise` settles, and what else has been begun is done, as a worker's loop does; answers what the
   * promise settles with. A wait without a limit, that nobody has notified by then, keeps no loop alive.
   */
  async drive<T>(promise: PromiseLike<T>): Promise<T> {
    try {
      const turn = async (isOver: () => boolean): Promise<void> => {
        if (this.#steps.unwinding) throw new Unwinding();
        await this.#refuseHostWork();
        await this.#turn(isOver);
      };
      return await this.#until(promise, turn, () => this.#isBusy);
    } finally {
      if (!this.#steps.unwinding) await this.#refuseHostWork();
    }
  }

  /**
   * What the thread has had the host begin may end at any time, and no schedule decides when. It is given time to end: work
   * that does so while main ends its worker can bring the process down, as the generation of keys does in Node 20.
   */
  async #refuseHostWork(): Promise<void> {
    const kind = this.#resources?.begun();
    if (kind === undefined) return;
    for (let looks = 0; looks < LOOKS; looks += 1) await pause();
    this.#world.refuse(`what a thread has the host do meanwhile (${kind}) is outside the model`);
  }

  /** The same in set-up, where nothing is a step and nobody else runs. */
  async settle<T>(name: string, promise: PromiseLike<T>): Promise<T> {
    const value = await this.#until(promise, async () => {
      const job = this.#next();
      if (job === undefined || this.#resources?.begun() !== undefined)
        throw new DeadlockError(`${name}: ${FROM_OUTSIDE}`);
      job();
    });
    // The host may be done before anybody looks.
    if (this.#resources?.begun() !== undefined) throw new DeadlockError(`${name}: ${FROM_OUTSIDE}`);
    return value;
  }

  /** Turns the host's loop, so that all promises that can settle do, and the model's by `turn`; on while it has more. */
  async #until<T>(
    promise: PromiseLike<T>,
    turn: (isOver: () => boolean) => Promise<void>,
    hasMore: () => boolean = () => false,
  ): Promise<T> {
    let over = false;
    let failed = false;
    const settled = Promise.resolve(promise).finally(() => {
      over = true;
    });
    settled.catch(() => {
      failed = true; // awaited below, some turns later
    });
    for (;;) {
      await turnEventLoop();
      this.throwIfFailed();
      if (failed || (over && !hasMore())) return await settled;
      await turn(() => over);
    }
  }

  async #turn(isOver: () => boolean): Promise<void> {
    const { waits, me } = this.#steps;
    const entry = waits.notified(me);
    if (entry !== -1) this.#steps.pause(waits.notifiedBy(entry), NOWHERE);
    else if (this.#hasImmediate) this.#steps.pause(-1, waits.placeOf(me));
    else await this.#idle(isOver);
    this.#next()?.();
  }

  async #idle(isOver: () => boolean): Promise<void> {
    try {
      this.#steps.idle(this.#timeout());
    } catch (error) {
      if (this.#steps.deadlocked) await this.#listen(isOver);
      throw error;
    }
  }

  /**
   * As far as the model knows, nobody can go on. But not all that the host may do can be known; it is given a moment to show
   * itself. Once: when the deadlock is looked at again, that has been done.
   */
  async #listen(isOver: () => boolean): Promise<void> {
    if (this.#listened) return;
    this.#listened = true;
    const before = this.#signs;
    for (let looks = 0; looks < LOOKS; looks += 1) {
      await pause();
      if (isOver() || this.#signs !== before) this.#world.refuse(FROM_HOST);
    }
  }

  /** Changes when the thread's code does anything that the model knows of. */
  get #signs(): number {
    return this.#lastId + this.#jobs.length + this.#steps.unwound;
  }

  /** Immediates come before timers, but not for ever: a loop may turn until a timer ends it. */
  get #hasImmediate(): boolean {
    return this.#jobs.length > 0 && (this.#immediates < MOST_IMMEDIATES || this.#alarms.size === 0);
  }

  #next(): (() => void) | undefined {
    const entry = this.#steps.waits.notified(this.#steps.me);
    if (entry !== -1) return this.#waits.get(entry);
    if (!this.#hasImmediate) return this.#ring();
    this.#immediates += 1;
    return this.#jobs.shift()?.job;
  }

  /** The timer that is due first. */
  #ring(): (() => void) | undefined {
    this.#immediates = 0;
    const first = this.#alarms.take();
    if (first !== undefined) this.#steps.lapseUntil(first.deadline);
    return first?.job;
  }

  #timeout(): number {
    const { deadline } = this.#alarms;
    return Math.max(0, deadline - this.#steps.now);
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => void real.setTimeout(resolve, LOOK));
}

const FROM_OUTSIDE =
  'waits for something that set-up cannot bring about; what comes from outside can be awaited where the module is loaded';

const FROM_HOST =
  'what an asynchronous thread awaits is outside the model: the host brought it about when no thread could go on any more';
