import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandleError } from 'reveille';
import { type Pool, type PoolHandle, pool, ThreadDiedError } from 'reveille/threads';
import { WORD } from '../queue/shared-memory.js';

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);

/** The queue in which calls wait, as a thread sees it that writes where it should not. */
function queueOf(p: Pool<Task>): Int32Array {
  const handle: PoolHandle = p.share();
  return new Int32Array((handle.jobs[0] as { queue: SharedArrayBuffer }).queue);
}

/** What has come of a call, if that was an error of the kind that is expected here. */
async function failed(call: PromiseLike<unknown>): Promise<boolean> {
  return call.then(
    () => false,
    (error: unknown) => {
      const { cause } = error as Error;
      assert.ok(error instanceof ThreadDiedError && cause instanceof HandleError, String(error));
      return true;
    },
  );
}

test('calls_fail_when_the_queue_of_calls_is_overwritten (I25)', async () => {
  await using p = pool<Task>(url, { threads: 2 });
  await p.where();
  const queue = queueOf(p);
  queue.fill(-7, 48); // all stamps
  Atomics.add(queue, WORD.tail, 1); // and the first one counts
  assert.deepEqual(await Promise.all([failed(p.where()), failed(p.where()), failed(p.where())]), [true, true, true]);
});

test('a_pool_whose_caller_died_as_it_queued_a_call_goes_on (I25)', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  await p.where();
  Atomics.add(queueOf(p), WORD.tail, 1); // claimed, and never filled
  assert.equal(typeof (await p.where()), 'number');
  assert.equal(p.stats.running, 0);
});

test('an_answer_whose_worker_died_before_it_told_of_it_is_found', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  await p.where();
  const words = new Int32Array(new SharedArrayBuffer(12));
  const set = (at: number): void => {
    Atomics.store(words, at, 1);
    Atomics.notify(words, at);
  };
  const answer = p.with({ timeout: 10_000 }).answerAndExit(words).then();
  set(2); // not before: this thread has looked for the answer, and does not again until it awaits it
  Atomics.wait(words, 0, 0);
  const table = new Int32Array(p.share().table);
  const [seats, heads, seat] = [2, 52, 16];
  let told = 0; // as if it had not been: the heads of the stacks on which answers come are emptied
  for (let at = 0; at < (table[seats] as number); at += 1) {
    if (Atomics.exchange(table, heads + at * seat, 0) !== 0) told += 1;
  }
  set(1);
  assert.equal(told, 1);
  assert.equal(await answer, 'answered');
});

test('counts_that_are_overwritten_start_no_more_threads_than_there_may_be (I25)', async () => {
  let started = 0;
  const start = (): void => {
    started += 1;
  };
  process.on('worker', start);
  await using p = pool<Task>(url, { threads: 2 });
  await p.where();
  const table = new Int32Array(p.share().table);
  const [workers, idle, blocked, most] = [5, 6, 7, 8];
  for (const [word, value] of [
    [workers, -1000],
    [blocked, 1000],
    [most, 1000],
  ] as const) {
    Atomics.store(table, word, value);
    Atomics.store(table, idle, 0);
    const calls = Array.from({ length: 50 }, () => p.where().then());
    for (const call of calls) await call;
  }
  process.off('worker', start);
  assert.ok(started <= 3, `${started} threads, the one that watches included`);
});
