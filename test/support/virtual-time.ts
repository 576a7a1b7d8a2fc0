import { TimerHeap } from 'reveille/executor';

/** Timers whose clock moves only when the test says so. */
export class VirtualTime extends TimerHeap {
  #at: { time: number };

  constructor(start = 0) {
    const at = { time: start };
    super(() => at.time);
    this.#at = at;
  }

  /** Moves the clock and fires what is due. */
  advance(ms: number): number {
    this.#at.time += ms;
    return this.fireDue();
  }
}
