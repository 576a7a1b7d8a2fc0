import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { all, blockOn, co, Executor } from 'reveille';
import { Mutex } from 'reveille/lock';

/** Takes the lock, keeps it for a while, and gives it back. */
const turn = (mutex: Mutex, ms: number) =>
  co(function* () {
    const guard = yield* mutex.lock();
    for (const end = performance.now() + ms; performance.now() < end; );
    guard[Symbol.dispose]();
    return 1;
  });

test('tasks_that_take_turns_with_another_thread_are_told_of_no_deadlock', () => {
  const mutex = new Mutex();
  const words = new Int32Array(new SharedArrayBuffer(8));
  new Worker(new URL('./turns.worker.js', import.meta.url), { workerData: { handle: mutex.share(), words } });
  Atomics.wait(words, 0, 0);
  try {
    for (let round = 0; round < 5; round += 1) {
      const guard = mutex.lockBlocking();
      const seen = Atomics.load(words, 0);
      const owner = co(function* () {
        for (const end = performance.now() + 10; performance.now() < end; ); // the other thread stands in the row by then
        guard[Symbol.dispose]();
        return seen;
      });
      const executor = new Executor();
      const turns = [...Array.from({ length: 3 }, () => turn(mutex, 2)), owner].map((future) => executor.spawn(future));
      assert.deepEqual(executor.runUntil(all(turns)), [1, 1, 1, seen]);
      const held = mutex.lockBlocking();
      const many = Array.from({ length: 10 }, () => turn(mutex, 1));
      const last = co(function* () {
        for (const end = performance.now() + 10; performance.now() < end; );
        held[Symbol.dispose]();
        return 1;
      });
      assert.equal(blockOn(all([...many, last])).length, 11);
    }
  } finally {
    Atomics.store(words, 1, 1);
  }
});
