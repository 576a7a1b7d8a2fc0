import { ReveilleError } from '../../core/errors.js';
import { hostTimer, now } from '../../platform/index.js';
import { BETWEEN, type Control, OVER, PHASE, RUNS, STEPS, STOP } from '../model/control.js';
import { type Findings, NOTHING_FOUND } from '../model/findings.js';
import { goesOn } from './goes-on.js';
import type { ExploreOptions } from './options.js';
import type { Program } from './program.js';
import { progressLines } from './progress.js';
import { stuck } from './stuck.js';
import { errorOf } from './told-error.js';
import type { Told } from './workers.js';

/** Milliseconds between two looks at how far the threads have come. */
const LOOK = 1_000;

/**
 * After how many looks threads that have made no step count as stuck: half a minute. Looks, not milliseconds, which pass
 * for a process that is stopped, too.
 */
const STALL = 30;

/** The same when they have been told to stop: who asks for that does not want to wait any longer. */
const STALL_STOPPED = 2;

/** Main's side of an exploration: listens, tells of progress, keeps to the time box, notices when nothing moves. */
export class Watch implements Disposable {
  readonly #control: Control;
  readonly #program: Program;
  readonly #options: ExploreOptions;
  readonly #progress: NonNullable<ExploreOptions['onProgress']>;
  readonly #start = now();
  #box: Disposable | undefined;
  #next: Disposable | undefined;
  readonly #onAbort = (): void => this.#stop();
  #outcome!: { resolve(findings: Findings): void; reject(error: unknown): void };
  readonly #loading: Set<number>;
  #phase = 'starting';
  #seen = '';
  /** How many looks have seen the same. */
  #stalled = 0;

  /** What the threads found. Rejects when one of them cannot go on. */
  readonly findings: Promise<Findings>;

  constructor(control: Control, program: Program, options: ExploreOptions) {
    this.#control = control;
    this.#program = program;
    this.#options = options;
    this.#progress = options.onProgress ?? progressLines(fileName(String(program.module)));
    this.#loading = new Set(program.threads.keys());
    this.findings = new Promise((resolve, reject) => {
      this.#outcome = { resolve, reject };
    });
    const { signal } = options;
    if (signal?.aborted === true) this.#stop();
    signal?.addEventListener('abort', this.#onAbort);
    this.#next = hostTimer(LOOK, () => this.#look());
  }

  /** Takes what a thread says. */
  readonly told = (told: Told): void => {
    if ('ready' in told) this.#ready(told.ready);
    else if ('phase' in told) this.#phase = told.phase;
    else if ('findings' in told) this.#outcome.resolve(told.findings);
    else if ('endless' in told) this.failed(goesOn(this.#program, this.#control, told.endless, this.#options));
    else if ('broken' in told) this.#outcome.reject(errorOf(told.broken));
  };

  /** A thread has died. */
  readonly failed = (error: unknown): void => this.#outcome.reject(error);

  [Symbol.dispose](): void {
    this.#box?.[Symbol.dispose]();
    this.#next?.[Symbol.dispose]();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  #ready(thread: number): void {
    this.#loading.delete(thread);
    const { timeBox = Number.POSITIVE_INFINITY } = this.#options;
    const begins = this.#loading.size === 0 && timeBox !== Number.POSITIVE_INFINITY;
    if (begins) this.#box = hostTimer(timeBox, () => this.#stop());
  }

  #stop(): void {
    this.#control.words[STOP] = 1;
  }

  #look(): void {
    this.#next = hostTimer(LOOK, () => this.#look());
    const { words } = this.#control;
    const runs = words[RUNS] as number;
    const seen = `${runs} ${words[STEPS]} ${this.#loading.size}`;
    this.#stalled = seen === this.#seen ? this.#stalled + 1 : 0;
    this.#seen = seen;
    if (this.#stalled >= STALL_STOPPED && words[STOP] === 1) this.#giveUp();
    if (this.#stalled >= STALL) this.failed(this.#stuck());
    const ms = now() - this.#start;
    try {
      this.#progress({ runs, phase: this.#phase, rate: (runs * 1_000) / ms, ms });
    } catch (error) {
      this.failed(error);
    }
  }

  /** Was told to stop, and does not. What is not the program's code is left to come to an end. */
  #giveUp(): void {
    const phase = this.#control.words[PHASE];
    if (this.#loading.size > 0) this.#outcome.resolve(NOTHING_FOUND);
    else if (phase !== BETWEEN && phase !== OVER) this.failed(stuck(this.#program, this.#control));
  }

  #stuck(): Error {
    const late = this.#program.threads.filter((_, thread) => this.#loading.has(thread));
    if (late.length === 0) return stuck(this.#program, this.#control);
    return new ReveilleError(
      `explore: ${late.join(', ')}: the module has not been loaded in half a minute: ${this.#program.module}. ${WHY_NOT}`,
    );
  }
}

const WHY_NOT =
  'It, or what it imports, awaits something at its top level that does not come, or does not end; or it has an export named ' +
  "'then', which import() takes for that of a promise, and waits for";

function fileName(module: string): string {
  return module.startsWith('data:') ? 'data:' : (module.split('/').at(-1) ?? module);
}
