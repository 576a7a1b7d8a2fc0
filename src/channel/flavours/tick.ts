import { ClockFlavour } from './clock.js';

/** An item each so many milliseconds; of those that were missed, the latest. Corresponds to crossbeam-channel's `flavors::tick`. */
export class TickFlavour extends ClockFlavour {
  readonly name: string;
  readonly #ms: number;
  #start = 0;
  /** The number of the tick that is due next. */
  #number = 1;

  constructor(ms: number) {
    super();
    this.#ms = ms;
    this.name = `tick(${ms} ms)`;
  }

  protected override begin(time: number): number {
    this.#start = time;
    return time + this.#ms;
  }

  /** Multiples of the period are counted from the start: a sum of periods would drift. */
  protected override item(_due: number, time: number): number {
    // Rounding may put the latest tick just before the one that was waited for.
    const number = Math.max(this.#number, Math.floor((time - this.#start) / this.#ms));
    this.#number = number + 1;
    this.due = this.#start + this.#number * this.#ms;
    return this.#start + number * this.#ms;
  }
}
