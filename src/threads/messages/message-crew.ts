import type { Context } from '../../core/context.js';
import { ReveilleError } from '../../core/errors.js';
import { mayNotBlock } from '../../core/may-not-block.js';
import { ISOLATED } from '../../core/shared-buffer.js';
import { hostTimer, keepAlive, now } from '../../platform/index.js';
import { Aftermath } from '../calling/aftermath.js';
import { Call, type Line } from '../calling/call.js';
import type { Manner } from '../calling/queueing.js';
import { CrewWait } from '../crew/crew-wait.js';
import type { Ending } from '../crew/report.js';
import { ModuleError, PoolClosedError, PoolFullError, ThreadDiedError } from '../errors.js';
import type { PoolHandle } from '../handle.js';
import type { Settings } from '../options.js';
import type { PoolStats } from '../stats.js';
import { AGAIN_MS, STREAM_END, VALUE } from '../wire/layout.js';
import type { Hireling, Owner } from './hireling.js';
import { Job } from './job.js';
import { Lines } from './lines.js';
import { type FromThread, post, unpacked } from './packet.js';
import { serve } from './serve.js';
import { Staff } from './staff.js';

/**
 * The workers of a pool, and the calls that they do, where there is no shared memory: all of it in the memory of the thread
 * that made the pool, which nobody else calls.
 */
