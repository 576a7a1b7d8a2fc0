import { ReadyList } from '../../executor/ready-list.js';
import type { Chooser } from './chooser.js';
import type { Trace } from './trace.js';
import { TestTask, type Turn } from './turn.js';

/**
 * A ready list that gives one task at a time, drawn among all. A round of the executor is then the poll of one task, and
 * what became ready in it takes part in the next draw.
 */
export class DrawnList extends ReadyList {
  readonly #chooser: Chooser;
  readonly #trace: Trace;
  /** In the order in which they became ready. */
  readonly #turns: Turn[] = [];
  /** What was drawn last, until it is asked for. */
  #drawn: Turn | undefined;

  constructor(chooser: Chooser, trace: Trace) {
    super();
    this.#chooser = chooser;
    this.#trace = trace;
  }

  override get isEmpty(): boolean {
    return this.#turns.length === 0;
  }

  override push(task: TestTask): void {
    this.add(task);
  }

  /** The same, also for an await. */
  add(turn: Turn): void {
    this.#turns.push(turn);
  }

  /** The task that was drawn, alone; null when it was an await, or there is nothing. */
  override takeAll(): TestTask | null {
    const turn = this.#draw();
    if (turn === undefined) return null;
    this.#drawn = turn;
    this.#trace.begin(`poll ${turn.title}`);
    return turn instanceof TestTask ? turn : null;
  }

  /** What {@link DrawnList.takeAll} drew, once. */
  takeDrawn(): Turn | undefined {
    const drawn = this.#drawn;
    this.#drawn = undefined;
    return drawn;
  }

  override putBack(first: TestTask | null): void {
    if (first !== null) this.#turns.unshift(first);
  }

  override *[Symbol.iterator](): Generator<TestTask> {
    for (const turn of this.#turns) if (turn instanceof TestTask) yield turn;
  }

  #draw(): Turn | undefined {
    while (this.#turns.length > 0) {
      const [turn] = this.#turns.splice(this.#chooser.pick(this.#turns), 1) as [Turn];
      if (!(turn instanceof TestTask) || turn.future !== undefined) return turn; // else it was aborted while it was queued
    }
    return undefined;
  }
}
