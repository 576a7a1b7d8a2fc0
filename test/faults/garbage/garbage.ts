import { Cell } from './cell.js';
import type { Outcomes } from './operate.js';
import { SUBJECTS } from './subjects.js';

/** What is written into what, and how many cells are at it at a time: most of what takes time is waiting. */
export interface GarbageOrders {
  readonly writes: number;
  readonly seed: number;
  readonly cells: number;
  /** What it is written into, by turns. */
  readonly kinds: readonly string[];
  /** How long one operation may take, in milliseconds. */
  readonly limit: number;
  /** Called now and then. */
  readonly progress?: (garbage: Garbage) => void;
}

/** The most words of a session; it ends sooner when an operation has found its memory overwritten. */
const WRITES = 5;
/** The same where threads must be started for it. */
const WRITES_OF_LAST = 40;

/** Writes garbage into all that threads share, and counts what came of it. */
export class Garbage {
  writes = 0;
  readonly #kinds = new Map<string, { writes: number; outcomes: Outcomes }>();
  #next: number;

  constructor(private readonly orders: GarbageOrders) {
    this.#next = orders.seed;
  }

  /** @throws Error with kind and seed, when something hangs, or throws what it should not. */
  async play(): Promise<void> {
    await Promise.all(Array.from({ length: this.orders.cells }, () => this.#playIn(new Cell(this.orders.limit))));
  }

  async #playIn(owned: Cell): Promise<void> {
    using cell = owned;
    const { kinds } = this.orders;
    while (this.writes < this.orders.writes) {
      const seed = this.#next;
      this.#next += 1;
      const kind = kinds[seed % kinds.length] as string;
      const writes = SUBJECTS[kind]?.isLast === true ? WRITES_OF_LAST : WRITES;
      const told = await cell.play({ kind, seed, writes });
      this.writes += told.writes;
      this.#add(kind, told.writes, told.outcomes);
      this.orders.progress?.(this);
    }
  }

  #add(kind: string, writes: number, outcomes: Outcomes): void {
    const known = this.#kinds.get(kind) ?? { writes: 0, outcomes: {} };
    known.writes += writes;
    for (const [name, count] of Object.entries(outcomes)) known.outcomes[name] = (known.outcomes[name] ?? 0) + count;
    this.#kinds.set(kind, known);
  }

  /** All in one line. */
  get line(): string {
    return `${this.writes} words of garbage: 0 endless loops, 0 crashes, 0 errors without a type`;
  }

  /** A line for each kind: what its operations came to. */
  get table(): string[] {
    return [...this.#kinds]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, { writes, outcomes }]) => {
        const all = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
        return `  ${kind.padEnd(30)}${String(writes).padStart(6)}  ${all.map(([name, count]) => `${name} ${count}`).join(', ')}`;
      });
  }
}
