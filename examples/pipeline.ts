/** A pipeline over three threads: numbers, their squares, and the sum; two channels that never pass through an event loop. */
import { Worker } from 'node:worker_threads';
import { shared } from 'reveille/channel';
import type { Stage } from './pipeline-stage.worker.js';

const [numbers, toSquare] = shared.bounded(64, 'i32');
const [squares, toSum] = shared.bounded(64, 'f64');
const [sum, answer] = shared.bounded(1, 'f64');

/** Starts a stage, which has its ends for itself from now on. */
function start(stage: Stage): void {
  new Worker(new URL('./pipeline-stage.worker.js', import.meta.url), { workerData: stage });
}
start({ job: 'square', from: toSquare.share(), to: squares.share() });
start({ job: 'sum', from: toSum.share(), to: sum.share() });
for (const end of [toSquare, squares, toSum, sum]) end[Symbol.dispose]();

for (let n = 1; n <= 1000; n += 1) numbers.sendBlocking(n); // waits whenever the squares fall behind
numbers[Symbol.dispose](); // each stage ends when the one before it has ended
console.log('sum of the squares up to 1000:', answer.recvBlocking());
