import { parentPort, workerData } from 'node:worker_threads';
import { shared } from 'reveille/channel';
import { codecOf, type Receiving } from './carried.js';

const { carrier, handle, done } = workerData as Receiving;

if (handle === undefined) parentPort?.on('message', () => void Atomics.add(done, 0, 1));
else {
  const rx = shared.attachReceiver(handle, codecOf(carrier));
  for (;;) {
    rx.recvBlocking();
    Atomics.add(done, 0, 1);
  }
}
