import { toldFailure } from '../told-failure.js';
import type { Diary } from './diary.js';
import { promiseIn } from './promise-in.js';

/** What drives a future in one run, one step after the other. */
export class Steps {
  readonly #steps: readonly (() => unknown)[];
  readonly #diary: Diary;
  #done = 0;
  /** Steps whose promises are pending. */
  readonly #open = new Set<string>();

  constructor(steps: readonly (() => unknown)[], diary: Diary) {
    this.#steps = steps;
    this.#diary = diary;
  }

  get areDone(): boolean {
    return this.#done >= this.#steps.length;
  }

  /** Asynchronous steps that have come to no end, for a report. */
  get unfinished(): string {
    return [...this.#open].join(', ');
  }

  /** What the next one is called. */
  get next(): string {
    const name = this.#steps[this.#done]?.name;
    return `step ${this.#done + 1}${name ? ` (${name})` : ''}`;
  }

  /** Does the next one. */
  take(): void {
    const { next } = this;
    const step = this.#steps[this.#done++] as () => unknown;
    try {
      const promise = promiseIn(step());
      if (promise !== undefined) this.#follow(promise, next);
    } catch (error) {
      this.#failed(next, error);
    }
  }

  #follow(promise: Promise<unknown>, step: string): void {
    this.#open.add(step);
    const settled = (): unknown => this.#open.delete(step);
    promise.then(settled, (error) => {
      settled();
      this.#failed(step, error);
    });
  }

  #failed(step: string, error: unknown): void {
    this.#diary.break('step-throws', `: ${step}: ${toldFailure(error)}`, error);
  }
}
