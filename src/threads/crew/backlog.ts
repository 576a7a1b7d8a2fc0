import type { Receiver } from '../../channel/receiver.js';
import { store } from '../../platform/index.js';
import type { Desk } from '../calling/desk.js';
import { Sweeper } from '../calling/sweeper.js';
import { ModuleError, PoolClosedError } from '../errors.js';
import { CANCEL, QUEUED, RUNNING, STATES, workerIn } from '../wire/layout.js';
import { outside } from '../wire/outside.js';
import { claimCall } from '../wire/states.js';
import { failSlot } from './fail-slot.js';

/** Why calls fail that no thread has taken. */
export interface Reason {
  readonly message: string;
  readonly cause?: unknown;
}

/** The calls of a pool, as the thread sees them that owns its workers: those that wait, and those that run. */
export class Backlog {
  readonly lines: readonly Receiver<number>[];
  /** Puts the queues in order. */
  readonly sweeper: Sweeper;
  readonly #desk: Desk;

  /** @param lines - where the numbers of calls are queued, the most urgent ones first. */
  constructor(desk: Desk, lines: readonly Receiver<number>[]) {
    this.#desk = desk;
    this.lines = lines;
    this.sweeper = new Sweeper(desk, lines);
    desk.sweeper = this.sweeper;
  }

  /** How many calls wait for a thread, those that wait for room in the queue included. */
  get length(): number {
    return this.lines.reduce((sum, line) => sum + line.length, outside(this.#desk.table));
  }

  /** Whether calls wait for a thread, by what they say themselves: a number in a queue may be of none. */
  get isThere(): boolean {
    let any = false;
    this.#desk.table.eachSlot((_slot, _at, state) => {
      any ||= (state & STATES) === QUEUED;
    });
    return any;
  }

  /** No more calls are queued. */
  close(): void {
    for (const line of this.lines) line.close();
  }

  /** Tells those that run that nobody waits for them. */
  cancelRunning(): void {
    const { table } = this.#desk;
    table.eachSlot((_slot, at, state) => {
      if ((state & STATES) !== RUNNING) return;
      store(table.words, at + CANCEL, 1);
      const worker = workerIn(state) - 1;
      if (worker < table.seats.length) table.wake(worker);
    });
  }

  /** Fails the calls that no thread has taken. */
  fail({ message, cause }: Reason): void {
    this.sweeper.empty(); // their numbers first: one that comes later may be of a call that is not failed
    this.#failAll(cause instanceof ModuleError ? cause : { message, cause });
  }

  /** The same, because the pool is closed. */
  refuse(): void {
    this.#failAll(new PoolClosedError(`${this.#desk.handle.name}: it was closed`));
  }

  #failAll(report: Parameters<typeof failSlot>[2]): void {
    const { table, seat } = this.#desk;
    table.eachSlot((slot) => {
      if (claimCall(table, slot, seat)) failSlot(this.#desk, slot, report);
    });
  }

  [Symbol.dispose](): void {
    for (const line of this.lines) line[Symbol.dispose]();
  }
}
