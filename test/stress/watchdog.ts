import { Worker } from 'node:worker_threads';
import type { Board } from './board.js';
import type { Harness } from './harness.js';
import type { Orders } from './watchdog.worker.js';

/** Where the watchdog finds them: it is a thread of its own, and a harness is no plain data. */
const HARNESSES: Readonly<Record<Harness['name'], Orders['harness']>> = {
  stress: [new URL('./plan.js', import.meta.url).href, 'STRESS'],
  faults: [new URL('../faults/plan.js', import.meta.url).href, 'FAULTS'],
};

/** Fails when nothing is got done for too long. */
export class Watchdog implements Disposable {
  readonly #board: Board;
  /** Fails what is being watched. */
  #fail: (error: unknown) => void = () => {};
  #failure: unknown;

  /** @param limit - how long nothing may be got done, in milliseconds. */
  constructor(harness: Harness, board: Board, limit = harness.limit) {
    this.#board = board;
    const orders: Orders = { harness: HARNESSES[harness.name], board: board.buffer, limit };
    const worker = new Worker(new URL('./watchdog.worker.js', import.meta.url), { workerData: orders });
    worker.on('error', (error) => this.#failed(error));
    worker.on('message', (report: string) => {
      board.stop(); // which is the answer that it waits for
      this.#failed(new Error(report));
    });
  }

  /**
   * What the work comes to, or the report of a hang. (Not a race with a promise that stays: it would keep what each round came to.)
   */
  watch<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      if (this.#failure !== undefined) reject(this.#failure);
      work.then(resolve, reject);
    });
  }

  #failed(error: unknown): void {
    this.#failure = error;
    this.#fail(error);
  }

  [Symbol.dispose](): void {
    this.#board.stop();
  }
}
