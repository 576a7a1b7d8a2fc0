import { checkDuration, checkInteger, checkOptions, describe } from '../core/check.js';
import { ReveilleError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import { hasShared } from '../core/shared-buffer.js';
import { ready } from '../futures/ready.js';
import type { Call } from './calling/call.js';
import { Caller } from './calling/caller.js';
import { Desk } from './calling/desk.js';
import { LimitedCall } from './calling/limited-call.js';
import type { Manner } from './calling/queueing.js';
import { Crew } from './crew/crew.js';
import { Recruit } from './crew/recruit.js';
import { PoolClosedError } from './errors.js';
import { faceOf } from './face.js';
import type { PoolHandle } from './handle.js';
import { loading } from './loading.js';
import { MessageCrew } from './messages/message-crew.js';
import type { Settings } from './options.js';
import { type PoolStats, statsAt } from './stats.js';

/**
 * How single calls are made.
 *
 * @example
 * ```ts
 * import { blockOn, TimeoutError } from 'reveille';
 * import { type CallOptions, offload } from 'reveille/threads';
 * import assert from 'node:assert/strict';
 *
 * const options: CallOptions = { timeout: 50 };
 * using api = offload<{ hang(): void }>(new URL('data:text/javascript,export const hang = () => new Promise(() => {})'));
 * assert.throws(() => blockOn(api.with(options).hang()), TimeoutError);
 * ```
 */
export interface CallOptions {
  /** The longest wait for the answer, in milliseconds, from when it is first awaited; the call is cancelled then. */
  readonly timeout?: number | undefined;
  /** Cancels the call, which fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** From 0, the most urgent one, to one less than the pool has; the middle by default. */
  readonly priority?: number | undefined;
}

/**
 * How a pool is closed.
 *
 * @example
 * ```ts
 * import { type CloseOptions, offload } from 'reveille/threads';
 *
 * const options: CloseOptions = { now: true, grace: 100 };
 * await offload(new URL('data:text/javascript,')).close(options);
 * ```
 */
export interface CloseOptions {
  /** Whether to cancel what is under way, and to fail what waits, rather than to do it first. */
  readonly now?: boolean | undefined;
  /**
   * How long calls that were cancelled may run on, in milliseconds, before their threads are ended: 1,000 by default. Without `now` a
   * thread is ended only when none of its other calls is under way, and by the pool's own `grace`, if that has one.
   */
  readonly grace?: number | undefined;
}

/** A word's worth of milliseconds: 25 days. */
const LONGEST_GRACE = 2_147_483_647;

/** Or each thread would start another one. */
const ITSELF =
  'calls itself while it is loaded: what starts the program belongs into `if (isMainThread)`, or into a module of its own';

/** Makes calls: by shared memory, or by messages where there is none. */
interface Calls {
  call(name: string, args: unknown[], manner: Manner): Call<unknown>;
}

/** A pool on one thread: its own, whose workers start with the first call, or another thread's. */
export class Host {
  readonly #settings: Settings | null;
  #crew: Crew | MessageCrew | null = null;
  #desk: Desk | null = null;
  #caller: Calls | null = null;
  #isClosed = false;

  /** @param from - how to make one; or this thread's desk at another thread's. */
  constructor(from: Settings | Desk) {
    this.#settings = from instanceof Desk ? null : from;
    if (!(from instanceof Desk)) return;
    this.#desk = from;
    this.#caller = Caller.of(from);
  }

  /** The functions, called in one manner. */
  face(own: object, options: CallOptions | undefined, tries: boolean): object {
    const { timeout, signal, priority } = options ?? {};
    const manner: Manner = { priority: priority ?? this.#levels >> 1, tries };
    if (timeout === undefined && signal === undefined) {
      return faceOf(own, (name, args) => this.call(name, args, manner));
    }
    const wait = { timeout, signal };
    return faceOf(own, (name, args) => {
      signal?.throwIfAborted();
      return new LimitedCall(this.call(name, args, manner), wait);
    });
  }

  /** @throws TypeError or RangeError when an option is wrong. */
  check(options: CallOptions): void {
    checkOptions('options', options, ['timeout', 'signal', 'priority']);
    const { timeout, signal, priority } = options;
    if (timeout !== undefined) checkDuration('options.timeout', timeout);
    if (priority !== undefined) checkInteger('options.priority', priority, 0, this.#levels - 1);
    if (signal !== undefined && typeof (signal as { aborted?: unknown } | null)?.aborted !== 'boolean') {
      throw new TypeError(`options.signal: expected an AbortSignal, got ${describe(signal)}`);
    }
  }

  call(name: string, args: unknown[], manner: Manner): Call<unknown> {
    this.#mustBeOpen();
    return (this.#caller ??= this.#start(true)).call(name, args, manner);
  }

  get name(): string {
    return this.#settings?.name ?? this.#desk?.handle.name ?? '';
  }

  /** Starts it, if it is this thread's. */
  begin(): void {
    this.#caller ??= this.#start();
  }

  /** What it does now, and has done; null before it was started. */
  get stats(): PoolStats | null {
    if (this.#crew instanceof MessageCrew) return this.#crew.stats;
    return this.#desk && statsAt(this.#desk);
  }

  /** The most threads there may be at work. */
  get most(): number {
    return this.#settings?.most ?? 1;
  }

  warmUp(threads: number): Future<void> {
    this.#mustBeOpen();
    this.begin();
    if (this.#crew !== null) return this.#crew.warmUp(threads);
    throw new ReveilleError(`warmUp: ${this.name} belongs to another thread`);
  }

  share(): PoolHandle {
    this.#mustBeOpen();
    this.begin();
    if (this.#crew !== null) return this.#crew.share();
    const { handle, jobs } = this.#desk as Desk;
    return { ...handle, jobs: jobs.map((end) => end.share()) };
  }

  close(options: CloseOptions = {}): Future<void> {
    checkOptions('options', options, ['now', 'grace']);
    const { now = false, grace = 1_000 } = options;
    if (typeof now !== 'boolean') throw new TypeError(`options.now: expected a boolean, got ${describe(now)}`);
    checkDuration('options.grace', grace);
    this.#isClosed = true;
    if (this.#crew === null) return ready(undefined) as Future<void>;
    const limit = Math.min(grace, LONGEST_GRACE);
    return now ? this.#crew.closeNow(limit) : this.#crew.close(limit);
  }

  drop(): void {
    this.#isClosed = true;
    this.#crew?.closeNow(0);
  }

  #mustBeOpen(): void {
    if (this.#isClosed) throw new PoolClosedError(`${this.name}: it was closed`);
  }

  get #levels(): number {
    return this.#settings?.priorities ?? this.#desk?.jobs.length ?? 1;
  }

  /** @param isUrgent - whether somebody waits for it. */
  #start(isUrgent = false): Calls {
    const settings = this.#settings as Settings;
    if (loading.module === settings.module) throw new ReveilleError(`${settings.name} ${ITSELF}`);
    if (!hasShared()) return (this.#crew = new MessageCrew(settings));
    const recruit = isUrgent ? Recruit.for(settings) : null; // before all else
    let crew: Crew;
    try {
      crew = new Crew(settings, recruit);
    } catch (error) {
      recruit?.dismiss();
      throw error;
    }
    this.#crew = crew;
    this.#desk = crew.desk;
    return Caller.of(crew.desk);
  }
}
