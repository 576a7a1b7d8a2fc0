import { isThere } from '../../camp/fellow-word.js';
import { home } from '../../camp/home.js';
import { Vigil } from '../../camp/vigil.js';
import { SendError } from '../../channel/errors.js';
import type { Context } from '../../core/context.js';
import { DeadlockError } from '../../core/errors.js';
import { add, load, macrotask, now, store } from '../../platform/index.js';
import type { Callee } from '../answering/callee.js';
import { running } from '../answering/this-call.js';
import { watch } from '../crew/watch.js';
import { PoolClosedError, PoolFullError, ThreadDiedError } from '../errors.js';
import { takeAnswered } from '../wire/answers.js';
import {
  ANSWERED,
  BLOCKED,
  CANCEL,
  CREW,
  DIED,
  FREE,
  GRACE,
  IS_BLOCKED,
  KIND,
  SHUT,
  STATE,
  STATES,
  UNTOLD,
  VALUE,
  WAITS,
  WATCHER,
  WORK_ROW,
  workerIn,
} from '../wire/layout.js';
import { Slots } from '../wire/slots.js';
import { dropCall, queueCall, unqueueCall } from '../wire/states.js';
import { wish } from '../wire/wish.js';
import { Aftermath } from './aftermath.js';
import { Call, type Line } from './call.js';
import type { Desk, Part } from './desk.js';
import { dropPayload, takePayload, writePayload } from './mail.js';
import { Overflow } from './overflow.js';

/** How long an event loop looks for answers at each of its turns, before it lets itself be woken: milliseconds. */
const LOOKING_MS = 0.3;

/** How a call is made. */
export interface Manner {
  /** 0 is the most urgent one. */
  readonly priority: number;
  /** Whether to fail when there is no room, rather than to wait for it. */
  readonly tries: boolean;
}

/**
 * Who calls, on this thread: writes calls into slots, and hands the answers to whoever waits.
 *
 * A thread that blocks is woken by its bell. An event loop looks by itself for a while at first, for being woken costs it
 * fifty microseconds, and most answers come sooner.
 */
export class Caller implements Part, Line {
  readonly #desk: Desk;
  readonly #slots: Slots;
  readonly #calls: (Call<unknown> | undefined)[] = [];
  readonly #overflow: Overflow;
  readonly #answered: number[] = [];
  readonly #vigil = new Vigil();
  /** Of calls that were dropped in scopes, by their slots. */
  readonly #aftermaths = new Map<number, Aftermath>();
  #open = 0;
  #isLooking = false;
  #quietSince = 0;
  /** What helps while this thread blocks: a worker that calls its own pool. */
  helper: { readonly callee: Callee; mayRun(name: string): boolean } | null = null;
  #isBlocked = false;
  /** The call that this thread blocks on, or has blocked on last. */
  #blocking: Call<unknown> | null = null;
  readonly #news: Disposable;

