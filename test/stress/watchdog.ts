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
  /** Never settles, but with the report of a hang. */
  readonly hang: Promise<never>;

  /** @param limit - how long nothing may be got done, in milliseconds. */
  constructor(harness: Harness, board: Board, limit = harness.limit) {
    this.#board = board;
    const orders: Orders = { harness: HARNESSES[harness.name], board: board.buffer, limit };
    const worker = new Worker(new URL('./watchdog.worker.js', import.meta.url), { workerData: orders });
    this.hang = new Promise((_, reject) => {
      worker.on('error', reject);
      worker.on('message', (report: string) => {
        board.stop(); // which is the answer that it waits for
        reject(new Error(report));
      });
    });
    this.hang.catch(() => {}); // whoever plays a round sees it
  }

  [Symbol.dispose](): void {
    this.#board.stop();
  }
}
