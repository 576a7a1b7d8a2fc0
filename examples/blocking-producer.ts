/** A thread that blocks whenever the channel is full, and a consumer on the event loop, which goes on with its other work. */
import { Worker } from 'node:worker_threads';
import { shared } from 'reveille/channel';

const [tx, rx] = shared.bounded(4, 'i32');
new Worker(new URL('./blocking-producer.worker.js', import.meta.url), { workerData: tx.share() });
tx[Symbol.dispose](); // the worker's sender is the only one now

let turns = 0;
const count = (): void => {
  turns += 1;
  other = setImmediate(count);
};
let other = setImmediate(count); // whatever else the event loop has to do
let sum = 0;
for await (const n of rx) {
  sum += n;
  if (n % 25 === 0) await new Promise(setImmediate); // slower than the producer
}
clearImmediate(other);
console.log('received 1 to 100, together', sum, turns > 0 ? 'and the event loop turned meanwhile' : '');
