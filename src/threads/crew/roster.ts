import { DeadlockError } from '../../core/errors.js';
import { add, exchange, load, now } from '../../platform/index.js';
import type { Desk } from '../calling/desk.js';
import type { PoolHandle } from '../handle.js';
import type { Settings } from '../options.js';
import { BROKEN, ENDED, IDLE, IS_BLOCKED, ON_CALL, READY, SHUT, WORK_ROW, WORKER, WORKERS } from '../wire/layout.js';
import type { Backlog, Reason } from './backlog.js';
import { Hired } from './hired.js';
import { Recovery } from './recovery.js';
import type { Recruit } from './recruit.js';
import { type Ending, inWords } from './report.js';
import { watch } from './watch.js';

/** What a roster has of its crew. */
export interface Quarters {
  readonly settings: Settings;
  readonly desk: Desk;
  readonly backlog: Backlog;
  /** By which the watcher knows the crew. */
  readonly key: number;
  /** The pool, shared for one more thread. */
  handle(): PoolHandle;
  /** The watcher is to know the pool. */
  ward(): void;
}

/** The workers of a pool: how many there have to be, and who takes the place of one that died. */
export class Roster {
  readonly recovery: Recovery;
  readonly #quarters: Quarters;
  readonly #workers = new Map<number, Hired>();
  #ids = 0;
  /** The thread of the first one, until that is hired. */
  #recruit: Recruit | null;

  constructor(quarters: Quarters, recruit: Recruit | null) {
    this.#quarters = quarters;
    this.#recruit = recruit;
    const { key } = quarters;
    this.recovery = new Recovery((ms) => watch.tell({ alarm: { key, ms, what: 'rest' } }));
  }

  /** How many threads there are. */
  get size(): number {
    return this.#workers.size;
  }

  get #words(): Int32Array {
    return this.#quarters.desk.table.words;
  }

  get #isShut(): boolean {
    return load(this.#words, SHUT) !== 0;
  }

  /** Starts one. If that is impossible, it is as if one had died at once. */
  hire(): void {
    const { settings, desk, backlog, key } = this.#quarters;
    this.#ids += 1;
    const id = this.#ids;
    let worker: Hired;
    try {
      worker = new Hired(id, settings, this.#quarters.handle(), backlog.lines, desk.parcels, this.#recruit);
    } catch (cause) {
      this.#quarters.ward(); // it keeps the time of the rest
      const message = `no thread of ${settings.name} could be started: ${inWords(cause)}`;
      this.#mourn({ id, wasReady: false, wasMeant: false, wasAtWork: false, message, cause }, now());
      return;
    }
    this.#recruit = null;
    this.#workers.set(id, worker);
    add(this.#words, WORKERS, 1);
    this.#quarters.ward(); // after the worker has begun to start: the first answer comes sooner
    watch.tell({ watch: { key, id, thread: worker.thread }, lifeline: worker.lifeline });
  }

  /** Somebody asks for a worker. One that can't be had for now is none: then what waits fails. */
  wanted(): void {
    const { sick } = this.recovery;
    if (sick !== null && this.size === 0) this.#quarters.backlog.fail(sick);
    else this.#grow();
  }

  terminate(id: number): void {
    const worker = this.#workers.get(id);
    if (worker === undefined) return;
    worker.terminate();
    watch.tell({ ending: { key: this.#quarters.key, id } });
  }

  /** Whoever was not hired by now will not be. */
  dismiss(): void {
    this.#recruit?.dismiss();
    this.#recruit = null;
  }

  terminateAll(): void {
    for (const id of this.#workers.keys()) this.terminate(id);
  }

  /** One has ended. */
  strike(ending: Ending): void {
    const worker = this.#workers.get(ending.id);
    this.#workers.delete(ending.id);
    worker?.bury();
    if (!this.#isShut) this.#quarters.backlog.sweeper.restore();
    this.#mourn(worker?.error == null ? ending : { cause: worker.error, ...ending }, worker?.since ?? 0);
    if (!this.#isShut) this.replace();
    else if (this.size > 0) this.#growAsNeeded();
  }

  /** As many as there have to be, and as what waits needs. */
  replace(): void {
    const { settings, backlog } = this.#quarters;
    if (this.recovery.isResting) return;
    while (this.size < settings.fewest && !this.recovery.isResting) this.hire();
    this.#growAsNeeded();
    if (this.size === 0 && !this.recovery.isResting && backlog.isThere) this.hire();
  }

  /** One more, if all are at work, and more calls wait than workers are starting. */
  #grow(): void {
    const { settings, backlog } = this.#quarters;
    const words = this.#words;
    if (load(words, SHUT) === ENDED || load(words, IDLE) > 0) return; // one that is closed does what waits yet
    if (this.#isShut && !backlog.isThere) return; // not for numbers that are of no use: whoever comes now would end at once
    if (backlog.length <= load(words, WORKERS) - load(words, READY)) return;
    if (this.size - this.#blocked() >= settings.most) return;
    if (this.recovery.isResting) return; // it is told when the time has come
    if (this.#hasPlace()) this.hire();
    else if (this.#blocked(ON_CALL) === this.size) backlog.fail(stuck(settings, this.size));
  }

  #growAsNeeded(): void {
    for (let before = -1; before !== this.size; ) {
      before = this.size;
      this.#grow();
    }
  }

  /** Whether there is a place for one more worker at the table, those that are starting counted. */
  #hasPlace(): boolean {
    const { seats, words } = this.#quarters.desk.table;
    let taken = this.size;
    for (let seat = 0; seat < seats.used; seat += 1) {
      if (seats.isTaken(seat) && !this.#workers.has(load(words, seats.fieldOf(seat, WORK_ROW, WORKER)))) taken += 1;
    }
    return taken < seats.length;
  }

  /**
   * How many workers block in calls of this very pool; on waits of the kind `what` only, unless it is 0. One by one, and not by the count that
   * callers look at: a word that was overwritten is then one thread too many, and not one with each call.
   */
  #blocked(what = 0): number {
    const { seats, words } = this.#quarters.desk.table;
    let count = 0;
    for (let seat = 0; seat < seats.used; seat += 1) {
      const isOwn = this.#workers.has(load(words, seats.fieldOf(seat, WORK_ROW, WORKER)));
      const on = load(words, seats.fieldOf(seat, WORK_ROW, IS_BLOCKED));
      if (isOwn && on !== 0 && (what === 0 || on === what)) count += 1;
    }
    return count;
  }

  /**
   * Whoever dies before it was ready, or of the queue, would die again: what waits for it fails, and the next one comes later.
   */
  #mourn(ending: Ending, since: number): void {
    if (ending.wasMeant) return;
    this.recovery.note(ending);
    const isLast = !ending.wasReady && this.size === 0;
    const isBroken = exchange(this.#words, BROKEN, 0) !== 0;
    if (isLast || isBroken) this.#quarters.backlog.fail(ending);
    if (!this.#isShut) this.recovery.count(ending, since, isLast);
    else if (isLast) this.recovery.sick = ending;
  }
}

/** What becomes of calls when all threads wait for such ones, and no more can be started to run them. */
function stuck({ name }: Settings, threads: number): Reason {
  const message =
    threads === 0
      ? `there is no place for a thread of ${name}: other threads that call it have them all`
      : `all ${threads} threads of ${name} block on calls of its own, and there are no places for more threads`;
  return { message, cause: new DeadlockError(`${message}: options.callers allows more`) };
}
