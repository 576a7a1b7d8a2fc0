import { home } from '../../camp/home.js';
import { Branch, type Whole } from '../../combinators/branch.js';
import type { Context } from '../../core/context.js';
import { HOST_SERVICES, type Services } from '../../core/context.js';
import { WakerError } from '../../core/errors.js';
import { cloneFrom, type Waker, type WakerHandle } from '../../core/waker.js';

/** One of a {@link Crowd}: its waker, and the context that it is polled with. */
export abstract class Member extends Branch {
  /** Whether it stands in line to be polled. */
  isQueued = false;
}

/** So many of the line may have been served before it is cut. */
const SERVED = 1_000;

/**
 * Members that come and go, each of which is polled only when it was woken: `FuturesUnordered` of futures-rs, with a line of
 * those that were woken. It is `Woken` of the combinators for a number that is not known before; here the first that was
 * woken comes first.
 *
 * Wakes from other threads reach the task without passing here: such members are pinned, and polled every time.
 */
export class Crowd<M extends Member> implements Whole {
  /** Of the latest poll. */
  services: Services = HOST_SERVICES;
  #clocks: number | undefined;
  #line: M[] = [];
  /** How many of the line were served. */
  #served = 0;
  /** How many may still be polled in this poll. */
  #left = 0;
  /** Of the poll that is running. */
  #cx: Context | null = null;
  /** Of the latest poll that was pending. */
  #waker: Waker | undefined;
  readonly #pinned = new Set<M>();
  /** How many members wait for what other threads do. */
  #expecting = 0;
  #isQuiet = false;

  /**
   * Begins a poll of the whole. Answers whether another one drives it now, with other timers: what members have armed may never
   * fire, so all of them are to be woken.
   */
  begin(cx: Context): boolean {
    const { services } = this;
    this.#cx = cx;
    this.#left = -1;
    for (const member of this.#pinned) this.woken(member);
    const isAnew = cx.services.clocks !== this.#clocks;
    if (cx.services === services && !isAnew) return false;
    this.services = cx.services;
    this.#clocks = cx.services.clocks;
    return isAnew || cx.services.timers !== services.timers;
  }

  /**
   * The next one to poll; null when this poll has done its share: those who stood in line at the first call, or one that wakes
   * itself would keep it from ending, and no more than the budget, so that others have their turn.
   */
  take(): M | null {
    if (this.#left < 0) this.#left = Math.min(Math.max(1, this.services.budget), this.#waiting);
    while (this.#left > 0) {
      this.#left -= 1;
      const member = this.#line[this.#served] as M;
      this.#served += 1;
      member.isQueued = false;
      if (this.#served > SERVED && this.#served > this.#waiting) this.#cut();
      if (member.done) continue;
      member.expectNobody();
      return member;
    }
    return null;
  }

  /** Ends a poll that answers pending. */
  end(cx: Context): void {
    this.#cx = null;
    this.#waker = cloneFrom(this.#waker, cx.waker);
    if (this.#expecting > 0 && !cx.services.eventLoop) cx.waker.expectOthers();
    if (this.#waiting > 0) cx.waker.wakeByRef();
  }

  /** The whole is dropped, or its members are gone: wakes whoever waits, unless that is who polls now. */
  stir(): void {
    if (this.#cx === null) this.#waker?.wakeByRef();
  }

  /** Ends a poll that is not pending, or the wait of whoever polled: nobody is to be woken now. */
  rest(): void {
    this.#cx = null;
    this.#waker?.[Symbol.dispose]();
    this.#waker = undefined;
  }

  /**
   * Drops members, and rests. Nobody is woken for that; but what they clean up may ask for a handle meanwhile, and gets one of whoever polled
   * last, or of nobody: whoever adopts it polls it, and it asks again.
   */
  dropQuietly(drop: () => void): void {
    this.#isQuiet = true;
    try {
      drop();
    } finally {
      this.#isQuiet = false;
      this.rest();
    }
  }

  /** It is not polled again, even if it was woken. */
  leave(member: M): void {
    member.done = true;
    member.expectNobody();
    this.#pinned.delete(member);
  }

  woken(member: M): void {
    if (member.isQueued || member.done) return;
    member.isQueued = true;
    this.#line.push(member);
    // With more in the line the task is woken already; during a poll, its end sees to it.
    if (this.#waiting === 1 && this.#cx === null && !this.#isQuiet) this.#waker?.wakeByRef();
  }

  expects(change: 1 | -1): void {
    this.#expecting += change;
  }

  pin(member: M): WakerHandle {
    const waker = this.#cx?.waker ?? this.#waker;
    if (waker === undefined && this.#isQuiet) return home.own.stale();
    if (waker === undefined) throw new WakerError('share: nobody waits for the future that this waker was to wake');
    const handle = waker.share();
    member.pinned = true;
    if (!member.done) this.#pinned.add(member);
    return handle;
  }

  get #waiting(): number {
    return this.#line.length - this.#served;
  }

  #cut(): void {
    this.#line = this.#line.slice(this.#served);
    this.#served = 0;
  }
}
