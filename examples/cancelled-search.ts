/** A search on two threads: whoever finds something first has the other one cancelled, and both threads live on. */
import { createHash } from 'node:crypto';
import { blockOn, race, TimeoutError } from 'reveille';
import { pool } from 'reveille/threads';
import type * as searching from './cancelled-search.worker.js';

const started = new Int32Array(new SharedArrayBuffer(4));
using searchers = pool<typeof searching>(new URL('./cancelled-search.worker.js', import.meta.url), {
  threads: 2,
  setUp: 'begin',
  data: started,
});

// Dropping a call cancels it: race drops those that have lost.
const found = blockOn(race([searchers.search('0000', 0, 2), searchers.search('0000', 1, 2)]));
console.log('found one:', createHash('sha256').update(String(found)).digest('hex').slice(0, 4));

// So does a time limit; there is no number whose hash begins with an x.
try {
  blockOn(searchers.with({ timeout: 20 }).search('x', 0, 1));
} catch (error) {
  console.log(error instanceof TimeoutError ? 'gave up after 20 ms' : error);
}

// And a signal, which this thread's event loop may abort.
const stop = new AbortController();
setTimeout(() => stop.abort(new Error('the user is tired of waiting')), 20);
await searchers
  .with({ signal: stop.signal })
  .search('x', 0, 1)
  .then(undefined, (error: unknown) => console.log(String(error)));

// Nothing of all this runs any more, and no thread had to be replaced.
console.log('and another:', (await searchers.search('0', 0, 1)) >= 0);
console.log('threads that were started, at most 2:', Atomics.load(started, 0) <= 2);
