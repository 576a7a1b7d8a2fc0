import { workerData } from 'node:worker_threads';
import { Parker, park, Thread, Unparker } from 'reveille/park';
import { Latch } from '../support/latch.js';
import type { EchoData } from './echo-thread.js';

const { back, rounds, spin, words, ready, port }: EchoData = workerData;
const round = new Int32Array(words);
const parker = spin === undefined ? undefined : new Parker({ spin });
const partner = back instanceof SharedArrayBuffer ? Unparker.attach(back) : Thread.attach(back);

port.postMessage(parker?.share() ?? Thread.current().share());
new Latch(ready).arrive();

for (let done = 0; done < rounds; done += 1) {
  if (parker === undefined) park();
  else parker.park();
  Atomics.add(round, 0, 1);
  partner.unpark();
}
