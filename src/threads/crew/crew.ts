import { home } from '../../camp/home.js';
import type { Receiver } from '../../channel/receiver.js';
import { ring } from '../../channel/shared/ring.js';
import { DeadlockError } from '../../core/errors.js';
import { add, exchange, load, now, store } from '../../platform/index.js';
import { Desk, type Part } from '../calling/desk.js';
import { Sweeper } from '../calling/sweeper.js';
import { ModuleError, PoolClosedError } from '../errors.js';
import type { PoolHandle } from '../handle.js';
import type { Settings } from '../options.js';
import { allocateArena } from '../wire/arena.js';
import {
  BROKEN,
  CANCEL,
  CREW,
  ENDED,
  FEWEST,
  GRACE,
  IDLE,
  IS_BLOCKED,
  MOST,
  NEWS,
  ON_CALL,
  OUTSIDE,
  QUEUED,
  READY,
  RUNNING,
  SHUT,
  STATES,
  WANTED,
  WORK_ROW,
  WORKER,
  WORKERS,
  workerIn,
} from '../wire/layout.js';
import { claimCall } from '../wire/states.js';
import { allocateTable } from '../wire/table.js';
import { CrewWait } from './crew-wait.js';
import { failSlot } from './fail-slot.js';
import { Hired } from './hired.js';
import { Recovery } from './recovery.js';
import { type Ending, inWords, unpackError } from './report.js';
import { type News, watch } from './watch.js';

/**
 * The workers of a pool, on the thread that owns them: starts as many as are needed, replaces the dead, and ends them all.
 *
 * Everything is decided here, in one thread's plain memory. Others, and the watcher, call; and that is heard while this
 * thread blocks, too.
 */
