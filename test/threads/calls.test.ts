import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threadId } from 'node:worker_threads';
import { blockOn, CancelledError, co, Executor, PollError, spawn, TimeoutError } from 'reveille';
import { offload, PayloadError, PoolClosedError, spawnThread, transfer } from 'reveille/threads';
import { blockUntilSet, untilSet, words } from './words.js';

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);

test('a_thread_blocks_on_functions_of_another_one', () => {
  using api = offload<Task>(url);
  assert.equal(blockOn(api.add(1, 2)), 3);
  assert.equal(blockOn(api.later('x')), 'x');
  assert.equal(blockOn(api.future(1)), undefined);
  assert.notEqual(blockOn(api.where()), threadId);
});

test('an_event_loop_awaits_them', async () => {
  using api = offload<Task>(url);
  assert.equal(await api.add(1, 2), 3);
  assert.deepEqual(await Promise.all([api.later(1), api.later(2), api.add(1, 1)]), [1, 2, 2]);
});

test('they_are_used_as_promises_are', async () => {
  using api = offload<Task>(url);
  for (const face of [api, api.with({ timeout: 60_000 })]) {
    let over = 0;
    assert.equal(await face.add(1, 2).catch(() => 0), 3);
    assert.equal(
      await face.add(1, 2).finally(() => {
        over += 1;
      }),
      3,
    );
    const missing = face as unknown as { nothing(): ReturnType<typeof face.later> };
    assert.match(String(await missing.nothing().catch((error: unknown) => error)), /exports no function nothing/);
    await assert.rejects(
      missing.nothing().finally(() => {
        over += 1;
      }),
      /exports no function nothing/,
    );
    assert.equal(over, 2);
  }
});

test('coroutines_await_them_on_an_executor', () => {
  using api = offload<Task>(url);
  const sum = co(function* () {
    const [one, two] = [api.add(1, 2), api.later(4)];
    return (yield* one) + ((yield* two) as number);
  });
  assert.equal(new Executor().runUntil(sum), 7);
});

test('calls_run_side_by_side_on_one_thread', () => {
  using api = offload<Task>(url);
  const latch = words();
  const waits = api.linger(latch);
  blockUntilSet(latch, 0);
  assert.equal(blockOn(api.add(2, 2)), 4);
  waits[Symbol.dispose]();
  blockUntilSet(latch, 1);
});

test('values_arrive_as_structured_clones_and_shared_memory_as_itself', () => {
  using api = offload<Task>(url);
  const circle: Record<string, unknown> = {
    list: [1, undefined, 3],
    map: new Map([[{}, new Date(5)]]),
    big: 2n ** 70n,
  };
  circle['self'] = circle;
  const got = blockOn(api.echo(circle)) as Record<string, unknown>;
  assert.deepEqual(got, circle);
  assert.equal(got['self'], got);
  const shared = words();
  (blockOn(api.echo(shared)) as Int32Array)[3] = 9;
  assert.equal(shared[3], 9);
  const million = new Uint8Array(1_000_001).fill(7);
  assert.deepEqual(blockOn(api.echo(million)), million);
});

test('transferred_buffers_are_gone_here', () => {
  using api = offload<Task>(url);
  const bytes = Uint8Array.of(1, 2, 3);
  assert.deepEqual(blockOn(api.echo(transfer(bytes, [bytes.buffer]))), Uint8Array.of(1, 2, 3));
  assert.equal(bytes.length, 0);
  const { port1, port2 } = new MessageChannel();
  assert.throws(() => api.echo(transfer({ port1 }, [port1])), PayloadError);
  port1.close();
  port2.close();
});

test('what_cannot_be_sent_is_named_and_nothing_is_called', () => {
  using api = offload<Task>(url);
  assert.throws(() => api.echo({ deep: [new WeakMap()] }), { name: 'PayloadError', message: /args\[\d\]\.deep\[0\]/ });
  assert.equal(blockOn(api.add(1, 1)), 2);
});

test('errors_keep_class_message_cause_fields_and_stack', async () => {
  using api = offload<Task>(url);
  const check = (error: unknown): true => {
    assert.ok(error instanceof RangeError);
    const { message, cause, code, stack } = error as RangeError & { code: number };
    assert.deepEqual([message, (cause as Error).message, code], ['no', 'why', 7]);
    assert.match(String(stack), /task\.worker/);
    return true;
  };
  assert.throws(() => blockOn(api.fail('no')), check);
  await assert.rejects(async () => await api.fail('no'), check);
});

test('a_function_that_is_not_there_is_named', () => {
  using api = offload<Task & { nothing(): void; toString(): string }>(url);
  assert.throws(() => blockOn(api.nothing()), /task\.worker\.js exports no function nothing, only add, /);
  assert.throws(() => blockOn((api as unknown as { constructor(): never }).constructor()), TypeError);
});

