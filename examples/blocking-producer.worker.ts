/** Produces as fast as it may. */
import { workerData } from 'node:worker_threads';
import { type EndHandle, shared } from 'reveille/channel';

using tx = shared.attachSender(workerData as EndHandle, 'i32');
for (let n = 1; n <= 100; n += 1) tx.sendBlocking(n); // sleeps while four are waiting
