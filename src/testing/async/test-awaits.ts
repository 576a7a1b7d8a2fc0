import type { Services } from '../../core/context.js';
import type { Awaited, Awaits } from '../../core/stand-in.js';
import type { DrawnList } from './drawn-list.js';
import type { Trace } from './trace.js';
import { AwaitTurn } from './turn.js';

/** The futures that async functions await while a TestExecutor drives the thread: each has its turn, as tasks have. */
export class TestAwaits implements Awaits {
  readonly services: Services;
  readonly #list: DrawnList;
  readonly #trace: Trace;
  /** Those that were seen pending. */
  readonly #pending = new Map<Awaited, AwaitTurn>();
  readonly #most: number;
  readonly #endless: () => Error;
  #count = 0;
  /** How many were over since the last turn of somebody's. */
  #inARow = 0;

  /** @param most - so many may be over in a row; then comes the error that `endless` makes. */
  constructor(services: Services, list: DrawnList, trace: Trace, most: number, endless: () => Error) {
    this.services = services;
    this.#list = list;
    this.#trace = trace;
    this.#most = most;
    this.#endless = endless;
  }

  /** Those that are not over. */
  get pending(): AwaitTurn[] {
    return [...this.#pending.values()].filter(({ awaited }) => !awaited.isDone);
  }

  suspended(awaited: Awaited): void {
    if (!this.#pending.has(awaited)) this.#pending.set(awaited, new AwaitTurn(-++this.#count, awaited));
  }

  woken(awaited: Awaited): void {
    this.suspended(awaited); // it may have been polled before this executor took over
    const turn = this.#pending.get(awaited) as AwaitTurn;
    this.#trace.note(`wake ${turn.title}`);
    this.#list.add(turn);
  }

  settled(): void {
    this.#inARow += 1;
    if (this.#inARow > this.#most) throw this.#endless(); // the microtasks that they are would never end
  }

  /** A task or an await has its turn, to which promises have come. */
  turn(): void {
    this.#inARow = 0;
  }

  /** It has its turn. */
  poll({ awaited }: AwaitTurn): void {
    awaited.poll();
    if (awaited.isDone) this.#pending.delete(awaited);
  }
}
