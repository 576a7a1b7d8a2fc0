import { SegQueue } from '../../queue/seg-queue.js';
import { Buffered } from './buffered.js';

/** Segments that come and go: there is always room, so nobody waits to send. Corresponds to `flavors::list`. */
export class ListFlavour<T> extends Buffered<T> {
  readonly name = 'unbounded';

  constructor() {
    super(Number.POSITIVE_INFINITY, new SegQueue());
  }
}
