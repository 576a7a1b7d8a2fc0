import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, blockOn, co, DeadlockError, Executor, PENDING, pending, pollFn } from 'reveille';
import { offload, pool } from 'reveille/threads';
import { Folder, moduleOf } from './folder.js';
import { blockUntilSet, until, untilSet, words } from './words.js';

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);

/** What a pool's function awaits here keeps no event loop going, and its thread is to take no further call. */
test('a_thread_of_a_pool_that_runs_as_many_calls_as_it_may_hears_that_they_are_cancelled', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  const thread = await p.where();
  const controller = new AbortController();
  for (const cancel of ['drop', 'signal'] as const) {
    const latch = words();
    const call = p.with({ signal: controller.signal }).linger(latch);
    call.then(
      () => {},
      () => {},
    );
    await untilSet(latch, 0);
    if (cancel === 'drop') call[Symbol.dispose]();
    else controller.abort();
    await untilSet(latch, 1);
  }
  assert.equal(await p.where(), thread);
});

test('a_signal_that_is_asked_for_late_and_one_of_a_call_that_is_over_are_told_nothing_wrong', async () => {
  const code = `import { thisCall } from 'reveille/threads';
    let kept;
    export const keep = async () => { kept = thisCall(); };
    export const isAborted = () => [kept.signal.aborted, kept.cancelled()];
    export const late = async (words) => {
      const call = thisCall();
      Atomics.store(words, 0, 1);
      while (!call.cancelled()) await new Promise((go) => setImmediate(go));
      Atomics.store(words, 1, call.signal.aborted ? 1 : 2);
    };`;
  type Late = { keep(): Promise<void>; isAborted(): boolean[]; late(latch: Int32Array): Promise<void> };
  const folder = new Folder();
  await using p = pool<Late>(folder.module('late.mjs', code), { threads: 1 });
  await p.keep();
  assert.deepEqual(await p.isAborted(), [false, false]);
  const latch = words();
  const call = p.late(latch);
  await untilSet(latch, 0);
  call[Symbol.dispose]();
  await untilSet(latch, 1);
  assert.equal(latch[1], 1);
});

const FOREVER = moduleOf(`
  export const wait = (words) => { Atomics.store(words, 0, 1); return Atomics.waitAsync(words, 1, 0).value; };
  export const never = () => new Promise(() => {});`);
type Forever = { wait(latch: Int32Array): Promise<string>; never(): Promise<never> };

for (const [what, make] of [
  ['a_pool', () => pool<Forever>(FOREVER, { threads: 1, idle: Number.POSITIVE_INFINITY })],
  ['an_offloaded_module', () => offload<Forever>(FOREVER)],
] as const) {
  test(`a_thread_of_${what}_outlives_a_call_that_awaits_what_keeps_no_event_loop_going`, async () => {
    using host = make();
    const latch = words();
    const call = host.wait(latch);
    await untilSet(latch, 0);
    for (let turns = 0; turns < 1000; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    await until(() => Atomics.notify(latch, 1) > 0);
    assert.equal(await call, 'ok');
  });
}

test('a_thread_blocks_on_calls_that_an_earlier_block_has_polled_without_a_word_from_any_of_them', () => {
  using p = pool<Task>(url, { threads: 1 });
  const latch = words();
  const whole = all(Array.from({ length: 12 }, () => p.hold(latch)));
  blockOn(pollFn((cx) => whole.poll(cx) === PENDING || assert.fail('nobody has let them go')));
  let isFirst = true;
  const again = pollFn((cx) => {
    const outcome = whole.poll(cx); // of none of them, for none was woken: each has said to the first block that another thread ends it
    if (isFirst) blockUntilSet(latch, 0);
    isFirst = false;
    Atomics.store(latch, 2, 1);
    Atomics.notify(latch, 2);
    return outcome;
  });
  assert.equal(blockOn(again).length, 12);
});

test('who_has_waited_for_a_call_is_told_all_the_same_when_nobody_is_left_to_wait_for', () => {
  using p = pool<Task>(url, { threads: 1 });
  const main = co.wrap(function* () {
    assert.equal(yield* p.add(1, 2), 3);
    yield* pending();
  });
  assert.throws(() => blockOn(main()), DeadlockError);
  const executor = new Executor();
  const task = executor.spawn(main());
  assert.throws(() => executor.runUntil(task), DeadlockError);
  const waits = executor.spawn(
    co(function* () {
      return yield* p.add(3, 4);
    }),
  );
  assert.equal(executor.runUntil(waits), 7, 'another one waits for a call');
});
