/** Attaches what it is given, and answers; or passes on what it has. */
import { parentPort } from 'node:worker_threads';
import { type Receiver, type Sender, shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { WaitGroup } from 'reveille/lock';
import type { Question } from './brokers.test.js';

const kept: (Sender<number> | Receiver<number> | Receiver<Uint8Array>)[] = [];

function answer(question: Question): unknown {
  if (question.ends !== undefined) {
    const tx = shared.attachSender(question.ends.tx, 'i32');
    if (question.ends.rx !== undefined) kept.push(shared.attachReceiver(question.ends.rx, 'i32'));
    kept.push(tx);
    return tx.share();
  }
  if (question.frames !== undefined) {
    kept.push(shared.attachReceiver(question.frames, bytes()));
    return 'attached';
  }
  using group = WaitGroup.attach(question.member);
  return group.share();
}

parentPort?.on('message', (question: Question) => {
  try {
    parentPort?.postMessage(answer(question));
  } catch (error) {
    parentPort?.postMessage(String(error));
  }
});
