import { isThere } from '../../camp/fellow-word.js';
import { home } from '../../camp/home.js';
import type { Context } from '../../core/context.js';
import type { Looker } from '../../core/watch.js';
import { load, store } from '../../platform/index.js';
import { checkStarted } from '../crew/turning.js';
import { watch } from '../crew/watch.js';
import { ThreadDiedError } from '../errors.js';
import { pushAnswered } from '../wire/answers.js';
import { CREW, GRACE, isSeen, KIND, MOST, QUEUED, SHUT, STATE, STATES, WATCHER, workerIn } from '../wire/layout.js';
import { Slots } from '../wire/slots.js';
import { askThread, dropCall, queueCall, unqueueCall, unwatchCall, watchCall } from '../wire/states.js';
import type { Aftermath } from './aftermath.js';
import { Aftermaths } from './aftermaths.js';
import { Asked, partOf, type Question } from './asked.js';
import { Asking } from './asking.js';
import { Call, type Line } from './call.js';
import type { Desk, Part } from './desk.js';
import { gone } from './died.js';
import { driving } from './driving.js';
import { type Address, type Gift, Giver } from './gift.js';
import type { Helping } from './helping.js';
import { Lookout } from './lookout.js';
import { dropPayload, parcelTo, writePayload } from './mail.js';
import { markOf } from './mark-of.js';
import { type Manner, Queueing } from './queueing.js';
import { Settling } from './settling.js';
import { UnderWay } from './under-way.js';

/** Who calls, on this thread: writes calls into slots, and hands the answers to whoever waits. */
export class Caller implements Part, Line {
  readonly #desk: Desk;
  readonly #slots: Slots;
  readonly #queueing: Queueing;
  /** What calls are called in errors, by the names of their functions: a text for each call would outlive the nursery with it. */
  readonly #labels = new Map<string, string>();
  readonly #lookout: Lookout;
  readonly #underWay: UnderWay;
  readonly #giver: Giver;
  readonly #asking: Asking;
  readonly #aftermaths: Aftermaths;
  readonly #settling: Settling;
  readonly #news: Disposable;

  private constructor(desk: Desk) {
    this.#desk = desk;
    this.#lookout = new Lookout(desk.table.words[MOST] as number, () => this.look());
    this.#underWay = new UnderWay(desk, this.#lookout);
    this.#aftermaths = new Aftermaths(this.#lookout, () => this.look());
    this.#slots = new Slots(desk.table, desk.seat, (slot) => dropPayload(desk, slot));
    this.#giver = new Giver(desk);
    this.#asking = new Asking(desk.table);
    this.#settling = new Settling(desk, {
      slots: this.#slots,
      underWay: this.#underWay,
      aftermaths: this.#aftermaths,
      asking: this.#asking,
      asked: new Asked(desk, this.#underWay),
    });
    this.#queueing = new Queueing(desk, (slot) => this.#refuse(slot));
    desk.join(this);
    driving.join(this.#underWay);
    this.#news = home.fellows(desk.table.member).onEnd(this.#missing);
    this.#missing(); // it may have ended before this thread came
  }

  /** This thread's at that desk. */
  static of(desk: Desk): Caller {
    const known = callers.get(desk) ?? new Caller(desk);
    callers.set(desk, known);
    return known;
  }

  /** What this thread does while it blocks, as it is a worker. */
  set helping(helping: Helping) {
    this.#underWay.helping = helping;
  }

  /** How many calls of this thread's are under way. */
  get open(): number {
    return this.#lookout.open;
  }

