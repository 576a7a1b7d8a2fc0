import type { Output } from './output.js';

/**
 * Prints the wakes as they come. Wakes of one task in a row are one line, printed when another task is woken, something
 * else is printed or the thread is about to sleep: nothing is held back while nothing happens. A run of many lines says
 * little more than its beginning, so after a limit wakes are only counted.
 */
export class WakeLog {
  readonly #out: Output;
  #linesLeft: number;
  #task = 0;
  #times = 0;

  /** @param limit - how many lines to print. */
  constructor(out: Output, limit: number) {
    this.#out = out;
    this.#linesLeft = limit;
  }

  /** A task was woken. */
  wake(task: number): void {
    if (task !== this.#task) this.flush();
    this.#task = task;
    this.#times += 1;
  }

  /** Prints what is held back. */
  flush(): void {
    const times = this.#times;
    this.#times = 0;
    if (times === 0 || this.#linesLeft === 0) return;
    this.#linesLeft -= 1;
    const often = times === 1 ? '' : ` x ${times}`;
    this.#out.line(this.#out.dim(`  wake task TaskId(${this.#task})${often}`));
    if (this.#linesLeft === 0) this.#out.line(this.#out.dim('  further wakes are only counted (--wakes prints them)'));
  }
}
