import { endThread } from '../../camp/ending.js';
import { isThere } from '../../camp/fellow-word.js';
import { home } from '../../camp/home.js';
import { add, compareExchange, load, type Port, store } from '../../platform/index.js';
import type { Desk, Part } from '../calling/desk.js';
import { dropPayload } from '../calling/mail.js';
import {
  AGAIN_MS,
  ANSWERED,
  BLOCK_BITS,
  BLOCKED,
  CANCEL,
  CREW,
  DOOMED,
  FAILED,
  FREE,
  GRACE,
  IDLE,
  IS_BLOCKED,
  IS_IDLE,
  isAnswered,
  NEWS,
  OWNER,
  OWNER_SEAT,
  READY,
  RUNNING,
  SHUT,
  STATE,
  STATES,
  UNTOLDS,
  WANTED,
  WATCHER,
  WORK_ROW,
  WORKER,
  WORKERS,
  workerIn,
} from '../wire/layout.js';
import { doomCall, dropCall, markUntold, runOf } from '../wire/states.js';
import { failSlot, reportOf } from './fail-slot.js';
import { type Ending, endingOf, type Known, packError, type Word } from './report.js';
import type { Alarm, News } from './watch.js';

/** So long after a call was answered its worker has told of it, or never will: milliseconds. */
const TOLD_BY = 1_000;

/** A thread that was ended before it had begun has ended after that time: milliseconds. */
const ENDED_BY = 200;

/** A thread that is watched. */
interface Watched extends Known {
  thread: number;
  hasBegun: boolean;
  ready: boolean;
  leaves: boolean;
  heedless: number;
  last: Word['exit'];
}

/** What the watcher knows of one pool. */
export class Ward implements Part {
  readonly #desk: Desk;
  readonly #key: number;
  readonly #tell: (news: News) => void;
  readonly #watched = new Map<number, Watched>();
  /** Calls that were cancelled and run on, by their slots: which run it is. */
  readonly #overdue = new Map<number, number>();
  /** Whether a thread is ended only if nothing but what was cancelled runs there. */
  #spares = false;
  readonly #news: Disposable;

  constructor(desk: Desk, key: number, tell: (news: News) => void) {
    this.#desk = desk;
    this.#key = key;
    this.#tell = tell;
    store(desk.table.words, WATCHER, desk.seat + 1);
    desk.join(this);
    this.#news = home.fellows(desk.table.member).onEnd(() => this.#abandon());
    this.#abandon(); // whoever ended before
    this.called(); // and what was asked for
  }

