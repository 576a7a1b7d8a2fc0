import { Worker } from 'node:worker_threads';
import type { Board } from './board.js';
import type { Orders } from './watchdog.worker.js';

/** A round takes some milliseconds to a few seconds; on a slow machine, some more. */
const LIMIT = 60_000;

/** Fails when nothing is got done for too long. */
export class Watchdog implements Disposable {
  readonly #board: Board;
  /** Never settles, but with the report of a hang. */
  readonly hang: Promise<never>;

  /** @param limit - how long nothing may be got done, in milliseconds. */
  constructor(board: Board, limit = LIMIT) {
    this.#board = board;
    const orders: Orders = { board: board.buffer, limit };
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
