import './by-messages.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlockingError, blockOn, CancelledError, fromPromise, ReveilleError, TimeoutError } from 'reveille';
import {
  ModuleError,
  offload,
  PayloadError,
  PoolClosedError,
  PoolFullError,
  pool,
  scope,
  spawnThread,
  ThreadDiedError,
  transfer,
} from 'reveille/threads';

type Module = typeof import('./messages.module.js');
const url = new URL('./messages.module.js', import.meta.url);

/** Something that a function of the module is told over a callback. */
function latch(): { readonly set: () => void; readonly isSet: Promise<void> } {
  let set = (): void => {};
  const isSet = new Promise<void>((resolve) => {
    set = resolve;
  });
  return { set, isSet };
}

test('calls_answer_by_messages', async () => {
  await using api = offload<Module>(url);
  assert.equal(await api.add(1, 2), 3);
  assert.deepEqual(await Promise.all([api.later('a'), api.later('b')]), ['a', 'b']);
  assert.deepEqual(await api.echo({ map: new Map([[1, [new Date(0)]]]) }), { map: new Map([[1, [new Date(0)]]]) });
});

test('an_error_keeps_class_message_cause_and_fields', async () => {
  await using api = offload<Module>(url);
  await assert.rejects(api.fail().then(), (error: RangeError & { by: number }) => {
    assert.ok(error instanceof RangeError);
    assert.deepEqual([error.message, error.by, String(error.cause)], ['too far', 7, 'TypeError: of the test']);
    assert.match(error.stack ?? '', /messages\.module/);
    return true;
  });
  await assert.rejects(api.noSuch().then(), /exports no function noSuch/);
});

test('blocking_says_what_is_missing', async () => {
  await using api = offload<Module>(url);
  const says = /may not block; await or spawn call of later\(\) .* cross-origin isolated/;
  assert.throws(
    () => blockOn(api.later(1)),
    (error) => error instanceof BlockingError && says.test(error.message),
  );
  assert.throws(() => blockOn(api.close()), BlockingError);
});

test('what_can_not_be_sent_is_said_before_anything_is', async () => {
  await using api = offload<Module>(url);
  assert.throws(() => api.echo(new WeakMap()), PayloadError);
  await assert.rejects(api.unsendable().then(), PayloadError);
  const bytes = Uint8Array.of(1, 2, 3);
  assert.equal(await api.sum(transfer(bytes, [bytes.buffer])), 6);
  assert.equal(bytes.length, 0);
});

test('dropping_a_call_reaches_its_signal', async () => {
  await using threads = pool<Module>(url, { threads: 1 });
  const begun = latch();
  const call = threads.listen(begun.set);
  await begun.isSet;
  call[Symbol.dispose]();
  await assert.rejects(Promise.resolve(threads.with({ timeout: 10 }).hang()), TimeoutError);
  assert.equal(await threads.add(1, 1), 2); // the thread has ended the other one
  threads.hang()[Symbol.dispose](); // it never begins, or is told
});

test('a_function_sees_that_it_was_cancelled_when_its_event_loop_has_turned', async () => {
  await using threads = pool<Module>(url, { threads: 1 });
  const begun = latch();
  const call = threads.turnUntilCancelled(begun.set);
  await begun.isSet;
  const rejected = assert.rejects(call.then(), CancelledError);
  call[Symbol.dispose]();
  await rejected;
  assert.ok((await threads.turns()) > 0);
});

test('a_call_that_heeds_no_cancelling_loses_its_thread', async () => {
  await using threads = pool<Module>(url, { threads: 1, grace: 10 });
  const first = await threads.id();
  const begun = latch();
  const call = threads.loop(begun.set);
  await begun.isSet;
  const next = threads.id();
  call[Symbol.dispose]();
  assert.notEqual(await next, first);
});

test('close_waits_for_no_cancelled_call_that_heeds_nothing', async () => {
  for (const isFirst of [true, false]) {
    const threads = pool<Module>(url, { threads: 1 });
    const begun = latch();
    const call = threads.loop(begun.set);
    await begun.isSet;
    if (isFirst) call[Symbol.dispose]();
    const closed = threads.close({ grace: 5 });
    call[Symbol.dispose](); // twice does nothing
    await closed;
  }
});

test('a_call_that_is_dropped_while_the_pool_is_closed_now_has_its_grace', async () => {
  using threads = pool<Module>(url, { threads: 1 });
  const begun = latch();
  const call = threads.loop(begun.set);
  await begun.isSet;
  const closed = threads.close({ now: true, grace: 600_000 });
  call[Symbol.dispose]();
  await new Promise((resolve) => setTimeout(resolve, 20)); // it is killed now, or not at all
  assert.equal(threads.stats.threads, 1);
  threads[Symbol.dispose]();
  await closed;
});

test('close_spares_what_runs_beside_a_cancelled_call', async () => {
  const api = offload<Module>(url);
  const begun = latch();
  const held = latch();
  const never = api.hold(begun.set, () => new Promise(() => {}));
  const call = api.hold(
    () => {},
    () => held.isSet,
  );
  await begun.isSet;
  never[Symbol.dispose]();
  const closed = api.close({ grace: 0 });
  await new Promise((resolve) => setTimeout(resolve, 10)); // some graces: it is killed now, or not at all
  held.set();
  await call;
  await closed;
});

