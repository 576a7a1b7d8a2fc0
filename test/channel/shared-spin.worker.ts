/** Sends one value as soon as the other thread goes to sleep. */
import { workerData } from 'node:worker_threads';
import { shared } from 'reveille/channel';
import { json } from 'reveille/codec';

const { handle, latch, items } = workerData;
using tx =
  items === 'json' ? shared.attachSender(handle, json(), { spin: 0 }) : shared.attachSender(handle, 'i32', { spin: 0 });
Atomics.store(latch, 1, 1);
Atomics.notify(latch, 1);
Atomics.wait(latch, 0, 0);
tx.sendBlocking(7);
