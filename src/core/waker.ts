import { describe } from './check.js';
import { WakerError } from './errors.js';
import { RawWaker } from './raw-waker.js';
import { ARC_WAKE, type ArcWake, canWake, canWakeByRef, WAKE, type Wake } from './wake.js';

/**
 * Tells an executor that a task is worth polling again.
 *
 * Ownership is as in Rust, checked when the program runs: each waker is used up once, by {@link Waker.wake} or by
 * dropping it (`using waker = cx.waker.clone()` does it at the end of the block). Using it afterwards throws.
 *
 * The executor's own wakers are subclasses instead of further vtables: V8 inlines a call that meets up to four classes,
 * but not one through a function held in a field (1.4 ns a wake against 5).
 *
 * Corresponds to `std::task::Waker`. A waker belongs to its thread; {@link Waker.share} makes a handle for others.
 *
 * @example
 * ```ts
 * import { Waker } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * let woken = 0;
 * const waker = Waker.from({ wake() { woken += 1; } });
 * waker.wakeByRef(); // keeps the waker
 * waker.wake(); //      uses it up
 * assert.equal(woken, 2);
 * ```
 */
export abstract class Waker implements Disposable {
  /**
   * Takes over a raw waker; the vtable sees a `drop` or `wake` for it and for each of its clones.
   *
   * @throws TypeError when `raw` is not a {@link RawWaker}.
   */
  static fromRaw<D>(raw: RawWaker<D>): Waker {
    if (!(raw instanceof RawWaker)) throw new TypeError(`raw: expected a RawWaker, got ${typeof raw}`);
    return new VTableWaker(raw);
  }

  /**
   * A waker from an object that knows how to wake: a {@link Wake} (has `wake`) or an {@link ArcWake} (has `wakeByRef`).
   *
   * @throws TypeError when `wake` has neither method.
   */
  static from(wake: Wake | ArcWake): Waker {
    if (canWake(wake)) return new VTableWaker(new RawWaker(wake, WAKE));
    if (canWakeByRef(wake)) return new VTableWaker(new RawWaker(wake, ARC_WAKE));
    throw new TypeError(`wake: expected an object with a wake or wakeByRef method, got ${describe(wake)}`);
  }

  /** A waker that does nothing, for polling by hand. It cannot be used up. Corresponds to `Waker::noop()`. */
  static noop(): Waker {
    return NOOP;
  }

  /**
   * Wakes the task and uses this waker up.
   *
   * @throws WakerError when it was used up before, or is only borrowed (`cx.waker`).
   */
  wake(): void {
    try {
      this.wakeByRef();
    } finally {
      this[Symbol.dispose]();
    }
  }

  /**
   * Wakes the task and keeps this waker.
   *
   * @throws WakerError when it was used up before.
   */
  abstract wakeByRef(): void;

  /**
   * Another waker of the same task, to keep beyond the poll.
   *
   * @throws WakerError when this one was used up before.
   */
  abstract clone(): Waker;

  /** Whether both wake the same task. It may say no where the answer is yes, but never yes where it is no. */
  abstract willWake(other: Waker): boolean;

  /**
   * A structured-cloneable handle with which any thread can wake the task, synchronously: see `SharedWaker.attach`.
   *
   * @throws WakerError when the waker was made by hand: nothing is known of its task but its functions.
   */
  share(): WakerHandle {
    throw new WakerError(
      'share: this waker works on its own thread only; spawn the future on an executor or block on it',
    );
  }

  /**
   * Says that another thread does what the task waits for, and tells this thread of it in a way of its own, not by a handle of this waker: whoever
   * blocks need not think that it would wait for ever. It holds until the task is polled again.
   *
   * @internal
   */
  expectOthers(): void {
    this.share();
  }

  /**
   * Drops the waker: gives its share of ownership back without waking. Dropping twice is harmless, as `using` after a
   * conditional `wake()` needs.
   */
  abstract [Symbol.dispose](): void;
}

/**
 * Names a task to other threads; plain data, made by {@link Waker.share} and read by `SharedWaker.attach`.
 *
 * @example
 * ```ts
 * import { Executor, PENDING, pollFn, SharedWaker, type WakerHandle } from 'reveille';
 *
 * let handle: WakerHandle | undefined;
 * const executor = new Executor();
 * executor.spawn(pollFn((cx) => (handle === undefined ? ((handle = cx.waker.share()), PENDING) : 'woken')));
 * executor.runUntilStalled();
 * SharedWaker.attach(handle!).wake(); // could as well happen on another thread
 * executor.run();
 * ```
 */
export interface WakerHandle {
  /** The memory of the camp that the task's thread is in; see `reveille/camp`. */
  readonly buffer: SharedArrayBuffer;
  /** The task's slot in there. */
  readonly slot: number;
  /** Which of the slot's successive tasks is meant. */
  readonly generation: number;
}

/**
 * What to keep of `waker` beyond the poll: the one that is kept already, if it wakes the same task, else a clone, and the
 * kept one is dropped. Corresponds to `Waker::clone_from`.
 */
export function cloneFrom(kept: Waker | null | undefined, waker: Waker): Waker {
  if (kept?.willWake(waker)) return kept;
  const clone = waker.clone(); // before the drop: cloning may throw
  kept?.[Symbol.dispose]();
  return clone;
}

/** A waker of two words. `raw` becomes undefined when it is used up. */
class VTableWaker<D> extends Waker {
  #raw: RawWaker<D> | undefined;

  constructor(raw: RawWaker<D>) {
    super();
    this.#raw = raw;
  }

  override wake(): void {
    const raw = this.#live('wake');
    this.#raw = undefined; // before the call: a vtable that throws must not leave a waker that can be consumed twice
    raw.vtable.wake(raw.data);
  }

  override wakeByRef(): void {
    const raw = this.#live('wakeByRef');
    raw.vtable.wakeByRef(raw.data);
  }

  override clone(): Waker {
    const raw = this.#live('clone');
    return Waker.fromRaw(raw.vtable.clone(raw.data));
  }

  override willWake(other: Waker): boolean {
    const raw = this.#live('willWake');
    const theirs: RawWaker | undefined = other instanceof VTableWaker ? other.#raw : undefined;
    return theirs !== undefined && theirs.data === raw.data && (theirs.vtable as unknown) === raw.vtable;
  }

  override [Symbol.dispose](): void {
    const raw = this.#raw;
    this.#raw = undefined;
    raw?.vtable.drop(raw.data);
  }

  #live(verb: string): RawWaker<D> {
    if (this.#raw === undefined) throw usedUp(verb);
    return this.#raw;
  }
}

/** The error for a waker that was consumed or dropped before. */
export function usedUp(verb: string): WakerError {
  return new WakerError(
    `${verb}: this waker was already consumed by wake() or dropped; clone() it before you use it up`,
  );
}

class NoopWaker extends Waker {
  override wake(): void {}
  override wakeByRef(): void {}
  override clone(): Waker {
    return this;
  }
  override willWake(other: Waker): boolean {
    return other === this;
  }
  override [Symbol.dispose](): void {}
}

const NOOP: Waker = /* @__PURE__ */ new NoopWaker();
