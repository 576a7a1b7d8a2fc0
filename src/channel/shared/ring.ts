import { describe } from '../../core/check.js';
import { HandleError } from '../../core/errors.js';
import { isShared } from '../../core/shared-buffer.js';
import type { Waker } from '../../core/waker.js';
import { SharedArrayQueue } from '../../queue/shared-array-queue.js';
import { Receiver } from '../receiver.js';
import { Sender } from '../sender.js';
import { Attendance } from './attendance.js';
import { SharedFlavour } from './flavour.js';
import type { EndHandle } from './handle.js';
import type { Make } from './make.js';
import { numbers } from './numbers.js';
import { attach, create } from './open.js';
import type { Side } from './side.js';

/**
 * What `bounded(capacity, 'i32', { threads })` makes, for the library's own threads: those who use this load neither codecs nor
 * the other kinds of queues, which are half of what makes a channel.
 *
 * @param capacity - at least 1.
 */
export function ring(capacity: number, threads: number): [sender: Sender<number>, receiver: Receiver<number>] {
  const flavour = create(makeOf(new SharedArrayQueue(capacity, { items: 'i32' }), capacity), threads, undefined);
  return [new Sender(flavour), new Receiver(flavour)];
}

/** Where a thread queues what others are there for. */
export class RingSender extends Sender<number> {
  readonly #side: Side<number>;

  /** @throws TypeError, RangeError or HandleError when it is no such handle. */
  constructor(handle: EndHandle) {
    const flavour = ringOf(handle, 'sender');
    super(flavour);
    this.#side = flavour.receiving;
  }

  /** Wakes one who waits at the other end, for something that is not in the queue. */
  call(): void {
    if (this.#side.row.isAwaited) this.#side.row.call();
  }
}

/** Where a thread gets what it is there for: it waits there as long as it lives. */
export class RingReceiver extends Receiver<number> {
  readonly #side: Side<number>;

  /** @throws TypeError, RangeError or HandleError when it is no such handle. */
  constructor(handle: EndHandle) {
    const flavour = ringOf(handle, 'receiver');
    super(flavour);
    this.#side = flavour.receiving;
  }

  attend(waker: Waker): Attendance<number> {
    return new Attendance(this.#side, waker);
  }
}

function ringOf(handle: EndHandle, end: 'sender' | 'receiver'): SharedFlavour<number> {
  return attach(handle, end, 'i32', undefined, (queue, capacity) => {
    if (!isShared(queue)) throw new TypeError(`handle.queue: expected a SharedArrayBuffer, got ${describe(queue)}`);
    if (capacity < 1) throw new HandleError('handle.channel: it is none of limited capacity');
    return makeOf(SharedArrayQueue.attach(queue, { items: 'i32' }), capacity);
  });
}

const makeOf = (queue: SharedArrayQueue<'i32'>, capacity: number): Make<number> =>
  numbers(queue, capacity, SharedFlavour);
