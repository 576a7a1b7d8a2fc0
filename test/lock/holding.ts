import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Orders } from './holder.worker.js';

/** Another thread that has a part of a lock by now. */
export async function holding(orders: Orders): Promise<Worker> {
  const worker = new Worker(new URL('./holder.worker.js', import.meta.url), { workerData: orders });
  worker.on('error', () => {}); // it was told to
  await once(worker, 'message');
  return worker;
}
