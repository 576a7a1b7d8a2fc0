import { workerData } from 'node:worker_threads';
import { DONE, SHARE, TURN } from './bare-workers.js';
import { compute, ROUNDS } from './jobs.js';

const words = workerData as Int32Array;

for (let turn = 0; ; turn += 1) {
  Atomics.wait(words, TURN, turn);
  const share = Atomics.load(words, SHARE);
  for (let job = 0; job < share; job += 1) compute(ROUNDS);
  Atomics.add(words, DONE, 1);
  Atomics.notify(words, DONE);
}
