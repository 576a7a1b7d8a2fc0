import type { Job } from './job.js';

/** The calls that wait for a worker: the most urgent ones first, and of those the oldest. */
export class Lines {
  readonly #lines: readonly Set<Job>[];

  constructor(priorities: number) {
    this.#lines = Array.from({ length: priorities }, () => new Set());
  }

  get size(): number {
    return this.#lines.reduce((sum, line) => sum + line.size, 0);
  }

  /** @throws RangeError when there is no such priority. */
  at(priority: number): Set<Job> {
    const line = this.#lines[priority];
    if (line !== undefined) return line;
    throw new RangeError(`priority: expected a whole number from 0 to ${this.#lines.length - 1}, got ${priority}`);
  }

  /** The next one, which stays where it is. */
  get first(): Job | undefined {
    for (const line of this.#lines) for (const job of line) return job;
    return undefined;
  }

  /** Takes it out; answers whether it was there. */
  remove(job: Job): boolean {
    return this.#lines.some((line) => line.delete(job));
  }

  /** Takes all of them. */
  clear(): Job[] {
    const jobs = this.#lines.flatMap((line) => [...line]);
    for (const line of this.#lines) line.clear();
    return jobs;
  }
}
