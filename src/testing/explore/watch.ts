import { hostTimer, now } from '../../platform/index.js';
import { RUNS, STEPS, STOP } from '../model/control.js';
import type { Findings } from '../model/findings.js';
import type { ExploreOptions } from './options.js';
import { progressLines } from './progress.js';
import type { Told } from './workers.js';

/** Milliseconds between two looks at how far the threads have come. */
const LOOK = 1_000;

/** Milliseconds after which threads that have made no step count as stuck. */
const STALL = 30_000;

/** Main's side of an exploration: listens, tells of progress, keeps to the time box, notices when nothing moves. */
export class Watch implements Disposable {
  readonly #words: Int32Array;
  readonly #options: ExploreOptions;
  readonly #progress: NonNullable<ExploreOptions['onProgress']>;
  readonly #start = now();
  readonly #timers: Disposable[] = [];
  readonly #onAbort = (): void => this.#stop();
  #outcome!: { resolve(findings: Findings): void; reject(error: unknown): void };
  #phase = 'starting';
  #seen = '';
  #seenAt = this.#start;

  /** What the threads found. Rejects when one of them cannot go on. */
  readonly findings: Promise<Findings>;

  /** @param stuck - makes the error for threads that make no step any more. */
  constructor(
    words: Int32Array,
    name: string,
    options: ExploreOptions,
    readonly stuck: () => Error,
  ) {
    this.#words = words;
    this.#options = options;
    this.#progress = options.onProgress ?? progressLines(name);
    this.findings = new Promise((resolve, reject) => {
      this.#outcome = { resolve, reject };
    });
    const { timeBox = Number.POSITIVE_INFINITY, signal } = options;
    if (timeBox !== Number.POSITIVE_INFINITY) this.#timers.push(hostTimer(timeBox, () => this.#stop()));
    if (signal?.aborted === true) this.#stop();
    signal?.addEventListener('abort', this.#onAbort);
    this.#look();
  }

  /** Takes what a thread says. */
  readonly told = (told: Told): void => {
    if ('phase' in told) this.#phase = told.phase;
    else if ('findings' in told) this.#outcome.resolve(told.findings);
    else if ('broken' in told) this.#outcome.reject(errorOf(told.broken));
  };

  /** A thread has died. */
  readonly failed = (error: Error): void => this.#outcome.reject(error);

  [Symbol.dispose](): void {
    for (const timer of this.#timers.splice(0)) timer[Symbol.dispose]();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  #stop(): void {
    this.#words[STOP] = 1;
  }

  #look(): void {
    const runs = this.#words[RUNS] as number;
    const seen = `${runs} ${this.#words[STEPS]}`;
    const time = now();
    if (seen !== this.#seen || this.#phase === 'starting') {
      this.#seen = seen;
      this.#seenAt = time;
    } else if (time - this.#seenAt > STALL) this.failed(this.stuck());
    const ms = time - this.#start;
    if (ms >= LOOK) this.#progress({ runs, phase: this.#phase, rate: (runs * 1_000) / ms, ms });
    this.#timers.push(hostTimer(LOOK, () => this.#look()));
  }
}

/** An error of another thread's, of the same class where the class is the language's own. */
function errorOf(broken: { readonly name: string; readonly message: string; readonly stack: string }): Error {
  const known: unknown = Reflect.get(globalThis, broken.name);
  const Class = typeof known === 'function' && known.prototype instanceof Error ? (known as ErrorConstructor) : Error;
  const error = new Class(broken.message);
  return Object.defineProperties(error, {
    name: { value: broken.name, configurable: true, writable: true },
    stack: { value: broken.stack, configurable: true, writable: true },
  });
}
