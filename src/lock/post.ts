import { wordOf } from '../camp/fellow-word.js';
import { home } from '../camp/home.js';
import type { Member } from '../camp/member.js';
import type { Seats } from '../camp/seats.js';
import { Vigil } from '../camp/vigil.js';
import { WaitRow } from '../camp/wait-row.js';
import type { Context } from '../core/context.js';
import { HandleError } from '../core/errors.js';
import { Waker } from '../core/waker.js';
import { load } from '../platform/index.js';
import { LockError } from './errors.js';
import { DRAIN_ROW, HELD, HELD_ROW, ROW, TRANSIT } from './layout.js';
import { Line } from './line.js';

/**
 * What a thread has of one lock: its seat, and those who wait here. However often the lock is attached on a thread, it
 * has one post. It is the waker of the seat's slot: a call by another thread comes in here.
 */
export class Post extends Waker {
  readonly words: Int32Array;
  readonly seats: Seats;
  readonly seat: number;
  /** The thread's word: what stands in the lock while this thread has it. */
  readonly me: number;
  readonly line: Line;
  /** Of a writer that waits for readers. */
  readonly drain: Line;
  /** Whether a call is for all who wait here, as at a barrier; else it is for the next one. */
  readonly #forAll: boolean;
  readonly #news: Disposable;
  /** Lock objects and guards on this thread. */
  #uses = 0;
  #left = false;
  /** Whether somebody waits here for this very thread, so that the executor was not told that another one may wake it. */
  #alone = false;
  /** The same of a task of an event loop, which nothing keeps alive then. */
  #isIdle = false;
  #isShared = false;
  /** While a task of an event loop waits for other threads. */
  readonly #vigil = new Vigil();
  #listening: Disposable | null = null;

  private constructor(seats: Seats, forAll: boolean) {
    super();
    seats.reap();
    const { member } = seats;
    this.seats = seats;
    this.words = seats.words;
    this.#forAll = forAll;
    this.me = wordOf(member.record, member.epoch);
    this.seat = seats.take(this);
    this.line = new Line(new WaitRow(seats, ROW, this.seat, this));
    this.drain = new Line(new WaitRow(seats, DRAIN_ROW, this.seat, this));
    this.#news = home.fellows(member).onEnd(() => this.#missing());
  }

  /**
   * This thread's at that lock.
   *
   * @throws RangeError when all places are taken.
   */
  static of(seats: Seats, forAll: boolean): Post {
    const seat = seats.find();
    const known = seat < 0 ? undefined : seats.member.locals.get(load(seats.words, seats.keyOf(seat)));
    const post = known instanceof Post ? known : new Post(seats, forAll);
    post.keep();
    return post;
  }

  get member(): Member {
    return this.seats.member;
  }

  /** Whether another thread may have the lock, or come to have it. */
  get isShared(): boolean {
    return this.#isShared;
  }

  /** Another thread may come from now on: those who wait look again, for now they wait for that one, too. */
  publish(): void {
    if (this.#isShared) return;
    this.#isShared = true;
    this.line.wakeAll();
    this.drain.wakeAll();
  }

  /** @throws LockError when the place was given back, so that nobody may begin to wait here. */
  check(name: string): void {
    if (this.#left) throw new LockError(`${name}: the lock was dropped on this thread`);
  }

  /** One more lock object or guard. */
  keep(): void {
    this.#uses += 1;
  }

  /** One less; the last one gives the seat back. */
  drop(): void {
    this.#uses -= 1;
    this.#leave();
  }

  /** Where the thread counts what it has. */
  get held(): number {
    return this.seats.fieldOf(this.seat, HELD_ROW, HELD);
  }

  /** Whether newcomers may take what is there: it is nobody's turn, or that of a thread that died. */
  get isOpen(): boolean {
    const { turn } = this.line.row;
    if (turn === 0) return true;
    if (turn < 0 || turn > this.seats.length) {
      throw new HandleError('lock: its memory was overwritten: it is the turn of a thread that has no place there');
    }
    if (this.seats.isTaken(turn - 1)) return false;
    this.seats.reap();
    return true;
  }

  /** What all threads that live have. */
  sum(): number {
    const { words, seats } = this;
    let sum = 0;
    for (let seat = seats.used - 1; seat >= 0; seat -= 1) {
      const has = load(words, seats.fieldOf(seat, HELD_ROW, HELD));
      if (has !== 0 && seats.isTaken(seat)) sum += has;
    }
    return sum;
  }

  /** After bringing what others wait for: calls the thread that has waited longest. */
  call(): void {
    const { row } = this.line;
    this.#tellOwn();
    // SYNC: the look comes after what was brought; pairs with the flag in WaitRow.enlist.
    if (row.isAwaited) row.call();
  }

  /** The same for all who wait. */
  callAll(): void {
    this.#tellOwn();
    const { row } = this.line;
    if (row.isAwaited) row.callAll();
  }

  /**
   * Somebody waits.
   *
   * @param alone - whether only this thread can bring what it waits for: then one that blocks waits for ever, and an event
   * loop that has nothing else to do may end.
   */
  hold(cx: Context, alone: boolean): void {
    const { eventLoop } = cx.services;
    if (alone) {
      if (eventLoop) this.#doze();
      else this.#alone ||= this.#isShared;
    } else if (eventLoop) this.#vigil.begin();
    else cx.waker.expectOthers(); // so whoever blocks knows that another thread may wake it
  }

  /** It keeps nothing alive, but hears if another thread that has tried in vain calls this one in its turn. */
  #doze(): void {
    if (!this.#isShared) return;
    this.#isIdle = true;
    this.#vigil.doze();
  }

  /** Somebody does not wait any more. */
  rest(): void {
    if (!this.line.isEmpty || !this.drain.isEmpty) return;
    this.#vigil.end();
    this.#isIdle = false;
    this.#alone = false;
    this.#leave();
  }

  override wakeByRef(): void {
    this.#wakeLine();
    this.drain.wakeAll();
    this.#leave(); // the last member that was on its way has arrived, perhaps
  }

  #wakeLine(): void {
    if (this.#forAll) this.line.wakeAll();
    else this.line.called();
  }

  override clone(): Waker {
    return this;
  }

  override willWake(other: Waker): boolean {
    return other === this;
  }

  override [Symbol.dispose](): void {}

  /**
   * One of each executor looks, and if another thread was faster it waits for that one. On an event loop they need not look for that: it is
   * kept alive, in case.
   */
  #tellOwn(): void {
    if (this.#isIdle) this.#vigil.begin();
    this.#isIdle = false;
    // As long as somebody waits: who looked may have got it, and then the next one has to look when it is free again.
    if (this.#alone) this.#wakeLine();
  }

  /** A thread has ended: what it had is free, and a call that it got is lost. */
  #missing(): void {
    this.seats.reap();
    this.line.wakeAll();
    this.drain.wakeAll();
  }

  #leave(): void {
    if (this.#uses > 0 || this.#left || !this.line.isEmpty || !this.drain.isEmpty) return;
    const transit = this.seats.fieldOf(this.seat, HELD_ROW, TRANSIT);
    if (load(this.words, transit) !== 0) {
      this.#listening ??= home.overhear(); // members of a wait group are on their way: this seat vouches for them until they arrive
      return;
    }
    this.#left = true;
    this.#listening?.[Symbol.dispose]();
    this.#news[Symbol.dispose]();
    this.seats.leave(this.seat);
  }
}
