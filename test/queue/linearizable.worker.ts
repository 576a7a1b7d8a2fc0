import { workerData } from 'node:worker_threads';
import { attachTo, type Handle } from './number-queue.js';
import { History, play } from './player.js';

interface Data {
  readonly handle: Handle;
  readonly history: Int32Array<SharedArrayBuffer>;
  readonly seed: number;
}

const { handle, history, seed } = workerData as Data;
play(attachTo(handle), new History(2, history), 1, seed, () => {});
