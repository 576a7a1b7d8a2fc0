import type { Services } from '../../../core/context.js';
import type { Future } from '../../../core/future.js';
import { TimerHeap } from '../../../time/timer-heap.js';

/** What a future under test is offered: two executors, one after the other, with timers on one virtual clock. */
export class Surroundings {
  /** Milliseconds. */
  time = 0;
  readonly #heaps = [new TimerHeap(() => this.time), new TimerHeap(() => this.time)] as const;
  readonly #services: readonly Services[];
  #moved = false;

  /** @param adopt - takes what a dropped future leaves to clean up. */
  constructor(budget: number, adopt: (cleanUp: Future<unknown>) => void) {
    this.#services = this.#heaps.map((timers) => ({ eventLoop: true, timers, budget, adopt }));
  }

  /** Of the executor in charge. */
  get services(): Services {
    return this.#services[Number(this.#moved)] as Services;
  }

  get moved(): boolean {
    return this.#moved;
  }

  /** The second executor takes over; the timers of the first one will never fire. */
  move(): void {
    this.#moved = true;
  }

  /** The next deadline that somebody will see to; Infinity without one. */
  get deadline(): number {
    return this.#heap.nextDeadline();
  }

  /** Whether a timer is due that has not fired, be it one of the executor that was left. */
  get isLate(): boolean {
    return this.#heaps.some((heap) => heap.nextDeadline() <= this.time);
  }

  /** Timers that are armed, of both. */
  get armed(): number {
    return this.#heaps[0].length + this.#heaps[1].length;
  }

  fire(): void {
    this.#heap.fireDue();
  }

  get #heap(): TimerHeap {
    return this.#heaps[Number(this.#moved) as 0 | 1];
  }
}