export class MessageCrew implements Line, Owner {
  readonly #settings: Settings;
  readonly #staff: Staff;
  /** All that wait or run, and whose answers are awaited. */
  readonly #jobs = new Map<number, Job>();
  readonly #lines: Lines;
  readonly #aftermaths = new Map<Job, Aftermath>();
  readonly #waits = new Set<CrewWait>();
  #grace: Disposable | null = null;
  #alive: Disposable | null = null;
  #isShut = false;
  /** How long what was cancelled may run on while it closes, in milliseconds. */
  #patience = 0;
  #ids = 0;
  readonly #counts = { done: 0, failed: 0, waits: 0, busy: 0 };

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#lines = new Lines(settings.priorities);
    this.#staff = new Staff(settings, this, () => this.#advance());
    this.#staff.hireTo(settings.fewest);
  }

  /** As `Caller.call`. */
  call<T>(name: string, args: unknown[], { priority, tries }: Manner): Call<T> {
    if (this.#isShut) throw this.#closed();
    const line = this.#lines.at(priority);
    if (tries && line.size >= this.#settings.queue) {
      throw new PoolFullError(`${this.#settings.name}: ${this.#settings.queue} calls wait, as many as may`);
    }
    args.push(name);
    this.#ids += 1;
    const job = new Job(this.#ids, args);
    const call = new Call<T>(this, job.id, `${name}() of ${this.#settings.name}`, null);
    job.call = call;
    this.#jobs.set(job.id, job);
    this.#alive ??= keepAlive();
    line.add(job);
    this.#advance();
    if (job.worker === null && line.size > this.#settings.queue) this.#counts.waits += 1;
    return call;
  }

  /** Blocks nobody: answers come by messages, which the event loop hears. */
  await({ services }: Context, _: number, call: Call<unknown>): void {
    if (!services.eventLoop) throw mayNotBlock('blockOn', `await or spawn ${call}`);
  }

  look(): void {}

  cancel(id: number, call: Call<unknown>, follows: boolean): Aftermath | null {
    const job = this.#jobs.get(id);
    if (job === undefined || job.call !== call) return null;
    this.#drop(job);
    const { worker } = job;
    if (worker === null) {
      this.#lines.remove(job);
      return null;
    }
    post(worker.lifeline, { cancel: id });
    const { grace } = this.#settings;
    if (grace >= 0) job.limit(grace, () => worker.kill(grace));
    else if (this.#isShut) this.#limit(worker, job, this.#patience);
    if (!follows) return null;
    const aftermath = new Aftermath(
      String(call),
      ({ services }) => {
        if (!services.eventLoop) throw mayNotBlock('blockOn', `await or spawn the scope of ${call}`);
      },
      () => this.#aftermaths.delete(job),
    );
    this.#aftermaths.set(job, aftermath);
    return aftermath;
  }

  /** Nothing of it can go to another thread. @throws ReveilleError always. */
  share(): PoolHandle {
    throw new ReveilleError(`share: other threads reach a pool by shared memory: a browser has it only in ${ISOLATED}`);
  }

  warmUp(threads: number): CrewWait {
    const { recovery } = this.#staff;
    recovery.mishap = null;
    if (!this.#isShut) this.#staff.hireTo(threads);
    const areReady = (): boolean => {
      if (recovery.mishap !== null) throw recovery.mishap;
      return this.#isShut || this.#staff.ready.length >= threads;
    };
    return new CrewWait(`warm-up of ${this.#settings.name}`, areReady, this.#waits);
  }

  /** Lets the workers do what waits, and go. What was cancelled has so many milliseconds: nobody waits for it any more. */
  close(grace: number): CrewWait {
    this.#isShut = true;
    this.#patience = grace;
    if (this.#settings.grace < 0) {
      for (const worker of this.#staff) {
        for (const job of worker.jobs.values()) if (job.call === null) this.#limit(worker, job, grace);
      }
    }
    this.#advance();
    return this.#end();
  }

  /** Ends the thread of what was cancelled, if that runs on for so long, and nothing else runs there. */
  #limit(worker: Hireling, job: Job, grace: number): void {
    job.limit(grace, () => {
      const hasCompany = [...worker.jobs.values()].some(({ call }) => call !== null);
      if (hasCompany) this.#limit(worker, job, Math.max(grace, AGAIN_MS));
      else worker.kill(grace);
    });
  }

  /** Cancels what is under way; whatever does not end by itself is ended after so many milliseconds. */
  closeNow(grace: number): CrewWait {
    this.#isShut = true;
    this.#patience = grace;
    for (const job of this.#lines.clear()) this.#fail(job, this.#closed());
    for (const worker of this.#staff) for (const id of worker.jobs.keys()) post(worker.lifeline, { cancel: id });
    if (grace === 0) this.#staff.killAll();
    else this.#grace ??= hostTimer(grace, () => this.#staff.killAll());
    this.#advance();
    return this.#end();
  }

  /** As `statsOf`. */
  get stats(): PoolStats {
    const workers = [...this.#staff];
    const time = workers.reduce((sum, { since }) => sum + now() - since, 0);
    const { busy } = this.#counts;
    return {
      ...this.#counts,
      threads: workers.length,
      most: this.#settings.most,
      idle: this.#staff.ready.filter(({ jobs }) => jobs.size === 0).length,
      blocked: 0,
      queued: this.#lines.size,
      running: workers.reduce((sum, { jobs }) => sum + jobs.size, 0),
      utilisation: busy === 0 ? 0 : busy / Math.max(busy, time),
    };
  }

  /** @internal See {@link Hireling}. */
  heard(worker: Hireling, message: FromThread): void {
    if ('answer' in message) this.#answered(worker, message.answer, message.kind, message.bytes);
    else if ('ask' in message) serve(worker, message.ask, message.bytes);
    else if ('ready' in message) {
      this.#staff.restLater(worker);
      this.#advance();
      this.#wakeWaits();
    }
  }

  /** @internal */
  ended(worker: Hireling, ending: Ending): void {
    for (const job of worker.jobs.values()) {
      const closed = `${this.#settings.name}: it was closed while the call was under way`;
      this.#fail(job, this.#isShut ? new PoolClosedError(closed) : errorOf(ending, job));
    }
    this.#staff.bury(worker, ending, this.#isShut);
    this.#advance();
    this.#wakeWaits();
  }

  /** @internal See {@link Staff}. */
  deserted(ending: Ending): void {
    for (const job of this.#lines.clear()) this.#fail(job, errorOf(ending, job));
  }

  get #isOver(): boolean {
    return this.#isShut && this.#staff.size === 0 && this.#lines.size === 0;
  }

  #end(): CrewWait {
    return new CrewWait(`close of ${this.#settings.name}`, () => this.#isOver, this.#waits);
  }

  #closed(): PoolClosedError {
    return new PoolClosedError(`${this.#settings.name}: it was closed`);
  }

  /** Gives workers what waits, and starts further ones or lets them go, as is needed. */
  #advance(): void {
    const free = this.#staff.free;
    for (let job = this.#lines.first; job !== undefined; job = this.#lines.first) {
      const worker = free.shift();
      if (worker === undefined) break;
      this.#lines.remove(job);
      worker.jobs.set(job.id, job);
      job.give(worker);
      if (worker.jobs.size < this.#settings.concurrency) free.push(worker);
    }
    const { sick } = this.#staff.recovery;
    if (sick !== null && this.#staff.size === 0) this.deserted(sick);
    this.#staff.grow(this.#lines.size);
    if (!this.#isShut) this.#staff.hireTo(this.#staff.recovery.isResting ? 0 : this.#settings.fewest);
    else if (this.#lines.size === 0) this.#finish();
  }

  /** Nothing waits, and nothing will. */
  #finish(): void {
    this.#staff.letGo();
    if (!this.#isOver) return;
    this.#grace?.[Symbol.dispose]();
    this.#staff[Symbol.dispose]();
    this.#wakeWaits();
  }

  #answered(worker: Hireling, id: number, kind: number, bytes: Uint8Array): void {
    const job = worker.jobs.get(id);
    if (job === undefined) return;
    worker.jobs.delete(id);
    this.#counts.busy += now() - job.since;
    this.#counts[kind === VALUE || kind === STREAM_END ? 'done' : 'failed'] += 1;
    this.#staff.restLater(worker);
    this.#advance();
    const call = this.#over(job);
    if (call === null) return;
    if (kind === STREAM_END) {
      call.finish();
      return;
    }
    try {
      call.settle(kind === VALUE, unpacked(bytes));
    } catch (error) {
      call.settle(false, error);
    }
  }

  #fail(job: Job, error: unknown): void {
    this.#over(job)?.settle(false, error);
  }

  /** It has come to its end. Answers the call, unless that was dropped. */
  #over(job: Job): Call<unknown> | null {
    const { call } = job;
    this.#drop(job);
    const aftermath = this.#aftermaths.get(job);
    this.#aftermaths.delete(job);
    aftermath?.end();
    return call;
  }

  /** Nobody waits for it any more. */
  #drop(job: Job): void {
    job.end();
    job.call = null;
    this.#jobs.delete(job.id);
    if (this.#jobs.size > 0) return;
    this.#alive?.[Symbol.dispose]();
    this.#alive = null;
  }

  #wakeWaits(): void {
    for (const wait of [...this.#waits]) wait.wake();
  }
}

function errorOf({ message, cause }: Ending, { call }: Job): unknown {
  if (cause instanceof ModuleError) return cause;
  const what = call === null ? message : `${call}: ${message}`;
  return new ThreadDiedError(what, cause === undefined ? undefined : { cause });
}
