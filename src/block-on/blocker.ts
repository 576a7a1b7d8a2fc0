import { home } from '../camp/home.js';
import { OwnSlot } from '../camp/own-slot.js';
import type { Sleeper } from '../camp/sleeper.js';
import { HOST_SERVICES, type Services } from '../core/context.js';
import { DeadlockError, TimeoutError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import { LentWaker } from '../core/lent-waker.js';
import { mayNotBlock } from '../core/may-not-block.js';
import type { WakerHandle } from '../core/waker.js';
import { watch } from '../core/watch.js';
import { CleanUps } from '../executor/clean-ups.js';
import { DEFAULT_BUDGET } from '../executor/options.js';
import { canBlock, steadyNow } from '../platform/index.js';
import { TimerHeap } from '../time/timer-heap.js';
import { pollUntilReady } from './poll-loops.js';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * A thread that blocks on one future: its waker, context and services. How it learns of a wake, and how it sleeps, is
 * up to the subclass.
 */
export abstract class Blocker extends LentWaker implements Services {
  readonly eventLoop = false;
  readonly budget = DEFAULT_BUDGET;
  /** Whether a call is under way: a wake for an outer call must not be taken by an inner one. */
  isRunning = false;
  clocks = 0;
  /** How the call sleeps, if that was said. */
  sleeper: Sleeper | undefined;
  /** Whether a call used more than the waker, so that something has to be put back after it. */
  #untidy = false;
  #limit = NEVER;
  #deadline = NEVER;
  /** Where other threads wake the future. */
  readonly #slot = new OwnSlot();
  /** Whether what was polled last waits for what other threads do. */
  #expectsOthers = false;
  #timers: TimerHeap | null = null;
  /** What dropped futures left to do. */
  #cleanUps: CleanUps | null = null;

  /** Takes a wake of this thread; answers whether there was one. */
  protected abstract takeWake(): boolean;

  get services(): Services {
    return this;
  }

  get timers(): TimerHeap {
    this.#untidy = true;
    this.#timers ??= new TimerHeap(steadyNow);
    return this.#timers;
  }

  override share(): WakerHandle {
    this.#untidy = true;
    return this.#slot.share(this);
  }

  override expectOthers(): void {
    this.#untidy = true;
    this.#expectsOthers = true;
  }

  adopt(cleanUp: Future<unknown>): void {
    if (!this.isRunning) {
      HOST_SERVICES.adopt(cleanUp); // of a future that outlived its call
      return;
    }
    this.#untidy = true;
    this.#cleanUps ??= new CleanUps();
    this.#cleanUps.add(cleanUp);
  }

  /** Blocks until `future` is done, `limit` milliseconds at most; drops it when it is not. */
  block<T>(future: Future<T>, poll: Future<T>['poll'], limit?: number): T {
    // Booleans are compared with true, which is one comparison; `if (flag)` is five until V8 knows that it is one.
    if (this.#untidy === true) this.#tidy(undefined); // somebody used a waker of an earlier call
    this.isRunning = true;
    if (limit !== undefined) this.#limitTo(limit);
    let value: T;
    try {
      value = pollUntilReady(future, poll, this);
    } catch (error) {
      throw this.#failed(future, error);
    }
    if (this.#untidy === true) this.#tidy(undefined);
    this.isRunning = false;
    return value;
  }

  /** The future is pending: returns when it is worth polling again. */
  wait(future: Future<unknown>): void {
    const woken = this.takeWake();
    if (woken === false || this.#untidy === true) this.#turn(future, woken);
  }

  /** What goes on beside the future: clean-ups, timers, the time limit, and sleep when there is nothing to do. */
  #turn(future: Future<unknown>, woken: boolean): void {
    this.#cleanUps?.advance(this);
    if (!woken && !this.takeWake()) this.#rest(future);
    this.#expectsOthers = false; // the poll that follows says so again
    this.#turnClock(future);
  }

  #limitTo(limit: number): void {
    this.#limit = limit;
    this.#deadline = this.timers.now() + limit;
  }

  /** Sleeps until a timer is due, the time limit is reached or another thread rings. */
  #rest(future: Future<unknown>): void {
    const end = Math.min(this.#deadline, this.#timers?.nextDeadline() ?? NEVER);
    if (end === NEVER && this.#slot.member === null && !this.#expectsOthers) throw deadlock(future);
    for (;;) {
      if (!home.isEmpty) home.drain();
      if (this.takeWake()) return;
      const ms = end === NEVER ? NEVER : Math.max(0, end - this.timers.now());
      if (ms === 0) return; // a timer is due
      if (!canBlock()) throw mayNotBlock('blockOn', `await or spawn ${future}`);
      const sleeper = this.sleeper ?? home.sleeper;
      watch(future, sleeper);
      if (this.takeWake()) return;
      // A wake between the look and the sleep leaves a token, and the sleep takes it. The bell is the thread's: what rang
      // may have been for a task around this call, which is queued by now.
      home.sleep(ms, sleeper);
    }
  }

  #turnClock(future: Future<unknown>): void {
    if (this.#timers === null) return;
    if (this.#deadline !== NEVER && this.#timers.now() >= this.#deadline) {
      throw new TimeoutError(`blockOn: ${future} was pending after ${this.#limit} ms`);
    }
    this.#timers.fireDue();
  }

  /** The error to throw: the first one, with what dropping the future failed with as its cause. */
  #failed(future: Future<unknown>, error: unknown): unknown {
    try {
      this.#tidy(future);
    } catch (failure) {
      if (error instanceof Error && error.cause === undefined) Reflect.set(error, 'cause', failure);
    }
    return error;
  }

  /** Drops what is not done, drives what that leaves to clean up, and makes the blocker ready for the next call. */
  #tidy(future: Future<unknown> | undefined): void {
    this.#deadline = NEVER;
    try {
      future?.[Symbol.dispose]?.();
    } finally {
      this.#cleanUp();
    }
  }

  /** Ends the clean-ups, and those of what they drop in turn. */
  #cleanUp(): void {
    const cleanUps = this.#cleanUps;
    this.#cleanUps = null;
    try {
      if (cleanUps !== null) pollUntilReady(cleanUps, cleanUps.poll, this);
    } finally {
      cleanUps?.[Symbol.dispose](); // of those that nobody can wake
      if (this.#cleanUps !== null) this.#cleanUp();
      // Those of a future that goes on in the next call, perhaps, which is to arm them anew. Kept, those of one that was forgotten would pass for hope.
      if (this.#timers !== null && this.#timers.length > 0) this.clocks += 1;
      this.#timers = null;
      this.#slot.release();
      this.#expectsOthers = false;
      this.#untidy = false;
      this.isRunning = false;
    }
  }
}

function deadlock(future: Future<unknown>): DeadlockError {
  return new DeadlockError(
    `blockOn: nobody is left to wake ${future}: no timer is armed, and its waker was shared with no other thread`,
  );
}
