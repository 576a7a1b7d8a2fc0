import { home } from '../../camp/home.js';
import { OwnSlot } from '../../camp/own-slot.js';
import { Vigil } from '../../camp/vigil.js';
import { promiseOf } from '../../core/awaiter.js';
import { type Context, HOST_SERVICES, type Services } from '../../core/context.js';
import { CancelledError } from '../../core/errors.js';
import { Future } from '../../core/future.js';
import { LentWaker } from '../../core/lent-waker.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { cloneFrom, type Waker, type WakerHandle } from '../../core/waker.js';
import { macrotask } from '../../platform/index.js';
import { outermost } from '../scope/services.js';

/** What the thread that calls has yet to answer to the one that runs the call. */
export interface Owed extends Disposable {
  /** The thread is about to block on the call. */
  blocked(): void;
}

/** For who asks something of a call that is over, or still waits for it then. */
export const tooLate = (): CancelledError =>
  new CancelledError('the call is over that the function or signal was an argument of');

/** Who polls such futures, beside the event loop. */
export interface Driver {
  /** It goes on from now on. */
  add(driven: Driven): void;
  /** It is worth polling. */
  woken(driven: Driven): void;
  /** It was polled by the event loop, which has its timers now. */
  drivenBy(services: Services): void;
  /** It has come to something, or was dropped: nobody need know of it any more. */
  over(driven: Driven): void;
}

/**
 * A future that a function of the caller's has answered. It goes on by the event loop; and while the thread blocks on a call, whoever
 * polls that polls this, too, be it another call's: the worker may run one within the other, and answer neither before both go on. Its waker is its
 * own, for whoever polled it last may be gone, or wait for something else, when it wakes: all who wait for calls are woken, and one of them polls it.
 * The event loop looks again as soon as it turns.
 */
export class Driven extends Future<void> implements Owed {
  readonly #future: Future<unknown>;
  readonly #answer: (isValue: boolean, result: unknown) => void;
  readonly #driver: Driver;
  readonly #waker: DrivenWaker;
  #host: Waker | null = null;
  #isScheduled = false;
  #isPolled = false;
  #isOver = false;

  /** @param answer - called with what it comes to. */
  constructor(future: Future<unknown>, answer: (isValue: boolean, result: unknown) => void, driver: Driver) {
    super();
    this.#future = future;
    this.#answer = answer;
    this.#driver = driver;
    this.#waker = new DrivenWaker(this, driver);
  }

  /** Has the event loop drive it. Answers false when it is over at once. */
  begin(): boolean {
    void promiseOf(this);
    return !this.#isOver;
  }

  override poll(cx: Context): Poll<void> {
    if (this.#isOver) return undefined;
    if (this.#isPolled) return PENDING; // it blocks on a call itself, which has all polled that there are
    if (cx.services.eventLoop) {
      this.#host = cloneFrom(this.#host, cx.waker);
      this.#driver.drivenBy(cx.services);
    } else this.#lookLater();
    let value: unknown;
    this.#isPolled = true;
    try {
      value = this.#future.poll(this.#waker.within(cx));
    } catch (error) {
      this.#end(false, error);
      return undefined;
    } finally {
      this.#isPolled = false;
    }
    if (value !== PENDING) this.#end(true, value);
    else if (!this.#isOver) return PENDING;
    else this.#drop(); // it has dropped its own call
    return undefined;
  }

  /** The call's line polls it then. */
  blocked(): void {}

  /** The call is over. Whoever has asked is told, and not left waiting. */
  override [Symbol.dispose](): void {
    if (this.#isOver) return;
    this.#end(false, tooLate());
    if (!this.#isPolled) this.#drop(); // else when its poll is over
  }

  override toString(): string {
    return String(this.#future);
  }

  /** It is worth polling. */
  woken(): void {
    if (this.#isOver) return;
    this.#host?.wakeByRef();
    this.#driver.woken(this);
  }

  #end(isValue: boolean, result: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#waker.retire();
    this.#driver.over(this);
    this.#answer(isValue, result);
  }

  /** An error of that is nobody's, and so the host's. */
  #drop(): void {
    try {
      this.#future[Symbol.dispose]();
    } catch (error) {
      void Promise.reject(error);
    }
  }

  #lookLater(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    macrotask(() => {
      this.#isScheduled = false;
      if (!this.#isOver) this.#host?.wakeByRef();
    });
  }
}

/** The waker of such a future, and the context that it is polled with: with the services of whoever polls. */
class DrivenWaker extends LentWaker {
  #cx: Context | null = null;
  #isRetired = false;
  readonly #slot = new OwnSlot();
  readonly #vigil = new Vigil();
  #hosted: Services | null = null;

  constructor(
    private readonly driven: Driven,
    private readonly driver: Driver,
  ) {
    super();
  }

  within(cx: Context): Context {
    this.#cx = cx;
    return this;
  }

  /** The future is over. */
  retire(): void {
    this.#isRetired = true;
    this.#slot.release();
    this.#vigil.end();
  }

  /** What is dropped on the event loop, or after who polled it last, goes on as it did itself: it may share its waker, and who blocks on a call drives it. */
  override get services(): Services {
    const services = this.#cx?.services ?? HOST_SERVICES;
    const isLeft = services === HOST_SERVICES || (this.#isRetired && isOver(outermost(services)));
    return isLeft ? (this.#hosted ??= { ...HOST_SERVICES, adopt: (cleanUp) => this.#adopt(cleanUp) }) : services;
  }

  #adopt(cleanUp: Future<unknown>): void {
    goOn(new Driven(cleanUp, unheard, this.driver), this.driver);
  }

  override wakeByRef(): void {
    this.driven.woken();
  }

  /** Not the slot of whoever polls: the event loop has none, and others come and go. */
  override share(): WakerHandle {
    if (this.#isRetired) return home.own.stale();
    this.#vigil.begin();
    return this.#slot.share(this);
  }

  /** Whoever waits for the call says so anyway, at each poll. */
  override expectOthers(): void {}
}

/** Has the future go on until it is over. */
function goOn(driven: Driven, driver: Driver): void {
  if (driven.begin()) driver.add(driven);
}

/** An error of a clean-up is nobody's, and so the host's. */
function unheard(isValue: boolean, result: unknown): void {
  if (!isValue) void Promise.reject(result);
}

/** Whether who offers this does not drive anything any more, as far as anybody knows. */
const isOver = ({ isRunning, eventLoop }: Services): boolean => isRunning === false && !eventLoop;
