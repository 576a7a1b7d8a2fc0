import { workerData } from 'node:worker_threads';
import { answer } from './answers.js';
import { ANSWERED, ASKED, NUMBER } from './calls-parked.js';

const words = workerData as Int32Array;
setInterval(() => {}, 1e9); // a wait does not keep the thread alive

for (let answered = 0; ; answered += 1) {
  const { async, value } = Atomics.waitAsync(words, ASKED, answered);
  if (async) await value;
  Atomics.store(words, NUMBER, (await answer(Atomics.load(words, NUMBER))) as number);
  Atomics.store(words, ANSWERED, answered + 1);
  Atomics.notify(words, ANSWERED);
}
