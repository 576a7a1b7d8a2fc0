import { parentPort, workerData } from 'node:worker_threads';
import { SharedWaker } from 'reveille';
import { Device } from 'reveille/park';
import { Latch } from './latch.js';
import type { WakingMessage, WakingOrder } from './waking-thread.js';

/** Does what it is told by messages: counts, and wakes whom it was given. */
function obey({ handles, counter, each, gate, acknowledged }: WakingOrder): void {
  const wakers = handles.map((handle) => SharedWaker.attach(handle));
  const words = new Int32Array(counter);
  if (gate !== undefined) new Latch(gate).arriveAndWait();
  for (let i = 0; i < each; i += 1) {
    const count = Atomics.add(words, 0, 1) + 1;
    for (const waker of wakers) waker.wake();
    // Goes on only when the task has seen it, so that not one wake may be lost.
    if (acknowledged === true) {
      for (let seen = Atomics.load(words, 1); seen < count; seen = Atomics.load(words, 1))
        Atomics.wait(words, 1, seen, 1000);
    }
  }
  Atomics.add(words, 2, 1);
  Atomics.notify(words, 2);
}

parentPort?.on('message', (message: WakingMessage) => {
  if ('wake' in message) return obey(message.wake);
  if ('later' in message) {
    const { ms, handle } = message.later;
    return void setTimeout(() => SharedWaker.attach(handle).wake(), ms);
  }
  const { ms, cpu, line } = message.interrupt;
  setTimeout(() => Device.attach(cpu).raise(line), ms);
});
new Latch(workerData.ready).arrive();
