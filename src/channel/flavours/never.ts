import { ClockFlavour } from './clock.js';

/** No item at all. Corresponds to crossbeam-channel's `flavors::never`. */
export class NeverFlavour extends ClockFlavour {
  readonly name = 'never';
  override readonly capacity = 0;

  protected override begin(): number {
    return Number.POSITIVE_INFINITY;
  }

  protected override item(due: number): number {
    return due;
  }
}
