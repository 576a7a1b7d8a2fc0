/** Searches, in a loop that never lets its event loop turn, until it has found something or nobody wants to know any more. */
import { createHash } from 'node:crypto';
import { thisCall } from 'reveille/threads';

/** Searches `from`, `from + step`, ... for a number whose hash begins like that. */
export function search(beginning: string, from: number, step: number): number {
  const call = thisCall();
  for (let n = from; ; n += step) {
    call.throwIfCancelled(); // a look into shared memory
    if (createHash('sha256').update(String(n)).digest('hex').startsWith(beginning)) return n;
  }
}

/** Counts the threads that were started. */
export function begin(started: Int32Array): void {
  Atomics.add(started, 0, 1);
}