export class Crew implements Part {
  readonly desk: Desk;
  readonly #settings: Settings;
  readonly #jobs: readonly Receiver<number>[];
  readonly #workers = new Map<number, Hired>();
  readonly #key: number;
  readonly #waits = new Set<CrewWait>();
  readonly #recovery: Recovery;
  readonly #sweeper: Sweeper;
  #ids = 0;
  #isWarded = false;
  #isLeft = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    const { priorities, queue, seats } = settings;
    const channels = Array.from({ length: priorities }, () => ring(queue, seats));
    this.#jobs = channels.map(([, jobs]) => jobs);
    const handle: PoolHandle = {
      table: allocateTable(seats),
      arena: allocateArena(settings.memory),
      camp: home.own.ground.buffer,
      jobs: channels.map(([jobs]) => jobs.share()),
      name: settings.name,
    };
    for (const [jobs] of channels) jobs[Symbol.dispose]();
    this.desk = Desk.of(handle);
    const { words } = this.desk.table;
    words[MOST] = settings.most;
    words[FEWEST] = settings.fewest;
    words[GRACE] = settings.grace;
    store(words, CREW, this.desk.seat + 1);
    this.desk.join(this);
    this.#sweeper = new Sweeper(this.desk, this.#jobs);
    this.desk.sweeper = this.#sweeper;
    this.#recovery = new Recovery((ms) => watch.tell({ alarm: { key: this.#key, ms, what: 'rest' } }));
    this.#key = watch.enlist((news) => this.#told(news));
    for (let i = 0; i < settings.fewest; i += 1) this.#hire();
  }

  /** The pool, for other threads. */
  share(): PoolHandle {
    this.#ward(); // others may ask for workers
    return this.#handle();
  }

  #handle(): PoolHandle {
    return { ...this.desk.handle, jobs: this.desk.jobs.map((jobs) => jobs.share()) };
  }

  #ward(): void {
    if (this.#isWarded) return;
    this.#isWarded = true;
    watch.tell({ ward: { key: this.#key, handle: this.#handle() } });
  }

  get isShut(): boolean {
    return load(this.desk.table.words, SHUT) !== 0;
  }

  /** How many threads there are. */
  get size(): number {
    return this.#workers.size;
  }

  /** How many calls wait for a thread, those that wait for room in the queue included. */
  get queued(): number {
    return this.#jobs.reduce((sum, jobs) => sum + jobs.length, load(this.desk.table.words, OUTSIDE));
  }

  called(): void {
    const { words } = this.desk.table;
    if (load(words, WANTED) === 0)
      watch.begin(); // a worker has answered
    else this.#answerWish();
    if (load(words, NEWS) !== 0) {
      store(words, NEWS, 0);
      watch.look();
    }
    this.#sweeper.advance();
    if (this.#waits.size > 0) this.#wakeWaits(); // a worker is ready, perhaps
  }

  #answerWish(): void {
    const { words } = this.desk.table;
    if (load(words, WANTED) === 0) return;
    store(words, WANTED, 0);
    if (this.#recovery.sick !== null && this.size === 0) this.#failQueued(this.#recovery.sick, false);
    else this.#grow();
  }

  /** Lets the workers do what is queued, and go. What was cancelled has so many milliseconds: nobody waits for it any more. */
  close(grace: number): CrewWait {
    this.#shut();
    if (this.#isWarded && !this.#isLeft) watch.tell({ closing: { key: this.#key, grace } });
    if (this.size === 0) this.#finish();
    return this.#end();
  }

  /** Cancels what is under way; whatever does not end by itself is ended after so many milliseconds. */
  closeNow(grace: number): CrewWait {
    this.#shut();
    store(this.desk.table.words, SHUT, ENDED);
    this.#failQueued({ message: '' }, true);
    this.#cancelAll();
    if (grace === 0) this.#terminateAll();
    else if (this.size > 0) watch.tell({ alarm: { key: this.#key, ms: grace, what: 'grace' } });
    if (this.size === 0) this.#finish();
    return this.#end();
  }

  /** So many threads start now, and have the module loaded when the future is done. */
  warmUp(threads: number): CrewWait {
    this.#recovery.mishap = null;
    while (!this.isShut && this.size < threads && this.#recovery.mishap === null) this.#hire();
    return new CrewWait(`warm-up of ${this.#settings.name}`, () => this.#areReady(threads), this.#waits);
  }

  #areReady(threads: number): boolean {
    watch.look();
    if (this.#recovery.mishap !== null) throw this.#recovery.mishap;
    return this.isShut || load(this.desk.table.words, READY) >= threads;
  }

  #end(): CrewWait {
    const isOver = (): boolean => {
      watch.look();
      return this.#isLeft;
    };
    return new CrewWait(`close of ${this.#settings.name}`, isOver, this.#waits);
  }

  #shut(): void {
    if (this.isShut) return;
    store(this.desk.table.words, SHUT, 1);
    for (const jobs of this.#jobs) jobs.close();
  }

  /** The last worker is gone, and there will be none any more. */
  #finish(): void {
    if (this.#isLeft) return;
    const { words } = this.desk.table;
    // What waits is done yet, if it may be; a worker that died left it.
    if (load(words, SHUT) !== ENDED && this.#recovery.sick === null && this.#hasQueued()) {
      this.#hire();
      if (this.size > 0) return;
    }
    this.#isLeft = true;
    store(words, SHUT, ENDED);
    this.#failQueued({ message: '' }, true);
    this.desk.wakeByRef(); // whoever calls on this thread gets the answers now: it will not be told any more
    for (const jobs of this.#jobs) jobs[Symbol.dispose]();
    this.desk.leave();
    watch.forget(this.#key, this.#isWarded);
    this.#wakeWaits();
  }

  #hasQueued(): boolean {
    let any = false;
    this.desk.table.eachSlot((_slot, _at, state) => {
      any ||= (state & STATES) === QUEUED;
    });
    return any;
  }

  #wakeWaits(): void {
    for (const wait of [...this.#waits]) wait.wake();
  }

  #cancelAll(): void {
    const { table } = this.desk;
    table.eachSlot((_slot, at, state) => {
      if ((state & STATES) !== RUNNING) return;
      store(table.words, at + CANCEL, 1);
      const worker = workerIn(state) - 1;
      if (worker < table.seats.length) table.wake(worker);
    });
  }

  #terminateAll(): void {
    for (const [id, worker] of this.#workers) this.#terminate(id, worker);
  }

  #terminate(id: number, worker: Hired): void {
    worker.terminate();
    watch.tell({ ending: { key: this.#key, id } });
  }

  /** One more, if all are at work, and more calls wait than workers are starting. */
  #grow(): void {
    const { words } = this.desk.table;
    if (load(words, SHUT) === ENDED || load(words, IDLE) > 0) return; // one that is closed does what waits yet
    if (this.queued <= load(words, WORKERS) - load(words, READY)) return;
    if (this.size - this.#blocked() >= this.#settings.most) return;
    if (this.#recovery.isResting) return; // it is told when the time has come
    if (this.#hasPlace()) this.#hire();
    else if (this.#blocked(ON_CALL) === this.size) this.#failQueued(stuck(this.#settings, this.size), false);
  }

  #growAsNeeded(): void {
    for (let before = -1; before !== this.size; ) {
      before = this.size;
      this.#grow();
    }
  }

  /** Whether there is a place for one more worker at the table, those that are starting counted. */
  #hasPlace(): boolean {
    const { seats, words } = this.desk.table;
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
    const { seats, words } = this.desk.table;
    let count = 0;
    for (let seat = 0; seat < seats.used; seat += 1) {
      const isOwn = this.#workers.has(load(words, seats.fieldOf(seat, WORK_ROW, WORKER)));
      const on = load(words, seats.fieldOf(seat, WORK_ROW, IS_BLOCKED));
      if (isOwn && on !== 0 && (what === 0 || on === what)) count += 1;
    }
    return count;
  }

  #hire(): void {
    this.#ids += 1;
    const id = this.#ids;
    let worker: Hired;
    try {
      worker = new Hired(id, this.#settings, this.#handle(), this.#jobs, this.desk.parcels);
    } catch (cause) {
      this.#ward(); // it keeps the time of the rest
      const message = `no thread of ${this.#settings.name} could be started: ${inWords(cause)}`;
      this.#mourn({ id, wasReady: false, wasMeant: false, wasAtWork: false, message, cause }, now());
      return;
    }
    this.#workers.set(id, worker);
    add(this.desk.table.words, WORKERS, 1);
    this.#ward(); // after the worker has begun to start: the first answer comes sooner
    watch.tell({ watch: { key: this.#key, id, thread: worker.thread }, lifeline: worker.lifeline });
  }

  #told({ ended, kill, alarm, wanted }: News): void {
    if (ended !== undefined) {
      this.#ended(ended.cause === undefined ? ended : { ...ended, cause: unpackError(ended.cause) });
    }
    const killed = kill === undefined ? undefined : this.#workers.get(kill);
    if (kill !== undefined && killed !== undefined) this.#terminate(kill, killed);
    if (wanted === true) this.#answerWish();
    if (alarm === 'grace') this.#terminateAll();
    if (alarm === 'rest' && this.#recovery.rested() && !this.isShut) this.#replace();
    this.#wakeWaits();
  }

  #ended(ending: Ending): void {
    const worker = this.#workers.get(ending.id);
    this.#workers.delete(ending.id);
    worker?.bury();
    if (!this.isShut) this.#sweeper.restore();
    this.#mourn(worker?.error == null ? ending : { cause: worker.error, ...ending }, worker?.since ?? 0);
    if (!this.isShut) this.#replace();
    else if (this.size === 0) this.#finish();
    else this.#growAsNeeded();
  }

  /**
   * Whoever dies before it was ready, or of the queue, would die again: what waits for it fails, and the next one comes later.
   */
  #mourn(ending: Ending, since: number): void {
    if (ending.wasMeant) return;
    this.#recovery.note(ending);
    const isLast = !ending.wasReady && this.size === 0;
    const isBroken = exchange(this.desk.table.words, BROKEN, 0) !== 0;
    if (isLast || isBroken) this.#failQueued(ending, false);
    if (!this.isShut) this.#recovery.count(ending, since, isLast);
    else if (isLast) this.#recovery.sick = ending;
  }

  /** As many as there have to be, and as what waits needs. */
  #replace(): void {
    if (this.#recovery.isResting) return;
    while (this.size < this.#settings.fewest && !this.#recovery.isResting) this.#hire();
    this.#growAsNeeded();
    if (this.size === 0 && !this.#recovery.isResting && this.#hasQueued()) this.#hire();
  }

  /** Fails the calls that no thread has taken. */
  #failQueued(ending: { message: string; cause?: unknown }, isClosed: boolean): void {
    const { table, handle } = this.desk;
    // Their numbers first: one that comes later may be of a call that is not failed.
    if (!isClosed) this.#sweeper.empty();
    const report = isClosed
      ? new PoolClosedError(`${handle.name}: it was closed`)
      : ending.cause instanceof ModuleError
        ? ending.cause
        : { message: ending.message, cause: ending.cause };
    table.eachSlot((slot) => {
      if (claimCall(table, slot, this.desk.seat)) failSlot(this.desk, slot, report);
    });
  }
}

/** What becomes of calls when all threads wait for such ones, and no more can be started to run them. */
function stuck({ name }: Settings, threads: number): { message: string; cause: unknown } {
  const message =
    threads === 0
      ? `there is no place for a thread of ${name}: other threads that call it have them all`
      : `all ${threads} threads of ${name} block on calls of its own, and there are no places for more threads`;
  return { message, cause: new DeadlockError(`${message}: options.callers allows more`) };
}
