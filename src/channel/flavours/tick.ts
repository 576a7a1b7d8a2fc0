import { ClockFlavour } from './clock.js';

/** An item each so many milliseconds; of those that were missed, the latest. Corresponds to crossbeam-channel's `flavors::tick`. */
export class TickFlavour extends ClockFlavour {
  readonly name: string;
  readonly #ms: number;
  #start = 0;

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
  protected override item(due: number, time: number): number {
    const numberAt = (when: number): number => (when - this.#start) / this.#ms;
    // Rounding may put the latest tick just before the one that was waited for.
    const number = Math.max(Math.round(numberAt(due)), Math.floor(numberAt(time)));
    this.due = this.#start + (number + 1) * this.#ms;
    return this.#start + number * this.#ms;
  }
}
