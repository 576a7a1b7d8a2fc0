/** A stranger checks a program of their own: two threads that count, properly and not. */
import assert from 'node:assert/strict';
import { isMainThread } from 'node:worker_threads';
import { explore, ScheduleError } from 'reveille/testing';

export const setup = () => new Int32Array(new SharedArrayBuffer(4));
export const proper = (count) => void Atomics.add(count, 0, 1);
export const improper = (count) => void Atomics.store(count, 0, Atomics.load(count, 0) + 1);
export const both = (count) => assert.equal(count[0], 2);

if (isMainThread) {
  const check = (thread) =>
    explore({ module: import.meta.url, setup: 'setup', threads: [thread, thread], invariant: 'both' });
  assert.equal((await check('proper')).complete, true);
  await assert.rejects(check('improper'), ScheduleError);
  console.log('the checker finds what there is to find');
}
