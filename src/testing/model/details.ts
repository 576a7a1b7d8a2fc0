import type { Detail } from './start.js';

/** How many steps are kept at the beginning of a run, and as many at its end. */
const MOST = 200;

/** The frames of a stack that are kept: the checker's own are the first. */
const FRAMES = 50;

/** The steps of a thread put into words, and where in the source they were made. */
export class Details {
  readonly #steps: { readonly step: number; readonly text: string; readonly error: Error }[] = [];

  add(step: number, text: string): void {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = FRAMES;
    this.#steps.push({ step, text, error: new Error() });
    Error.stackTraceLimit = stackTraceLimit;
    if (this.#steps.length > 2 * MOST) this.#steps.splice(MOST, 1);
  }

  /** Takes them all out. Their stacks are put together here, since that takes its time. */
  take(): Detail[] {
    return this.#steps.splice(0).map(({ step, text, error }) => ({ step, text, stack: error.stack ?? '' }));
  }
}
