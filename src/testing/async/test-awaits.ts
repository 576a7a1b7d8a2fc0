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
  #count = 0;

  constructor(services: Services, list: DrawnList, trace: Trace) {
    this.services = services;
    this.#list = list;
    this.#trace = trace;
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

  /** It has its turn. */
  poll({ awaited }: AwaitTurn): void {
    awaited.poll();
    if (awaited.isDone) this.#pending.delete(awaited);
  }
}
