import assert from 'node:assert/strict';
import type { Result } from './round.js';

/** From this round on memory is looked at: by then everything is loaded and compiled. */
const WARM = 50;
/** How much more there may be later, in bytes: what the collector has not come to yet, and no more. */
const SLACK = 200e6;

/** What came of all rounds, and whether the memory of the process stays bounded meanwhile. */
export class Total {
  rounds = 0;
  #done = 0;
  #lost = 0;
  #deaths = 0;
  #memory = 0;
  readonly #kinds = new Map<string, { acts: number; done: number }>();

  /** @throws AssertionError when memory has grown. */
  add({ acts, done, lost, deaths }: Result): void {
    this.rounds += 1;
    this.#done += done;
    this.#lost += lost;
    this.#deaths += deaths.length;
    for (const [kind, count] of acts) {
      const known = this.#kinds.get(kind) ?? { acts: 0, done: 0 };
      this.#kinds.set(kind, { acts: known.acts + 1, done: known.done + count });
    }
    const { rss } = process.memoryUsage();
    if (this.rounds === WARM) this.#memory = rss;
    if (this.rounds > WARM) assert.ok(rss < 2 * this.#memory + SLACK, `memory has grown to ${megabytes(rss)}`);
  }

  /** All in one line. */
  get line(): string {
    const held = `${this.#lost} items in their hands`;
    const memory = megabytes(process.memoryUsage().rss);
    return `${this.rounds} rounds, ${this.#done} items and locks, ${this.#deaths} threads died, ${held}; ${memory}`;
  }

  /** A line for each kind. */
  get byKind(): string[] {
    return [...this.#kinds].map(([kind, { acts, done }]) => `  ${kind}: ${acts} acts, ${done} done`);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
