/** A member of the camp, or of one that it is handed, which ends in the way that it is told. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { blockOn, PENDING, pollFn, spawn } from 'reveille';
import { Camp, type CampHandle } from 'reveille/camp';

/** What a member is told. */
export interface Orders {
  readonly end: 'return' | 'exit' | 'throw' | 'memory' | 'wait' | 'block' | 'parent';
  /** The camp to join, if it cannot find it. */
  readonly camp?: CampHandle;
  /** How many tasks to share. */
  readonly tasks?: number;
}

const { end, camp: handle, tasks = 1 } = workerData as Orders;
const camp = handle === undefined ? Camp.own() : Camp.join(handle);

/** Waits for another thread, for ever. */
const sharing = () =>
  pollFn<never>((cx) => {
    handles.push(cx.waker.share());
    return PENDING;
  });
const handles: unknown[] = [];

const ENDS: Record<Orders['end'], () => void> = {
  return() {},
  exit: () => process.exit(1),
  throw() {
    throw new Error('as told');
  },
  memory() {
    const hoard: number[][] = [];
    for (;;) hoard.push(new Array<number>(10_000).fill(hoard.length));
  },
  wait: () => void setInterval(() => {}, 60_000),
  block: () => blockOn(sharing()),
  parent() {
    const orders: Orders = { end: 'block' };
    const child = new Worker(new URL(import.meta.url), { workerData: orders });
    child.once('message', (message) => parentPort?.postMessage(message));
  },
};

if (end === 'wait') for (let i = 0; i < tasks; i += 1) spawn(sharing());
setImmediate(() => {
  parentPort?.postMessage({ ...camp.me, buffer: camp.share().buffer, handles });
  setImmediate(ENDS[end]);
});
