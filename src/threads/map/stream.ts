import type { Context } from '../../core/context.js';
import { CancelledError, PollError } from '../../core/errors.js';
import type { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { END, Stream } from '../../core/stream.js';
import { fromPromise } from '../../futures/from-promise.js';
import { Crowd } from '../scope/crowd.js';
import { Job, Supply } from './members.js';
import { NextResult } from './next.js';
import type { MapOptions } from './options.js';
import type { MapSource } from './source.js';

/** Transitions stand where the state is assigned; after `over` there may still be an error to be told. */
type State = 'open' | 'running' | 'over' | 'dropped';

/** What `mapBounded` makes. */
export class MapStream<T, R> extends Stream<R> {
  readonly #crowd = new Crowd<Job<R> | Supply<T>>();
  readonly #supply: Supply<T>;
  readonly #start: (item: T, index: number, signal: AbortSignal) => PromiseLike<R>;
  readonly #options: Required<MapOptions>;
  /** Aborted when results that are under way are dropped: a promise hears of it no other way. */
  readonly #ended = unlimited(new AbortController());
  #state: State = 'open';
  /** Those that were not taken, in the order of their items. */
  #jobs: Job<R>[] = [];
  #count = 0;
  /** What failed beside a result that is there, and is taken first. */
  #failure: { readonly error: unknown } | null = null;
  /** Who waits for the next result: a `next()`, or the stream itself, polled without one. */
  #waiter: object | undefined;

  constructor(
    source: MapSource<T>,
    start: (item: T, index: number, signal: AbortSignal) => PromiseLike<R>,
    options: Required<MapOptions>,
  ) {
    super();
    this.#supply = new Supply(this.#crowd, source);
    this.#start = start;
    this.#options = options;
  }

  override pollNext(cx: Context, waiter: object = this): Poll<R | typeof END> {
    if (this.#state === 'running' || this.#state === 'dropped') throw this.#misused();
    if (this.#isWaitedForBeside(waiter))
      throw new PollError(`${this}: another next() waits: await or drop that one first`);
    this.#waiter = undefined;
    this.#raise();
    if (this.#state === 'over') return END;
    this.#state = 'running';
    if (this.#crowd.begin(cx)) this.#wakeAll();
    let found: Poll<Job<R> | typeof END>;
    try {
      found = this.#look();
    } catch (error) {
      throw this.#fail(error);
    }
    this.#state = found === END ? 'over' : 'open';
    if (found === PENDING) {
      this.#crowd.end(cx);
      this.#waiter = waiter;
      return PENDING;
    }
    const answer = found === END ? END : this.#take(found);
    this.#crowd.rest();
    return answer;
  }

  /** The next result, or `END`. Dropping the future takes none. */
  override next(): Future<R | typeof END> {
    return new NextResult(this);
  }

  /** `waiter` does not wait for the next result any more; if another does by now, it goes on waiting. */
  rest(waiter: object): void {
    if (waiter !== this.#waiter) return;
    this.#waiter = undefined;
    this.#crowd.rest();
  }

  // open, over --> dropped
  override [Symbol.dispose](): void {
    if (this.#state === 'running') throw this.#misused();
    if (this.#state === 'dropped') return;
    this.#state = 'dropped';
    this.#crowd.stir();
    const failures = this.#dropJobs();
    try {
      const closing = this.#supply.close();
      if (closing !== undefined) this.#crowd.services.adopt(fromPromise(closing));
    } catch (error) {
      failures.push(error);
    }
    if (failures.length > 0) throw allOf(failures);
  }

  override toString(): string {
    return `mapBounded of ${this.#supply}, ${this.#jobs.length} under way`;
  }

  /** There is one waker. Who polls the stream itself may be gone without a word, and is followed; a `next()` says so. */
  #isWaitedForBeside(waiter: object): boolean {
    return this.#waiter !== undefined && this.#waiter !== waiter && this.#waiter !== this;
  }

  /** A job that is ready, the one whose turn it is; END, or PENDING. */
  #look(): Poll<Job<R> | typeof END> {
    for (;;) {
      this.#fill();
      const first = this.#jobs[0];
      if (first === undefined && this.#supply.isOver) return END;
      if (this.#options.ordered && first?.isReady) return first;
      const member = this.#crowd.take();
      if (member === null) return PENDING;
      const isReady = member.run();
      if (isReady && !this.#options.ordered) return member as Job<R>;
    }
  }

  /** Starts as many as there is room for. */
  #fill(): void {
    while (this.#jobs.length < this.#options.concurrency) {
      const item = this.#supply.take();
      if (item === END || item === PENDING) return;
      const index = this.#count++;
      const start = this.#start; // called as a function: its `this` is not the stream
      const job = new Job(this.#crowd, index, start(item as T, index, this.#ended.signal));
      this.#jobs.push(job);
      job.wakeByRef();
    }
  }

  /** Takes a result, and starts what there is room for now. */
  #take(job: Job<R>): R {
    this.#jobs.splice(this.#jobs.indexOf(job), 1);
    this.#crowd.leave(job);
    this.#state = 'running';
    try {
      this.#fill();
      this.#state = 'open';
    } catch (error) {
      this.#failure = { error: this.#fail(error) };
    }
    return job.value;
  }

  // running --> over
  #fail(error: unknown): unknown {
    this.#state = 'over';
    const failures = this.#dropJobs();
    try {
      // As in a loop that is left by an error: what closing fails with is not told.
      const closing = this.#supply.close();
      if (closing !== undefined) this.#crowd.services.adopt(fromPromise(Promise.resolve(closing).catch(() => {})));
    } catch {}
    return allOf([error, ...failures]);
  }

  #raise(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
  }

  /** Drops what is under way, in order; answers what that fails with. */
  #dropJobs(): unknown[] {
    const failures: unknown[] = [];
    if (this.#jobs.length > 0) this.#ended.abort(new CancelledError('mapBounded: it has failed, or was dropped'));
    this.#crowd.dropQuietly(() => {
      for (const job of this.#jobs.splice(0)) {
        this.#crowd.leave(job);
        try {
          job.drop();
        } catch (error) {
          failures.push(error);
        }
      }
    });
    return failures;
  }

  #wakeAll(): void {
    this.#supply.wakeByRef();
    for (const job of this.#jobs) if (!job.isReady) job.wakeByRef();
  }

  #misused(): PollError {
    const why = this.#state === 'running' ? 'it is running: what it starts cannot await or drop it' : 'it was dropped';
    return new PollError(`${this}: ${why}`);
  }
}

function allOf(errors: unknown[]): unknown {
  if (errors.length === 1) return errors[0];
  return new AggregateError(errors, 'mapBounded: several results failed, or failed to be dropped');
}

/** As many may listen as there are results under way: Node warns of more than ten. */
function unlimited(controller: AbortController): AbortController {
  globalThis.process?.getBuiltinModule?.('node:events')?.setMaxListeners(0, controller.signal);
  return controller;
}
