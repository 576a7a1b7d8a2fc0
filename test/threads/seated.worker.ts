import { workerData } from 'node:worker_threads';
import { Waker } from 'reveille';
import { CallTable, home, WORK_ROW, WORKER } from '../../src/threads/wire/index.js';

// Takes a seat as the crew's seventh worker, and dies there.
const table = new CallTable(workerData, home.own);
const seat = table.seats.take(Waker.noop());
Atomics.store(table.words, table.seats.fieldOf(seat, WORK_ROW, WORKER), 7);
process.exit();
