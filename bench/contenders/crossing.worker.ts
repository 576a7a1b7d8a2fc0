import { parentPort, workerData } from 'node:worker_threads';
import { attach, batchOf, breathe, counting, loop, type Means } from './crossing.js';

const means = workerData as Means;
const { words } = means;
const count = counting(words);

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
else if (means.kind === 'loop') await loop(means, count);
else await consume();
