import { SendError } from '../../channel/errors.js';
import { add } from '../../platform/index.js';
import { PoolClosedError, PoolFullError } from '../errors.js';
import { LINE, WAITS } from '../wire/layout.js';
import type { Desk } from './desk.js';
import { Overflow } from './overflow.js';

/** How a call is made. */
export interface Manner {
  /** 0 is the most urgent one. */
  readonly priority: number;
  /** Whether to fail when there is no room, rather than to wait for it. */
  readonly tries: boolean;
}

/** Queues the numbers of calls where workers take them, and asks for workers. */
export class Queueing {
  readonly #desk: Desk;
  /** Of each priority: what is urgent does not wait for what is not. */
  readonly #overflows: readonly Overflow[];

  /** @param refused - called with a call that waited for room, when it is certain that nobody will take it. */
  constructor(desk: Desk, refused: (slot: number) => void) {
    this.#desk = desk;
    this.#overflows = desk.jobs.map(() => new Overflow(desk, refused));
  }

  /** @throws PoolFullError, if it tries; PoolClosedError; RangeError when there is no such priority. */
  put(slot: number, { priority, tries }: Manner): void {
    const { jobs: lines, handle, table } = this.#desk;
    const jobs = lines[priority];
    const overflow = this.#overflows[priority];
    if (jobs === undefined || overflow === undefined)
      throw new RangeError(`priority: expected a whole number from 0 to ${lines.length - 1}, got ${priority}`);
    table.words[table.slotAt(slot) + LINE] = priority + 1;
    try {
      if (overflow.isEmpty && jobs.trySend(slot)) return;
      if (this.#desk.sweeper?.sweep(jobs.capacity, slot) === true && overflow.isEmpty && jobs.trySend(slot)) return;
    } catch (error) {
      throw error instanceof SendError ? this.closed() : error;
    }
    if (tries) throw new PoolFullError(`${handle.name}: ${jobs.capacity} calls wait, as many as may`);
    add(table.words, WAITS, 1);
    overflow.add(slot, priority);
  }

  /** Queues those that had to wait, if there is room now. */
  advance(): void {
    for (const overflow of this.#overflows) overflow.advance();
  }

  /** Asks for one more worker, if all are at work and there may be more. */
  wish(): void {
    this.#desk.wish();
  }

  closed(): PoolClosedError {
    return new PoolClosedError(`${this.#desk.handle.name}: it was closed`);
  }
}
