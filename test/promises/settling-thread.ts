import { Worker } from 'node:worker_threads';
import type { WakerHandle } from 'reveille';
import { shared } from 'reveille/channel';
import { structured } from 'reveille/codec';

/** What the other thread is told. A number is sent back; the others are about a word of the states. */
export type Order =
  | { readonly kind: 'echo'; readonly index: number }
  | { readonly kind: 'settle'; readonly index: number }
  | { readonly kind: 'await'; readonly index: number; readonly waker: WakerHandle };

/** What the other thread is given. */
export interface Gear {
  readonly orders: object;
  readonly echoes: object;
  readonly states: Int32Array;
}

/** How many promises a part of the suite may make. */
const MOST = 16_384;

/**
 * The thread that settles. What promises are settled with can't leave this thread, so it is told numbers: it sets the word
 * of that number, and wakes those that wait for it; or it sends the number back.
 */
export class SettlingThread {
  readonly #states = new Int32Array(new SharedArrayBuffer(4 * MOST));
  readonly #orders;
  readonly #echoed = new Map<number, () => void>();
  #used = 0;

  constructor() {
    const [tx, orders] = shared.bounded(1024, structured<Order>());
    const [echoes, rx] = shared.bounded(1024, 'i32');
    const gear = { orders: orders.share(), echoes: echoes.share(), states: this.#states } satisfies Gear;
    orders[Symbol.dispose]();
    echoes[Symbol.dispose]();
    this.#orders = tx;
    new Worker(new URL('./settling.worker.js', import.meta.url), { workerData: gear });
    void this.#hear(rx);
  }

  /** A number that is nobody's yet. */
  next(): number {
    if (this.#used === MOST) throw new RangeError(`more than ${MOST} promises`);
    return this.#used++;
  }

  tell(order: Order): void {
    this.#orders.sendBlocking(order);
  }

  /** Calls back when the other thread has sent the number back. */
  echo(index: number, callback: () => void): void {
    this.#echoed.set(index, callback);
    this.tell({ kind: 'echo', index });
  }

  isSettled(index: number): boolean {
    return Atomics.load(this.#states, index) === 1;
  }

  async #hear(echoes: AsyncIterable<number>): Promise<void> {
    for await (const index of echoes) {
      this.#echoed.get(index)?.();
      this.#echoed.delete(index);
    }
  }
}
