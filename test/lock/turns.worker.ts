/** Takes a mutex again and again, for a millisecond each time, until it is told to stop. */
import { workerData } from 'node:worker_threads';
import { type LockHandle, Mutex } from 'reveille/lock';

const { handle, words } = workerData as { handle: LockHandle; words: Int32Array };
const mutex = Mutex.attach(handle);
while (Atomics.load(words, 1) === 0) {
  const guard = mutex.lockBlocking();
  Atomics.add(words, 0, 1);
  Atomics.notify(words, 0);
  for (const end = performance.now() + 1; performance.now() < end; );
  guard[Symbol.dispose]();
}
