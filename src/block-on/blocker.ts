import type { Services } from '../core/context.js';
import { DeadlockError, TimeoutError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import { LentWaker } from '../core/lent-waker.js';
import { PENDING } from '../core/poll.js';
import type { WakerHandle } from '../core/waker.js';
import { DEFAULT_BUDGET } from '../executor/options.js';
import { TimerHeap } from '../time/timer-heap.js';

/**
 * A thread that blocks on one future: its waker, context and services. How it learns of a wake, and how it sleeps, is
 * up to the subclass.
 */
export abstract class Blocker extends LentWaker implements Services {
  readonly eventLoop = false;
  readonly budget = DEFAULT_BUDGET;
  /** Whether another thread holds a waker of the future. */
  #shared = false;
  #timers: TimerHeap | null = null;
  #cleanUps: Future<unknown>[] | null = null;

  /** Takes a wake of this thread; answers whether there was one. */
  protected abstract takeWake(): boolean;
  /** Sleeps until another thread rings the bell, `ms` milliseconds at most. */
  protected abstract sleep(ms: number): void;
  /** The memory of the bell. */
  protected abstract bell(): SharedArrayBuffer;

  get services(): Services {
    return this;
  }

  get timers(): TimerHeap {
    this.#timers ??= new TimerHeap();
    return this.#timers;
  }

  override share(): WakerHandle {
    this.#shared = true;
    const buffer = this.bell();
    return { buffer, bell: buffer, slot: -1, generation: 0 };
  }

  adopt(cleanUp: Future<unknown>): void {
    this.#cleanUps ??= [];
    this.#cleanUps.push(cleanUp);
  }

  /** The hot loop: nothing here but what every call needs. */
  run<T>(future: Future<T>): T {
    for (;;) {
      const value = future.poll(this);
      if (value !== PENDING) return value;
      if (!this.takeWake()) this.#wait(future, Number.POSITIVE_INFINITY);
      if (this.#timers !== null) this.#timers.fireDue();
    }
  }

  /** The same with a time limit, for which the clock is looked at each time. */
  runFor<T>(future: Future<T>, ms: number): T {
    const { timers } = this;
    const deadline = timers.now() + ms;
    for (;;) {
      const value = future.poll(this);
      if (value !== PENDING) return value;
      if (timers.now() >= deadline) throw new TimeoutError(`blockOn: ${future} was pending after ${ms} ms`);
      if (!this.takeWake()) this.#wait(future, deadline);
      timers.fireDue();
    }
  }

  /** Drives what dropped futures left to clean up, and makes the blocker ready for the next call. */
  finish(): void {
    if (this.#timers === null && this.#cleanUps === null && !this.#shared) return;
    try {
      for (let next = this.#cleanUps?.pop(); next !== undefined; next = this.#cleanUps?.pop()) this.run(next);
    } finally {
      this.#cleanUps = null;
      this.#shared = false;
      this.#timers = null;
    }
  }

  /** Sleeps until a timer is due, the deadline is reached or another thread rings. */
  #wait(future: Future<unknown>, deadline: number): void {
    const end = Math.min(deadline, this.#timers?.nextDeadline() ?? Number.POSITIVE_INFINITY);
    if (end !== Number.POSITIVE_INFINITY) this.sleep(Math.max(0, end - this.timers.now()));
    else if (this.#shared) this.sleep(Number.POSITIVE_INFINITY);
    else throw deadlock(future);
  }
}

function deadlock(future: Future<unknown>): DeadlockError {
  return new DeadlockError(
    `blockOn: nobody is left to wake ${future}: no timer is armed, and its waker was shared with no other thread`,
  );
}
