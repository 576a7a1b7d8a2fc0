import { workerData } from 'node:worker_threads';
import { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import { History, play } from './player.js';

interface Data {
  readonly kind: string;
  readonly buffer: SharedArrayBuffer;
  readonly history: Int32Array<SharedArrayBuffer>;
  readonly seed: number;
}

const { kind, buffer, history, seed } = workerData as Data;
const queue = (kind === 'SharedArrayQueue' ? SharedArrayQueue : SharedSegQueue).attach(buffer);
play(queue, new History(2, history), 1, seed, () => {});