  private constructor(desk: Desk) {
    this.#desk = desk;
    this.#slots = new Slots(desk.table, desk.seat);
    this.#overflow = new Overflow(
      desk,
      (slot) => this.#refuse(slot),
      () => this.#blocking?.stir(),
    );
    desk.join(this);
    this.#news = home.fellows(desk.table.member).onEnd(this.#missing);
    this.#missing(); // it may have ended before this thread came
  }

  /** This thread's at that desk. */
  static of(desk: Desk): Caller {
    const known = callers.get(desk) ?? new Caller(desk);
    callers.set(desk, known);
    return known;
  }

  /** How many calls of this thread's are under way. */
  get open(): number {
    return this.#open;
  }

  /**
   * Calls a function.
   *
   * @param args - the arguments; its name is put behind them, so that errors count them as the caller does.
   * @throws PayloadError when an argument can't be carried; PoolFullError, if it tries; PoolClosedError.
   */
  call<T>(name: string, args: unknown[], manner: Manner): Call<T> {
    const { table } = this.#desk;
    if (table.words[SHUT] !== 0) throw this.#closed();
    args.push(name);
    const slot = this.#slots.take();
    try {
      writePayload(this.#desk, slot, args);
      queueCall(table, slot);
      this.#queue(slot, manner);
    } catch (error) {
      if (this.#takeBack(slot)) throw error;
    }
    const call = new Call<T>(this, slot, `${name}() of ${this.#desk.handle.name}`);
    this.#calls[slot] = call as Call<unknown>;
    this.#open += 1;
    this.#wish(); // not sooner: if no worker can be had, the call is failed in here
    if (!this.#isLooking) this.#beginLooking();
    return call;
  }

  /** As {@link Part.called}, and for whoever polls. */
  look(): void {
    const { table, seat } = this.#desk;
    this.#setBlocked(false);
    this.#overflow.advance();
    if (table.words[table.headOf(seat)] !== 0) this.called();
  }

  called(): void {
    this.#setBlocked(false); // whoever blocks looks again, and says so again
    const list = this.#answered;
    takeAnswered(this.#desk.table, this.#desk.seat, list);
    if (list.length === 0) return;
    this.#quietSince = 0;
    const slots = list.splice(0); // whoever is woken may come back here
    for (const slot of slots) this.#settle(slot);
    if (this.#open === 0) this.#vigil.end();
    else if (!this.#isLooking) this.#beginLooking();
  }

  left(): void {
    this.#news[Symbol.dispose]();
    this.#vigil.end();
  }

  await(cx: Context, slot: number, call: Call<unknown>): void {
    if (cx.services.eventLoop) return; // it looks anyway
    if (this.helper !== null && !this.#help(slot, call)) return;
    this.#blocking = call;
    watch.await(cx);
    cx.waker.share(); // so whoever blocks knows that another thread may wake it
  }

  /**
   * A worker that blocks on a call of its own pool runs calls meanwhile, or all workers could come to wait for ones that
   * nobody is left to run. One whose function needs an event loop is left to others, and the crew is asked for one more.
   *
   * @returns whether the call is still under way.
   */
  #help(slot: number, call: Call<unknown>): boolean {
    const helper = this.helper as NonNullable<Caller['helper']>;
    while (this.#calls[slot] === call && helper.callee.helpOnce(helper.mayRun)) this.look();
    if (this.#calls[slot] !== call) return false;
    if (running.calls.has(slot)) {
      throw new DeadlockError(`blockOn: ${call} runs on this very thread, whose event loop it needs; await it instead`);
    }
    this.#setBlocked(true);
    this.#wish();
    return true;
  }

  #setBlocked(isBlocked: boolean): void {
    if (this.#isBlocked === isBlocked) return;
    this.#isBlocked = isBlocked;
    const { table, seat } = this.#desk;
    const field = table.seats.fieldOf(seat, WORK_ROW, IS_BLOCKED);
    // A thread that dies between the two is counted as blocked for ever, which costs a worker more, not one that is missing.
    if (!isBlocked) store(table.words, field, 0);
    add(table.words, BLOCKED, isBlocked ? 1 : -1);
    if (isBlocked) store(table.words, field, 1);
  }

  cancel(slot: number, call: Call<unknown>, follows: boolean): Aftermath | null {
    if (this.#calls[slot] !== call) return null;
    this.#calls[slot] = undefined;
    this.#less();
    const { table } = this.#desk;
    if (dropCall(table, slot)) {
      dropPayload(this.#desk, slot);
      this.#slots.give(slot);
      return null;
    }
    const worker = workerIn(load(table.words, table.slotAt(slot) + STATE)) - 1;
    if (worker >= 0 && worker < table.seats.length) table.wake(worker);
    const watcher = load(table.words, WATCHER) - 1;
    if (watcher >= 0 && load(table.words, GRACE) >= 0) table.wake(watcher);
    return follows ? this.#follow(slot, call) : null;
  }

  /** Waits for the end of a call that nobody waits for. */
  #follow(slot: number, call: Call<unknown>): Aftermath {
    const waits = (cx: Context): void => {
      this.look();
      if (cx.services.eventLoop) return;
      cx.waker.share();
      watch.await(cx);
    };
    const forget = (): void => {
      this.#aftermaths.delete(slot);
      this.#less();
    };
    const aftermath = new Aftermath(String(call), waits, forget);
    this.#aftermaths.set(slot, aftermath);
    this.#open += 1;
    if (!this.#isLooking) this.#beginLooking();
    return aftermath;
  }

  #queue(slot: number, manner: Manner): void {
    const jobs = this.#desk.jobs[manner.priority];
    if (jobs === undefined)
      throw new RangeError(
        `priority: expected a whole number from 0 to ${this.#desk.jobs.length - 1}, got ${manner.priority}`,
      );
    try {
      if (!this.#overflow.isEmpty || !jobs.trySend(slot)) {
        if (manner.tries)
          throw new PoolFullError(`${this.#desk.handle.name}: ${jobs.capacity} calls wait, as many as may`);
        add(this.#desk.table.words, WAITS, 1);
        this.#overflow.add(slot, manner.priority);
      }
    } catch (error) {
      throw error instanceof SendError ? this.#closed() : error;
    }
  }

  /** Asks for one more worker, if all are at work and there may be more. */
  #wish(): void {
    const { table } = this.#desk;
    const crew = wish(table);
    if (crew === this.#desk.seat) this.#desk.wakeByRef();
    else if (crew >= 0) table.wake(crew);
    const watcher = load(table.words, WATCHER) - 1;
    if (crew >= 0 && crew !== this.#desk.seat && watcher >= 0) table.wake(watcher); // the crew's thread may hear messages only
  }

  /** It was not queued, or is not to be. Answers false when a worker that does what is left has taken it. */
  #takeBack(slot: number): boolean {
    const { table } = this.#desk;
    if (!unqueueCall(table, slot)) return false;
    dropPayload(this.#desk, slot);
    this.#slots.give(slot);
    return true;
  }

  #refuse(slot: number): void {
    const { table } = this.#desk;
    if (!dropCall(table, slot)) return;
    const call = this.#calls[slot];
    this.#calls[slot] = undefined;
    dropPayload(this.#desk, slot);
    this.#slots.give(slot);
    if (call === undefined) return;
    this.#less();
    call.settle(false, this.#closed());
  }

  #settle(slot: number): void {
    const { table } = this.#desk;
    const at = table.slotAt(slot);
    const call = this.#calls[slot];
    this.#calls[slot] = undefined;
    const kind = table.words[at + KIND];
    if (call === undefined) dropPayload(this.#desk, slot);
    let isValue = kind === VALUE;
    let result: unknown;
    try {
      if (call !== undefined) result = takePayload(this.#desk, slot);
    } catch (error) {
      isValue = false;
      result = error;
    }
    store(table.words, at + STATE, FREE);
    this.#slots.give(slot);
    if (call === undefined) {
      this.#ended(slot);
      return;
    }
    this.#less();
    call.settle(isValue, kind === DIED ? died(result) : result);
  }

  /** A call has ended that nobody waits for, but perhaps for that. */
  #ended(slot: number): void {
    const aftermath = this.#aftermaths.get(slot);
    if (aftermath === undefined) return;
    this.#aftermaths.delete(slot);
    this.#less();
    aftermath.end();
  }

  #less(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#vigil.end();
  }

  #beginLooking(): void {
    this.#isLooking = true;
    this.#quietSince = 0;
    macrotask(this.#lookAgain);
  }

  readonly #lookAgain = (): void => {
    this.look();
    if (this.#open === 0) {
      this.#isLooking = false;
      return;
    }
    const time = now();
    if (this.#quietSince === 0) this.#quietSince = time;
    if (time - this.#quietSince < LOOKING_MS) {
      macrotask(this.#lookAgain);
      return;
    }
    this.#isLooking = false;
    this.#vigil.begin();
    this.look(); // what came before the bell was heard
  };

  /** If the thread that owned the workers has ended, so have they, and nobody will answer. */
  readonly #missing = (): void => {
    const { table } = this.#desk;
    this.called();
    for (const [slot, call] of this.#calls.entries())
      if (call !== undefined && this.#isUntold(slot)) this.#settle(slot);
    const crew = load(table.words, CREW) - 1;
    if (crew < 0 || isThere(table.seats.ground, load(table.words, table.seats.ownerOf(crew)))) return;
    store(table.words, SHUT, 1);
    for (const slot of [...this.#aftermaths.keys()]) this.#ended(slot);
    for (const call of this.#calls.splice(0)) {
      if (call === undefined) continue;
      this.#less();
      call.settle(false, new ThreadDiedError(`${call}: the thread that the pool belonged to has ended`));
    }
  };

  /** Whether it was answered, and its worker died before it could tell. */
  #isUntold(slot: number): boolean {
    const { words } = this.#desk.table;
    const at = this.#desk.table.slotAt(slot);
    return (load(words, at + STATE) & STATES) === ANSWERED && load(words, at + CANCEL) === UNTOLD;
  }

  #closed(): PoolClosedError {
    return new PoolClosedError(`${this.#desk.handle.name}: it was closed`);
  }
}

const callers = /* @__PURE__ */ new WeakMap<Desk, Caller>();

/** What the watcher wrote of a thread's end. */
function died(report: unknown): unknown {
  if (report instanceof Error && report.name !== 'Error') return report;
  const { message, cause } = (report ?? {}) as { message?: string; cause?: unknown };
  return new ThreadDiedError(String(message), cause === undefined ? undefined : { cause });
}
