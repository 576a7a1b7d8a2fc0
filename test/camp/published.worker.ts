import { workerData } from 'node:worker_threads';
import { SharedWaker, type WakerHandle } from 'reveille';
import { type LockHandle, Notify } from 'reveille/lock';
import { DATA, LOST, ROUNDS, SEEN } from './published.js';

/** Tells that there are news, writes some more, plainly, and tells of these while the other thread is about to look. */
const { words, waker, notify } = workerData as { words: Int32Array; waker?: WakerHandle; notify?: LockHandle };
const tell = waker !== undefined ? telling(waker) : notifying(notify as LockHandle);

function telling(handle: WakerHandle): () => void {
  const shared = SharedWaker.attach(handle);
  return () => shared.wake();
}

function notifying(handle: LockHandle): () => void {
  const shared = Notify.attach(handle);
  return () => shared.notifyOne();
}

function isSeen(round: number): boolean {
  while (Atomics.load(words, SEEN) !== round) {
    if (Atomics.wait(words, SEEN, round - 1, 30_000) === 'timed-out') return false;
  }
  return true;
}

for (let round = 1, turns = 0; round <= ROUNDS; round += 1) {
  tell();
  for (let left = (round * 7919) % 100; left > 0; left -= 1) turns += left;
  words[DATA] = round;
  tell();
  if (isSeen(round)) continue;
  Atomics.store(words, LOST, turns === 0 ? -1 : round);
  tell();
  break;
}
