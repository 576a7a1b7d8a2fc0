import { workerData } from 'node:worker_threads';
import { Waker } from 'reveille';
import { CallTable, claimCall, home, queueCall, Slots } from '../../src/threads/wire/index.js';

// Calls three times, and dies: the first call waits, the second one runs in seat 1, and the third one is not made yet.
const table = new CallTable(workerData, home.own);
const slots = new Slots(table, table.seats.take(Waker.noop()), () => {});
const [waits, runs] = [slots.take(), slots.take(), slots.take()] as [number, number, number];
queueCall(table, waits);
queueCall(table, runs);
claimCall(table, runs, 1);
process.exit();
