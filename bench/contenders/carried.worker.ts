import { parentPort, workerData } from 'node:worker_threads';
import { shared } from 'reveille/channel';
import { codecOf, type Receiving } from './carried.js';
import { counting } from './crossing.js';

const { carrier, handle, words } = workerData as Receiving;
const count = counting(words);

if (handle === undefined) parentPort?.on('message', () => count(1));
else {
  const rx = shared.attachReceiver(handle, codecOf(carrier));
  for (;;) {
    rx.recvBlocking();
    count(1);
  }
}
