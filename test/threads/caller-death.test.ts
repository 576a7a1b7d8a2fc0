import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { offload, type Pool, pool, ThreadDiedError } from 'reveille/threads';
import { blockUntilSet, until, untilSet, words } from './words.js';

type Task = typeof import('./task.worker.js');
type Owner = typeof import('./owner.worker.js');
const url = new URL('./task.worker.js', import.meta.url);
const callers = new URL('./owner.worker.js', import.meta.url);

const release = (latch: Int32Array, at: number): void => {
  Atomics.store(latch, at, 1);
  Atomics.notify(latch, at);
};

/** Nothing waits or runs any more, and the threads are all there, idle. */
async function isQuiet(p: Pool<Task>, threads: number): Promise<void> {
  await until(() => {
    const { queued, running, blocked, idle } = p.stats;
    return queued === 0 && running === 0 && blocked === 0 && idle === threads;
  });
}

test('the_queued_calls_of_a_dead_thread_never_run', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  using caller = offload<Owner>(callers);
  const [held, latch] = [words(), words()];
  const first = p.hold(held);
  await untilSet(held, 0);
  const dying = assert.rejects(caller.callAndDie(p.share(), latch, 50, 10).then(), ThreadDiedError);
  blockUntilSet(latch, 1);
  assert.equal(p.stats.queued, 50);
  release(latch, 0);
  await dying;
  release(held, 2);
  await first;
  await isQuiet(p, 1);
  assert.equal(await p.add(1, 1), 2);
  assert.deepEqual([p.stats.done, p.stats.failed], [2, 0]);
});

test('the_running_calls_of_a_dead_thread_are_cancelled', async () => {
  await using p = pool<Task>(url, { threads: 2 });
  using caller = offload<Owner>(callers);
  const latches = [words(), words()];
  await assert.rejects(caller.spinAndDie(p.share(), latches).then(), ThreadDiedError);
  for (const latch of latches) await untilSet(latch, 1);
  await isQuiet(p, 2);
  assert.equal(await p.add(1, 1), 2);
});

test('the_call_that_a_thread_blocks_on_as_it_is_ended_is_cancelled', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  const caller = offload<Owner>(callers);
  const latch = words();
  caller.callAndBlock(p.share(), latch).then(
    () => {},
    () => {},
  );
  await untilSet(latch, 0);
  caller[Symbol.dispose](); // ends the thread, wherever it is
  await untilSet(latch, 1);
  await isQuiet(p, 1);
  assert.equal(await p.add(1, 1), 2);
});

test('what_was_answered_to_dead_threads_and_what_they_had_called_with_is_given_back', async () => {
  const calls = 10;
  await using p = pool<Task>(url, { threads: 1, memory: 2 ** 22, callers: 8 });
  /** One that dies with its answers not taken; whether there was memory for all of it. */
  const round = async (): Promise<boolean> => {
    using caller = offload<Owner>(callers);
    const latch = words();
    const { done, failed } = p.stats;
    let end: unknown = null;
    const dying = caller.callAndDie(p.share(), latch, calls, 60_000).then(null, (error) => (end = error));
    await until(() => end !== null || p.stats.done + p.stats.failed >= done + failed + calls);
    release(latch, 0);
    await dying;
    return end instanceof ThreadDiedError && p.stats.failed === failed;
  };
  // A quarter of the memory goes each time, until the watcher has seen to it.
  for (let rounds = 0; rounds < 15; rounds += 1) await round();
  const end = performance.now() + 60_000;
  while (!(await round())) assert.ok(performance.now() < end, 'there is no memory left');
  assert.equal(blockOn(p.add(1, 1)), 2);
});

test('a_pool_outlives_threads_that_die_with_calls_in_each_state', async () => {
  await using p = pool<Task>(url, { threads: 2, callers: 10 });
  for (let round = 0; round < 6; round += 1) {
    const dying = [100, 10, 1].map((calls) => {
      const caller = offload<Owner>(callers);
      const latch = words();
      release(latch, 0); // it dies at once, however far the calls are
      const end = assert.rejects(caller.callAndDie(p.share(), latch, calls, 300).then(), /process\.exit/);
      return end.finally(() => caller[Symbol.dispose]());
    });
    const sums = await Promise.all(Array.from({ length: 100 }, (_, i) => p.add(i, round)));
    assert.deepEqual(
      sums,
      sums.map((_, i) => i + round),
    );
    await Promise.all(dying);
  }
  await isQuiet(p, 2);
});
