import { home } from '../../camp/home.js';
import { ring } from '../../channel/shared/ring.js';
import { load, store } from '../../platform/index.js';
import { Desk, type Part } from '../calling/desk.js';
import type { PoolHandle } from '../handle.js';
import type { Settings } from '../options.js';
import { allocateArena } from '../wire/arena.js';
import { CREW, ENDED, FEWEST, GRACE, MOST, NEWS, READY, SHUT, WANTED } from '../wire/layout.js';
import { allocateTable } from '../wire/table.js';
import { Backlog } from './backlog.js';
import { CrewWait } from './crew-wait.js';
import type { Recruit } from './recruit.js';
import { type Ending, unpackError } from './report.js';
import { type Quarters, Roster } from './roster.js';
import { type News, watch } from './watch.js';

/**
 * A pool, on the thread that owns its workers: makes it, hears of what happens in it, and ends it.
 *
 * Everything is decided here, in one thread's plain memory. Others, and the watcher, call; and that is heard while this
 * thread blocks, too.
 */
export class Crew implements Part, Quarters {
  readonly settings: Settings;
  readonly desk: Desk;
  readonly backlog: Backlog;
  readonly key: number;
  readonly #roster: Roster;
  readonly #waits = new Set<CrewWait>();
  #isWarded = false;
  #isLeft = false;

  /** @param recruit - a thread that starts by now. */
  constructor(settings: Settings, recruit: Recruit | null = null) {
    this.settings = settings;
    const { priorities, queue, seats } = settings;
    const channels = Array.from({ length: priorities }, () => ring(queue, seats));
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
    const lines = channels.map(([, jobs]) => jobs);
    this.backlog = new Backlog(this.desk, lines);
    this.key = watch.enlist((news) => this.#told(news));
    this.#roster = new Roster(this, recruit);
    for (let i = 0; i < settings.fewest; i += 1) this.#roster.hire();
  }

  /** The pool, for other threads. */
  share(): PoolHandle {
    this.ward(); // others may ask for workers
    return this.handle();
  }

  handle(): PoolHandle {
    return { ...this.desk.handle, jobs: this.desk.jobs.map((jobs) => jobs.share()) };
  }

  ward(): void {
    if (this.#isWarded) return;
    this.#isWarded = true;
    watch.tell({ ward: { key: this.key, handle: this.handle() } });
  }

  get isShut(): boolean {
    return load(this.desk.table.words, SHUT) !== 0;
  }

  /** How many threads there are. */
  get size(): number {
    return this.#roster.size;
  }

  /** How many calls wait for a thread. */
  get queued(): number {
    return this.backlog.length;
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
    this.backlog.sweeper.advance();
    if (this.#waits.size > 0) this.#wakeWaits(); // a worker is ready, perhaps
  }

  #answerWish(): void {
    const { words } = this.desk.table;
    if (load(words, WANTED) === 0) return;
    store(words, WANTED, 0);
    this.#roster.wanted();
  }

  /** Lets the workers do what is queued, and go. What was cancelled has so many milliseconds: nobody waits for it any more. */
  close(grace: number): CrewWait {
    this.#shut();
    if (this.#isWarded && !this.#isLeft) watch.tell({ closing: { key: this.key, grace } });
    if (this.size === 0) this.#finish();
    return this.#end();
  }

  /** Cancels what is under way; whatever does not end by itself is ended after so many milliseconds. */
  closeNow(grace: number): CrewWait {
    this.#shut();
    store(this.desk.table.words, SHUT, ENDED);
    this.backlog.refuse();
    this.backlog.cancelRunning();
    if (grace === 0) this.#roster.terminateAll();
    else if (this.size > 0) watch.tell({ alarm: { key: this.key, ms: grace, what: 'grace' } });
    if (this.size === 0) this.#finish();
    return this.#end();
  }

  /** So many threads start now, and have the module loaded when the future is done. */
  warmUp(threads: number): CrewWait {
    const { recovery } = this.#roster;
    recovery.mishap = null;
    while (!this.isShut && this.size < threads && recovery.mishap === null) this.#roster.hire();
    return new CrewWait(`warm-up of ${this.settings.name}`, () => this.#areReady(threads), this.#waits);
  }

  #areReady(threads: number): boolean {
    watch.look();
    const { mishap } = this.#roster.recovery;
    if (mishap !== null) throw mishap;
    // Of those that were started; one may have left again, with nothing to do for so long.
    return this.isShut || load(this.desk.table.words, READY) >= Math.min(threads, this.size);
  }

  #end(): CrewWait {
    const isOver = (): boolean => {
      watch.look();
      return this.#isLeft;
    };
    return new CrewWait(`close of ${this.settings.name}`, isOver, this.#waits);
  }

  #shut(): void {
    if (this.isShut) return;
    store(this.desk.table.words, SHUT, 1);
    this.#roster.dismiss();
    this.backlog.close();
  }

  /** The last worker is gone, and there will be none any more. */
  #finish(): void {
    if (this.#isLeft) return;
    const { words } = this.desk.table;
    // What waits is done yet, if it may be; a worker that died left it.
    if (load(words, SHUT) !== ENDED && this.#roster.recovery.sick === null && this.backlog.isThere) {
      this.#roster.hire();
      if (this.size > 0) return;
    }
    this.#isLeft = true;
    store(words, SHUT, ENDED);
    this.backlog.refuse();
    this.desk.wakeByRef(); // whoever calls on this thread gets the answers now: it will not be told any more
    this.backlog[Symbol.dispose]();
    this.desk.leave();
    watch.forget(this.key, this.#isWarded);
    this.#wakeWaits();
  }

  #wakeWaits(): void {
    for (const wait of [...this.#waits]) wait.wake();
  }

  #told({ ended, kill, alarm, wanted }: News): void {
    const { recovery } = this.#roster;
    if (ended !== undefined) {
      this.#ended(ended.cause === undefined ? ended : { ...ended, cause: unpackError(ended.cause) });
    }
    if (kill !== undefined) this.#roster.terminate(kill);
    if (wanted === true) this.#answerWish();
    if (alarm === 'grace') this.#roster.terminateAll();
    if (alarm === 'rest' && recovery.rested() && !this.isShut) this.#roster.replace();
    this.#wakeWaits();
  }

  #ended(ending: Ending): void {
    this.#roster.strike(ending);
    if (this.isShut && this.size === 0) this.#finish();
  }
}
