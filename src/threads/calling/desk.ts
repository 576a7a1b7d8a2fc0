import { Ground } from '../../camp/ground.js';
import { home } from '../../camp/home.js';
import { RingSender } from '../../channel/shared/ring.js';
import { checkInteger, describe } from '../../core/check.js';
import { Waker } from '../../core/waker.js';
import { load } from '../../platform/index.js';
import type { PoolHandle } from '../handle.js';
import { Arena, attachArena } from '../wire/arena.js';
import { WATCHER } from '../wire/layout.js';
import { CallTable } from '../wire/table.js';
import { wish } from '../wire/wish.js';
import { Parcels } from './parcels.js';
import type { Sweeper } from './sweeper.js';

/** As many queues as a pool may have. */
const MOST_PRIORITIES = 8;

/** Whoever on this thread has to do with a table: told whenever another thread calls. */
export interface Part {
  called(): void;
  /** This thread has no more to do with it. */
  left?(): void;
}

/**
 * What a thread has of one table of calls: its seat there, and whoever works at it: the one who calls, one who answers, the
 * crew. It is the waker of the seat's slot.
 */
export class Desk extends Waker {
  readonly table: CallTable;
  readonly arena: Arena;
  readonly seat: number;
  /** Where calls are queued, the most urgent ones first. */
  readonly jobs: readonly RingSender[];
  readonly handle: PoolHandle;
  readonly parcels = new Parcels();
  /** Who puts the queues in order, on a thread that can take numbers out of them: a worker's, and that of the owner. */
  sweeper: Sweeper | null = null;
  readonly #parts: Part[] = [];
  #hasLeft = false;

  private constructor(table: CallTable, handle: PoolHandle) {
    super();
    this.table = table;
    this.handle = handle;
    this.arena = new Arena(handle.arena, table.member);
    table.seats.reap();
    const jobs: RingSender[] = [];
    try {
      for (const job of handle.jobs) jobs.push(new RingSender(job));
      this.seat = table.seats.take(this);
    } catch (error) {
      for (const job of jobs) job[Symbol.dispose](); // or their channels would stay open
      throw error;
    }
    this.jobs = jobs;
  }

  /**
   * This thread's at that table.
   *
   * @throws TypeError, RangeError or HandleError when it is no such handle; RangeError when too many threads use it.
   */
  static of(handle: PoolHandle): Desk {
    checkHandle(handle);
    const member = home.in(new Ground('handle.camp', handle.camp));
    const table = new CallTable(handle.table, member);
    const { seats } = table;
    const seat = seats.find();
    const known = seat < 0 ? undefined : member.locals.get(load(table.words, seats.keyOf(seat)));
    return known instanceof Desk ? known : new Desk(table, handle);
  }

  join(part: Part): void {
    this.#parts.push(part);
  }

  /** Asks for one more worker, if all are at work and there may be more. */
  wish(): void {
    const crew = wish(this.table);
    if (crew < 0) return;
    if (crew === this.seat) {
      this.wakeByRef();
      return;
    }
    this.table.wake(crew);
    const watcher = load(this.table.words, WATCHER) - 1;
    if (watcher >= 0) this.table.wake(watcher); // the crew's thread may hear messages only
  }

  /** Gives up this thread's seat: the table is no more. Whoever works here may say so. */
  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    for (const part of this.#parts.splice(0)) part.left?.();
    for (const jobs of this.jobs) jobs[Symbol.dispose]();
    this.table.seats.leave(this.seat);
  }

  override wakeByRef(): void {
    for (const part of this.#parts) part.called();
  }

  override clone(): Waker {
    return this;
  }

  override willWake(other: Waker): boolean {
    return other === this;
  }

  override [Symbol.dispose](): void {}
}

/** What can be told before this thread has anything of it. */
function checkHandle(handle: PoolHandle): void {
  const isHandle = typeof handle === 'object' && handle !== null && Array.isArray(handle.jobs);
  if (!isHandle) throw new TypeError(`handle: expected what share() of a pool answered, got ${describe(handle)}`);
  if (typeof handle.name !== 'string')
    throw new TypeError(`handle.name: expected a string, got ${describe(handle.name)}`);
  checkInteger('handle.jobs.length', handle.jobs.length, 1, MOST_PRIORITIES);
  for (const [i, job] of handle.jobs.entries()) {
    if (job?.end !== 'sender')
      throw new TypeError(`handle.jobs[${i}]: expected the handle of a sender, got ${describe(job)}`);
  }
  attachArena(handle.arena);
}
