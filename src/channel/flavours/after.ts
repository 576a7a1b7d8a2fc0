import { ClockFlavour } from './clock.js';

/** One item, and then no other. Corresponds to crossbeam-channel's `flavors::at`. */
export class AfterFlavour extends ClockFlavour {
  readonly name: string;
  readonly #ms: number;

  constructor(ms: number) {
    super();
    this.#ms = ms;
    this.name = `after(${ms} ms)`;
  }

  protected override begin(time: number): number {
    return time + this.#ms;
  }

  protected override item(due: number): number {
    this.due = Number.POSITIVE_INFINITY;
    return due;
  }
}
