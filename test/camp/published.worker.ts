import { workerData } from 'node:worker_threads';
import { SharedWaker, type WakerHandle } from 'reveille';
import { type EndHandle, shared } from 'reveille/channel';
import { type LockHandle, Notify } from 'reveille/lock';
import { SharedSegQueue } from 'reveille/queue';
import { DATA, LONGEST, LOST, OVER, ROUNDS, SEEN } from './published.js';

/** How the other thread is told: all but one of these is missing. */
interface Means {
  readonly words: Int32Array;
  readonly waker?: WakerHandle;
  readonly notify?: LockHandle;
  readonly sender?: EndHandle;
  readonly queue?: SharedArrayBuffer;
}

/** Tells that there are news, writes some more, plainly, and tells of these while the other thread is about to look. */
const { words, ...means } = workerData as Means;
const tell = tellingBy(means);

function tellingBy({ waker, notify, sender, queue }: Omit<Means, 'words'>): () => unknown {
  if (waker !== undefined) {
    const other = SharedWaker.attach(waker);
    return () => other.wake();
  }
  if (notify !== undefined) {
    const other = Notify.attach(notify);
    return () => other.notifyOne();
  }
  if (sender !== undefined) {
    const tx = shared.attachSender(sender, 'i32');
    return () => tx.trySend(1);
  }
  const bell = SharedSegQueue.attach(queue as SharedArrayBuffer);
  return () => bell.push(1);
}

function isSeen(round: number): boolean {
  while (Atomics.load(words, SEEN) !== round) {
    if (Atomics.wait(words, SEEN, round - 1, 30_000) === 'timed-out') return false;
  }
  return true;
}

const end = performance.now() + LONGEST;
for (let round = 1, turns = 0; round <= ROUNDS && performance.now() < end; round += 1) {
  tell();
  for (let left = (round * 7919) % 100; left > 0; left -= 1) turns += left;
  words[DATA] = round;
  tell();
  if (isSeen(round)) continue;
  Atomics.store(words, LOST, turns === 0 ? -1 : round);
  break;
}
Atomics.store(words, OVER, 1);
tell();