test('a_call_is_under_way_before_it_is_awaited_and_is_awaited_once', () => {
  using api = offload<Task>(url);
  const latch = words();
  const call = api.spin(latch);
  blockUntilSet(latch, 0);
  call[Symbol.dispose]();
  blockUntilSet(latch, 1);
  const one = api.add(1, 1);
  assert.equal(blockOn(one), 2);
  assert.throws(() => blockOn(one), PollError);
});

test('a_second_one_who_awaits_a_call_is_told_and_the_first_one_has_its_answer', async () => {
  using api = offload<Task>(url);
  const call = api.add(1, 1);
  const first = call.then();
  await assert.rejects(call.then(), { name: 'PollError', message: /it is awaited already; keep the promise/ });
  assert.equal(await first, 2);
  assert.equal(await Promise.race([api.add(1, 2), new Promise(() => {})]), 3);
});

test('of_two_coroutines_that_wait_for_one_call_the_second_is_told_that_it_is_over', async () => {
  using api = offload<Task>(url);
  const call = api.add(1, 1);
  const [first, second] = [1, 2].map(() =>
    spawn(
      co(function* () {
        return yield* call;
      }),
    ),
  );
  assert.equal(await first, 2);
  await assert.rejects(async () => await second, PollError);
});

test('who_polls_a_call_that_is_awaited_then_does_not_wait_for_ever', async () => {
  using api = offload<Task>(url);
  const call = api.add(1, 1);
  const polled = spawn(call);
  await null; // it is polled
  const awaited = call.then();
  await assert.rejects(async () => await polled, PollError);
  assert.equal(await awaited, 2);
});

test('a_dropped_call_that_is_awaited_is_rejected', async () => {
  using api = offload<Task>(url);
  const call = api.linger(words());
  const awaited = assert.rejects(call.then(), CancelledError);
  call[Symbol.dispose]();
  await awaited;
});

test('time_limits_and_signals_cancel_what_runs', async () => {
  using api = offload<Task>(url);
  const latch = words();
  blockOn(api.add(1, 1)); // the thread is there
  assert.throws(() => blockOn(api.with({ timeout: 100 }).spin(latch)), TimeoutError);
  blockUntilSet(latch, 1);
  const other = words();
  const controller = new AbortController();
  const call = api.with({ signal: controller.signal }).linger(other);
  const failed = assert.rejects(Promise.resolve(call), /enough/);
  await untilSet(other, 0);
  controller.abort(new Error('enough'));
  await failed;
  await untilSet(other, 1);
  assert.throws(() => api.with({ signal: controller.signal }).add(1, 1), /enough/);
  assert.equal(await api.add(1, 1), 2);
});

test('a_late_answer_never_answers_the_next_call', () => {
  using api = offload<Task>(url);
  for (let round = 0; round < 50; round += 1) {
    api.later('late')[Symbol.dispose]();
    assert.equal(blockOn(api.echo(round)), round);
  }
});

test('close_lets_calls_end_and_then_refuses_others', async () => {
  const api = offload<Task>(url);
  const call = api.later(1);
  const closed = api.close();
  assert.throws(() => api.add(1, 1), PoolClosedError);
  assert.equal(await call, 1);
  await closed;
  await api.close();
});

test('close_now_cancels_what_runs', () => {
  const api = offload<Task>(url);
  const latch = words();
  const call = api.spin(latch);
  blockUntilSet(latch, 0);
  blockOn(api.close({ now: true }));
  assert.equal(latch[1], 1);
  call[Symbol.dispose]();
});

test('names_that_a_host_has_too_are_called_by_exports', () => {
  using api = offload<Task>(url);
  assert.equal(blockOn(api.exports.close()), 'closed');
  assert.equal((api as unknown as { then: unknown }).then, undefined);
});

test('a_spawned_thread_runs_one_function', async () => {
  assert.equal(blockOn(spawnThread<Task, 'add'>(url, 'add', [1, 2])), 3);
  assert.equal(await spawnThread<Task, 'later'>(url, 'later', [5]), 5);
  const latch = words();
  const thread = spawnThread<Task, 'stuck'>(url, 'stuck', [latch]);
  blockUntilSet(latch, 0);
  thread[Symbol.dispose](); // or the test would not end
});

test('bad_options_are_named', () => {
  assert.throws(() => offload('./x.js'), { name: 'TypeError', message: /new URL\("\.\/x\.js", import\.meta\.url\)/ });
  assert.throws(() => offload(5 as never), TypeError);
  assert.throws(() => offload(url, { grace: -1 }), RangeError);
  assert.throws(() => offload(url, { grace: Number.NaN }), RangeError);
  assert.throws(() => offload(url, { queue: 0 }), RangeError);
  assert.throws(() => offload(url, { threads: 2 } as object), /options\.threads: there is no such option/);
  using api = offload<Task>(url);
  assert.throws(() => api.with({ timeout: -1 }), RangeError);
  assert.throws(() => api.with({ priority: 1 }), RangeError);
  assert.throws(() => api.with({ signal: 1 as never }), TypeError);
  assert.throws(() => {
    (api as { add: unknown }).add = 1;
  }, TypeError);
});
