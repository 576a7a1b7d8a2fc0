/** Waits to receive with that many looks, and prints which shared words it looked at until it slept. */
import { Worker } from 'node:worker_threads';

const steps: string[] = [];
let isWatching = false;
let sleep = (): void => {};
const { store, notify } = Atomics;
for (const name of ['load', 'compareExchange', 'exchange', 'wait'] as const) {
  const operation = Reflect.get(Atomics, name) as (...args: unknown[]) => unknown;
  Reflect.set(Atomics, name, (...args: unknown[]) => {
    if (isWatching) steps.push(name);
    if (isWatching && name === 'wait') sleep();
    return operation(...args);
  });
}

const { shared } = await import('reveille/channel');
const { json } = await import('reveille/codec');
const [spin, items] = [Number(process.argv[2]), process.argv[3]];
const [tx, rx] = items === 'json' ? shared.bounded(8, json(), { spin }) : shared.bounded(8, 'i32', { spin });
const latch = new Int32Array(new SharedArrayBuffer(8));
new Worker(new URL('./shared-spin.worker.js', import.meta.url), { workerData: { handle: tx.share(), latch, items } });
sleep = () => {
  isWatching = false;
  store(latch, 0, 1);
  notify(latch, 0);
};
Atomics.wait(latch, 1, 0); // it has attached
isWatching = true;
const value = rx.recvBlocking();
console.log(JSON.stringify({ value, looks: steps.filter((step) => step === 'load').length, last: steps.at(-1) }));