test('callbacks_signals_and_streams', async () => {
  await using api = offload<Module>(url);
  assert.equal(await api.apply((n: number) => n + 1, 41), 42);
  await assert.rejects(api.apply(() => Promise.reject(new RangeError('here')), 1).then(), RangeError);
  const controller = new AbortController();
  const begun = latch();
  const call = api.until(controller.signal, begun.set);
  await begun.isSet;
  controller.abort(new Error('enough'));
  assert.equal(await call, 'Error: enough');
  const numbers: number[] = [];
  for await (const n of api.count(100)) numbers.push(n);
  assert.deepEqual(
    numbers,
    Array.from({ length: 100 }, (_, i) => i),
  );
  let taken = 0;
  for await (const n of api.count(Number.POSITIVE_INFINITY)) if ((taken = n) === 40) break;
  assert.equal(taken, 40);
  await assert.rejects(async () => {
    for await (const n of api.countAndFail(3)) taken = n;
  }, RangeError);
});

test('idle_threads_take_the_next_call', async () => {
  await using threads = pool<Module>(url, { threads: 2 });
  const [release, begun] = [latch(), latch()];
  const held = threads.hold(begun.set, () => release.isSet);
  await begun.isSet;
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => threads.add(i, 1)));
  assert.deepEqual(answers.at(-1), 20);
  release.set();
  await held;
  const { done, failed, running, queued, threads: count } = threads.stats;
  assert.deepEqual([done, failed, running, queued, count], [21, 0, 0, 0, 2]);
});

test('queues_have_a_limit_and_priorities', async () => {
  await using threads = pool<Module>(url, { threads: 1, queue: 1, priorities: 2 });
  const [release, begun] = [latch(), latch()];
  const held = threads.hold(begun.set, () => release.isSet);
  await begun.isSet;
  const order: string[] = [];
  const low = threads
    .with({ priority: 1 })
    .later('low')
    .then((name) => order.push(String(name)));
  assert.throws(() => threads.try.add(1, 1), PoolFullError);
  const more = threads.add(1, 1).then(() => order.push('later'));
  const high = threads
    .with({ priority: 0 })
    .later('high')
    .then((name) => order.push(String(name)));
  assert.equal(threads.stats.waits, 1);
  release.set();
  await Promise.all([held, low, more, high]);
  assert.deepEqual(order, ['high', 'low', 'later']);
});

test('a_thread_that_dies_fails_its_calls_and_is_replaced', async () => {
  await using api = offload<Module>(url);
  const [crash, side] = [api.crash().then(), api.hang().then()];
  const died = /ended by an uncaught error: SyntaxError: nobody catches it/;
  await Promise.all(
    [crash, side].map((call) =>
      assert.rejects(call, (error) => error instanceof ThreadDiedError && died.test(error.message)),
    ),
  );
  assert.equal(await api.add(1, 1), 2);
  await assert.rejects(api.exit().then(), /process\.exit\(3\)/);
  assert.equal(await api.add(1, 1), 2);
});

test('a_module_that_can_not_be_loaded_fails_the_calls', async () => {
  for (const code of ['}', 'throw new RangeError("at load")']) {
    using api = offload<Module>(`data:text/javascript,${code}`);
    await assert.rejects(api.add(1, 1).then(), ModuleError);
    await assert.rejects(api.add(1, 1).then(), ModuleError);
  }
  using threads = pool<Module>(new URL('data:text/javascript,throw 1'), { threads: 1 });
  await assert.rejects(Promise.resolve(threads.warmUp()), ModuleError);
});

test('set_up_and_tear_down', async () => {
  await using threads = pool<Module>(url, { threads: 1, setUp: 'setUp', tearDown: 'tearDown', data: { by: 5 } });
  await threads.warmUp();
  assert.equal(await threads.setTo(), 5);
});

test('a_thread_that_can_not_be_started_fails_the_calls', async () => {
  using api = offload<Module>(url, { execArgv: ['--no-such-flag'] });
  const says =
    /^call of add\(\) of messages.module.js: no thread of messages.module.js could be started: Error: .*--no-such-flag/;
  const refused = [api.add(1, 1), api.add(1, 1)].map((call) =>
    assert.rejects(call.then(), (error) => error instanceof ThreadDiedError && says.test(error.message)),
  );
  await Promise.all(refused);
});

test('closing_lets_calls_end_and_closing_now_does_not', async () => {
  const slow = offload<Module>(url);
  const last = slow.later('last');
  await slow.close();
  assert.equal(await last, 'last');
  assert.throws(() => slow.add(1, 1), PoolClosedError);
  const threads = pool<Module>(url, { threads: 1 });
  const begun = latch();
  const rejected = [threads.hold(begun.set, () => new Promise(() => {})), threads.add(1, 1)].map((call) =>
    assert.rejects(call.then(), PoolClosedError),
  );
  await begun.isSet;
  threads[Symbol.dispose]();
  await Promise.all(rejected);
});

test('threads_without_work_end', async () => {
  await using threads = pool<Module>(url, { idle: 5 });
  const first = await threads.id();
  while (threads.stats.threads > 0) await sleep(1);
  assert.notEqual(await threads.id(), first);
});

test('scopes_and_threads_for_one_function', async () => {
  await using threads = pool<Module>(url, { threads: 2 });
  const begun = latch();
  const work = scope(function* (s) {
    s.spawn(threads.listen(begun.set));
    yield* fromPromise(begun.isSet);
    s.spawn(threads.fail());
    yield* threads.hang();
  });
  await assert.rejects(Promise.resolve(work), RangeError);
  assert.equal(await spawnThread<Module, 'add'>(url, 'add', [40, 2]), 42);
});

test('other_threads_can_not_have_it', () => {
  using threads = pool<Module>(url, { threads: 1 });
  assert.throws(
    () => threads.share(),
    (error) => error instanceof ReveilleError && /cross-origin isolated/.test(error.message),
  );
});
