import { parentPort, workerData } from 'node:worker_threads';
import { attach, batchOf, breathe, DONE, type Means, TARGET } from './crossing.js';

const means = workerData as Means;
const { words } = means;
let total = 0;

/** Tells the main thread once all items of a run have come. */
function count(items: number): void {
  total = (total + items) | 0;
  if (total !== words[TARGET]) return;
  Atomics.store(words, DONE, total);
  Atomics.notify(words, DONE);
}

async function consume(): Promise<void> {
  const end = await attach(means);
  const batch = batchOf(means);
  for (let looks = 0; ; ) {
    const items = end.pop(batch);
    if (items === 0) looks = breathe(words, looks);
    else count(items);
  }
}

if (means.kind === 'message') parentPort?.on('message', () => count(1));
else await consume();