  /**
   * Calls a function.
   *
   * @param args - the arguments; its name is put behind them, so that errors count them as the caller does.
   * @throws PayloadError when an argument can't be carried; PoolFullError, if it tries; PoolClosedError.
   */
  call<T>(name: string, args: unknown[], manner: Manner): Call<T> {
    const { table } = this.#desk;
    if (table.words[SHUT] !== 0) throw this.#queueing.closed();
    const slot = this.#slots.take();
    let gift: Gift | null = null;
    try {
      this.#giver.take(); // of one that could not be packed
      writePayload(this.#desk, slot, followedBy(name, args), this.#giver);
      gift = this.#giver.take();
      table.words[table.slotAt(slot) + KIND] = markOf(name);
      queueCall(table, slot);
      this.#queueing.put(slot, manner);
    } catch (error) {
      if (this.#takeBack(slot)) throw error;
    }
    const call = new Call<T>(this, slot, this.#labels.get(name) ?? this.#label(name), gift);
    this.#underWay.enter(slot, call);
    this.#queueing.wish(); // not sooner: if no worker can be had, the call is failed in here
    return call;
  }

  /** Asks something of the thread whose call this one runs. @throws PayloadError when an argument can't be carried. */
  ask<T>([seat, owner]: Address, name: string, question: Question): Call<T> {
    const { table } = this.#desk;
    if (!isThere(table.seats.ground, owner)) throw gone(name);
    const slot = this.#slots.take();
    try {
      writePayload(this.#desk, slot, question, undefined, parcelTo(this.#desk, owner), partOf);
    } catch (error) {
      this.#slots.give(slot);
      throw error;
    }
    const call = new Call<T>(this, slot, name, null);
    this.#asking.add(slot, owner);
    this.#underWay.enter(slot, call);
    askThread(table, slot, seat);
    return call;
  }

  #label(name: string): string {
    const label = `${name}() of ${this.#desk.handle.name}`;
    this.#labels.set(name, label);
    return label;
  }

  /** As {@link Part.called}, and for whoever polls. */
  look(): void {
    this.#queueing.advance();
    if (this.#settling.isDue) this.called();
  }

  called(): void {
    this.#queueing.advance();
    if (this.#settling.take()) this.#lookout.heard();
  }

  left(): void {
    this.#news[Symbol.dispose]();
    driving.leave(this.#underWay);
    this.#lookout.end();
  }

  /**
   * A worker looks for calls that it could run instead, and what is asked of another thread is not watched: its state says who is asked.
   * Questions, and items of streams, come by the stack all the while, and those that came before the answer come first.
   */
  watch(looker: Looker, slot: number): void {
    if (!looker.looks || this.#underWay.helping !== null) return;
    const { table, seat } = this.#desk;
    if (!watchCall(table, slot)) return;
    looker.lookFor(table.words, table.slotAt(slot) + STATE, isSeen, table.headOf(seat));
    if (unwatchCall(table, slot)) return;
    if (!this.#settling.isDue) this.#settling.settle(slot);
    else {
      pushAnswered(table, slot);
      this.called();
    }
  }

  await(cx: Context, slot: number, call: Call<unknown>): void {
    const { helping } = this.#underWay;
    if (cx.services.eventLoop) {
      helping?.unblock(slot);
      return; // it looks anyway
    }
    const look = (): void => this.look();
    const wish = (): void => this.#queueing.wish();
    const isQuestion = this.#asking.has(slot);
    if (helping?.block(slot, call, { isQuestion, isDriven: driving.isPolling(cx), look, wish }) === false) return;
    if (watch.isHere) checkStarted(this.#desk, call);
    watch.await(cx);
    cx.waker.expectOthers(); // so whoever blocks knows that another thread may wake it
  }

  cancel(slot: number, call: Call<unknown>, follows: boolean): Aftermath | null {
    if (this.#underWay.at(slot) !== call) return null;
    this.#underWay.leave(slot, call);
    const { table } = this.#desk;
    if (dropCall(table, slot)) {
      this.#desk.sweeper?.note();
      dropPayload(this.#desk, slot);
      this.#slots.give(slot);
      return null;
    }
    const worker = workerIn(load(table.words, table.slotAt(slot) + STATE)) - 1;
    if (worker >= 0 && worker < table.seats.length) table.wake(worker);
    const watcher = load(table.words, WATCHER) - 1;
    if (watcher >= 0 && load(table.words, GRACE) >= 0) table.wake(watcher);
    this.#aftermaths.await(slot);
    return follows ? this.#aftermaths.follow(slot, call) : null;
  }

  drive(cx: Context): void {
    driving.poll(cx);
  }

  stalls(isStalled: boolean): void {
    this.#lookout.stalls(isStalled);
  }

  isQueued(slot: number): boolean {
    const { table } = this.#desk;
    return (load(table.words, table.slotAt(slot) + STATE) & STATES) === QUEUED;
  }

  /** It was not queued, or is not to be. Answers false when a worker that does what is left has taken it. */
  #takeBack(slot: number): boolean {
    if (!unqueueCall(this.#desk.table, slot)) return false;
    dropPayload(this.#desk, slot);
    this.#slots.give(slot);
    return true;
  }

  #refuse(slot: number): void {
    if (!dropCall(this.#desk.table, slot)) return;
    const call = this.#underWay.at(slot);
    dropPayload(this.#desk, slot);
    this.#slots.give(slot);
    if (call === undefined) return;
    this.#underWay.leave(slot, call);
    call.settle(false, this.#queueing.closed());
  }

  /** A thread has ended. If it owned the workers, so have they, and nobody will answer. */
  readonly #missing = (): void => {
    const { table } = this.#desk;
    const { ground } = table.seats;
    this.called();
    this.#asking.giveUp((slot, isFree) => this.#unask(slot, isFree));
    const crew = load(table.words, CREW) - 1;
    if (crew < 0 || isThere(ground, load(table.words, table.seats.ownerOf(crew)))) return;
    store(table.words, SHUT, 1);
    this.#aftermaths.endAll();
    this.#underWay.each((slot, call) => {
      this.#underWay.leave(slot, call);
      call.settle(false, new ThreadDiedError(`${call}: the thread that the pool belonged to has ended`));
    });
  };

  #unask(slot: number, isFree: boolean): void {
    if (isFree) {
      dropPayload(this.#desk, slot);
      this.#slots.give(slot);
      this.#aftermaths.end(slot);
    }
    const call = this.#underWay.at(slot);
    if (call === undefined) return;
    this.#underWay.leave(slot, call);
    call.settle(false, gone(String(call)));
  }
}

/** A `push` makes room for seventeen more. */
function followedBy(last: string, values: readonly unknown[]): unknown[] {
  const { length } = values;
  const all = new Array<unknown>(length + 1);
  for (let i = 0; i < length; i += 1) all[i] = values[i];
  all[length] = last;
  return all;
}

const callers = /* @__PURE__ */ new WeakMap<Desk, Caller>();
