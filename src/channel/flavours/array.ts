import { ArrayQueue } from '../../queue/array-queue.js';
import { Buffered } from './buffered.js';

/** A fixed number of slots, allocated once. Corresponds to crossbeam-channel's `flavors::array`. */
export class ArrayFlavour<T> extends Buffered<T> {
  readonly name: string;

  constructor(capacity: number) {
    super(capacity, new ArrayQueue(capacity));
    this.name = `bounded(${capacity})`;
  }
}