  watch(id: number, thread: number, lifeline: Port): void {
    const watched: Watched = {
      id,
      thread,
      hasBegun: false,
      ready: false,
      leaves: false,
      heedless: -1,
      last: undefined,
    };
    this.#watched.set(id, watched);
    lifeline.on('message', (word: Word) => {
      watched.thread = word.thread ?? watched.thread;
      watched.hasBegun = true;
      watched.ready ||= word.ready === true;
      watched.leaves ||= word.leaves === true;
      watched.last = word.exit ?? watched.last;
    });
    lifeline.on('close', () => this.#ended(watched));
    this.called(); // calls that were cancelled before anybody watched
  }

  /** Another thread calls: a call that runs was cancelled, perhaps, or a worker is wanted, and the crew's thread does not listen. */
  called(): void {
    const { words } = this.#desk.table;
    if (load(words, WANTED) !== 0) this.#tell({ key: this.#key, wanted: true });
    const grace = load(words, GRACE);
    if (grace < 0) return;
    this.#desk.table.eachSlot((slot, at, state) => {
      if ((state & STATES) !== RUNNING || load(this.#desk.table.words, at + CANCEL) === 0) return;
      const run = runOf(state);
      if (this.#overdue.get(slot) === run) return;
      this.#overdue.set(slot, run);
      setTimeout(() => this.#expire(slot, run), grace);
    });
  }

  /** Its time is up. If it still runs, its thread ends. */
  #expire(slot: number, run: number): void {
    const { table } = this.#desk;
    if (this.#overdue.get(slot) !== run) return;
    if (this.#spares && this.#hasCompany(run)) {
      setTimeout(() => this.#expire(slot, run), Math.max(load(table.words, GRACE), AGAIN_MS));
      return;
    }
    this.#overdue.delete(slot);
    if (!doomCall(table, slot, run)) return;
    const seat = workerIn(run) - 1;
    const watched = this.#watched.get(load(table.words, table.seats.fieldOf(seat, WORK_ROW, WORKER)));
    if (watched === undefined) return;
    watched.heedless = load(table.words, GRACE);
    this.#send({ key: this.#key, kill: watched.id });
  }

  /** Whether the thread that runs it does something else that was not cancelled. */
  #hasCompany(state: number): boolean {
    const { table } = this.#desk;
    let has = false;
    table.eachSlot((_, at, other) => {
      has ||=
        (other & STATES) === RUNNING && workerIn(other) === workerIn(state) && load(table.words, at + CANCEL) === 0;
    });
    return has;
  }

  /** From now on what was cancelled has so many milliseconds, unless it had a limit anyway. */
  closing(grace: number): void {
    const { words } = this.#desk.table;
    if (load(words, GRACE) >= 0) return;
    this.#spares = true;
    store(words, GRACE, grace); // before the look around: who cancels from now on wakes this thread
    this.called();
  }

  /**
   * It was ended from outside. If that was before it had taken its end of the lifeline, which is on its way then, that end closes when the event
   * loop of its owner turns, and not before: whoever blocks until the thread is gone would wait for ever.
   */
  ending(id: number): void {
    const watched = this.#watched.get(id);
    if (watched === undefined || watched.hasBegun) return;
    setTimeout(() => {
      if (!watched.hasBegun) this.#ended(watched);
    }, ENDED_BY);
  }

  alarm(ms: number, what: Alarm['what']): void {
    setTimeout(() => this.#send({ key: this.#key, alarm: what }), ms);
  }

  /** The pool is no more. */
  end(): void {
    this.#news[Symbol.dispose]();
    this.#desk.leave();
  }

  /** The crew hears of it even if its thread blocks. */
  #send(news: News): void {
    this.#tell(news);
    const { table } = this.#desk;
    store(table.words, NEWS, 1);
    const crew = load(table.words, CREW) - 1;
    if (crew >= 0) table.wake(crew);
  }

  #ended(watched: Watched): void {
    if (!this.#watched.delete(watched.id)) return; // its lifeline closes at last
    const { table, handle } = this.#desk;
    let ending = endingOf(handle.name, watched);
    const seat = table.seatOfWorker(watched.id);
    if (seat >= 0) {
      ending = { ...ending, wasAtWork: this.#failCalls(seat, watched.last, ending) };
      store(table.words, table.seats.fieldOf(seat, WORK_ROW, WORKER), 0); // from now on others may have the seat
    }
    if (!watched.leaves) add(table.words, WORKERS, -1);
    if (watched.ready) add(table.words, READY, -1);
    endThread(table.seats.ground, watched.thread, table.me);
    for (let other = 0; other < table.seats.used; other += 1) {
      if (load(table.words, table.headOf(other)) !== 0) table.wake(other); // it may have died between an answer and the wake
    }
    const cause = ending.cause === undefined ? undefined : packError(ending.cause);
    this.#send({ key: this.#key, ended: { ...ending, cause } });
  }

  /** Answers whether there were any. */
  #failCalls(seat: number, last: Word['exit'], ending: Ending): boolean {
    const { table } = this.#desk;
    const { words } = table;
    const wasClosed = last === undefined && load(words, SHUT) !== 0;
    for (const [field, counter] of [
      [IS_IDLE, IDLE],
      [IS_BLOCKED, BLOCKED],
    ] as const) {
      if (load(words, table.seats.fieldOf(seat, WORK_ROW, field)) !== 0) add(words, counter, -1);
    }
    let any = false;
    this.#desk.table.eachSlot((slot, _, state) => {
      const kind = state & STATES;
      if (workerIn(state) === seat + 1 && kind === ANSWERED) this.#tellOf(slot, state);
      if (workerIn(state) !== seat + 1 || (kind !== RUNNING && kind !== DOOMED)) return;
      any = true;
      add(table.words, FAILED, 1);
      failSlot(this.#desk, slot, reportOf(this.#desk, ending, wasClosed));
    });
    return any;
  }

  /** Whoever waits for the answer looks for it without being told. */
  #tellOf(slot: number, state: number): void {
    const { table } = this.#desk;
    if (!markUntold(table, slot, state)) return;
    add(table.words, UNTOLDS, 1);
    table.wake(load(table.words, table.blockOf(slot >> BLOCK_BITS) + OWNER_SEAT));
  }

  /** Nobody waits any more for the calls of a thread that has ended. */
  #abandon(): void {
    const { table } = this.#desk;
    this.#desk.table.eachSlot((slot, at, state) => {
      const owner = load(table.words, table.blockOf(slot >> BLOCK_BITS) + OWNER);
      if (owner === 0 || isThere(table.seats.ground, owner)) return;
      if (!isAnswered(state) && dropCall(table, slot)) {
        dropPayload(this.#desk, slot);
        return;
      }
      const now = load(table.words, at + STATE);
      if (isAnswered(now)) setTimeout(() => this.#free(slot, at, now), TOLD_BY);
      else if (workerIn(now) > 0) table.wake(workerIn(now) - 1);
    });
    if (load(table.words, GRACE) >= 0) this.called();
  }

  #free(slot: number, at: number, state: number): void {
    const { table } = this.#desk;
    const { words } = table;
    if (isThere(table.seats.ground, load(words, table.blockOf(slot >> BLOCK_BITS) + OWNER))) return; // it has an heir
    if (compareExchange(words, at + STATE, state, FREE) === state) dropPayload(this.#desk, slot);
  }
}
