import { nodeThreads, type Port } from '../../platform/index.js';
import type { Orders } from '../answering/thread.js';
import type { Settings } from '../options.js';
import { openingOf, type Started, startThread } from './start-thread.js';

/**
 * A worker that starts while this thread makes what it is to work for: to make a pool takes a new process a fifth of the time that Node takes to
 * start a thread, and whoever makes the first call waits for both.
 */
export class Recruit {
  readonly #started: Started;
  /** By which it is told. */
  readonly #orders: Port;

  /** One for these settings; null where that has to wait for its orders (in browsers, or because it can't be had: whoever hires is told why). */
  static for(settings: Settings): Recruit | null {
    const threads = nodeThreads();
    if (threads === undefined) return null;
    const { port1, port2 } = new threads.MessageChannel();
    try {
      return new Recruit(startThread({ ...openingOf(settings), orders: port1 }, settings, [port1]), port2);
    } catch {
      port1.close();
      return null;
    }
  }

  private constructor(started: Started, orders: Port) {
    this.#started = started;
    this.#orders = orders;
  }

  /** Tells it what to do. */
  enlist(orders: Orders): Started {
    this.#orders.postMessage(orders, orders.memory === undefined ? [] : [orders.memory]);
    return this.#started;
  }

  /** There is nothing for it to do. */
  dismiss(): void {
    void this.#started.hand.terminate();
  }
}
