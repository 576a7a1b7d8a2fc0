import { grown } from './grown.js';
import { NondeterminismError } from './nondeterminism-error.js';
import { QUEUES, READS, type Run, WRITES } from './run.js';

/** Words of a step: who did what and who could have, packed; the place; the cause. */
const ROW = 3;

/** A copy of the latest run, and the check that the program repeats itself under the same schedule. */
export class Recording implements Run {
  #steps = new Int32Array(ROW * 64);
  #length = 0;
  #cut = false;

  get length(): number {
    return this.#length;
  }

  get cut(): boolean {
    return this.#cut;
  }

  thread(step: number): number {
    return this.#at(step, 0) & 0xff;
  }

  access(step: number): number {
    return (this.#at(step, 0) >> 8) & 0xff;
  }

  enabled(step: number): number {
    return (this.#at(step, 0) >> 16) & 0xf;
  }

  timed(step: number): number {
    return (this.#at(step, 0) >> 20) & 0xf;
  }

  held(step: number): number {
    return (this.#at(step, 0) >> 24) & 0xf;
  }

  place(step: number): number {
    return this.#at(step, 1);
  }

  cause(step: number): number {
    return this.#at(step, 2);
  }

  /** A check sum of what a step did and who could have made it, as a byte. */
  mark(step: number): number {
    return Math.imul(this.#at(step, 0) ^ Math.imul(this.#at(step, 1), 0x9e3779b1), 0x85ebca6b) >>> 24;
  }

  /** What a step did, in words. */
  deed(step: number): string {
    return deed(this, step);
  }

  /**
   * Copies `run`, whose first `planned` steps were given to `threads`.
   *
   * As long as these are the threads of the run before, all else must be as it was, too.
   *
   * @throws NondeterminismError when it is not, or when a thread could not make its step.
   */
  take(run: Run, threads: ArrayLike<number>, planned: number): void {
    let same = this.#length;
    for (let step = 0; step < planned; step += 1) {
      if (step >= run.length) throw new NondeterminismError(step, `thread ${threads[step]} goes`, 'the run ended');
      if (run.thread(step) !== threads[step]) {
        throw new NondeterminismError(step, `thread ${threads[step]} goes`, `thread ${run.thread(step)} went`);
      }
      if (step < same && !this.#repeats(run, step)) same = step;
    }
    this.#copy(run, Math.min(same, planned));
  }

  /** Compares a step with that of the run before; answers whether the same thread made it. */
  #repeats(run: Run, step: number): boolean {
    if (run.enabled(step) !== this.enabled(step) || run.timed(step) !== this.timed(step)) {
      throw new NondeterminismError(step, ability(this, step), ability(run, step));
    }
    if (run.thread(step) !== this.thread(step)) return false;
    if (run.place(step) !== this.place(step) || run.access(step) !== this.access(step)) {
      throw new NondeterminismError(step, deed(this, step), deed(run, step));
    }
    return true;
  }

  #copy(run: Run, from: number): void {
    const { length } = run;
    this.#steps = grown(this.#steps, length * ROW);
    const steps = this.#steps;
    for (let step = from; step < length; step += 1) {
      const who = run.thread(step) | (run.access(step) << 8);
      steps[step * ROW] = who | (run.enabled(step) << 16) | (run.timed(step) << 20) | (run.held(step) << 24);
      steps[step * ROW + 1] = run.place(step);
      steps[step * ROW + 2] = run.cause(step);
    }
    this.#length = length;
    this.#cut = run.cut;
  }

  #at(step: number, word: number): number {
    return this.#steps[step * ROW + word] as number;
  }
}

function ability(run: Run, step: number): string {
  const names = (mask: number): string => [0, 1, 2, 3].filter((thread) => (mask >> thread) & 1).join(', ') || 'none';
  return `of threads ${names(run.enabled(step))} can go (${names(run.timed(step))} by the end of a time limit)`;
}

function deed(run: Run, step: number): string {
  const access = run.access(step);
  const verbs = [
    [READS, 'reads'],
    [WRITES, 'writes'],
    [QUEUES, 'queues at'],
  ] as const;
  const done = verbs.flatMap(([bit, verb]) => ((access & bit) === 0 ? [] : [verb]));
  return `thread ${run.thread(step)} ${done.join(' and ') || 'is at'} place ${run.place(step)}`;
}
