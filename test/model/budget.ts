/** A time that is shared out among jobs: what one leaves over is for those that follow. */
export class Budget {
  readonly #end: number;

  /** @param ms - all of it, in milliseconds, from now on. */
  constructor(ms: number) {
    this.#end = performance.now() + ms;
  }

  /** What each of the `jobs` that are left may take, in milliseconds. */
  share(jobs: number): number {
    return Math.max(1, (this.#end - performance.now()) / jobs);
  }
}
