import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { type Call, offload, pool, ThreadDiedError } from 'reveille/threads';
import { moduleOf } from './folder.js';
import { waits } from './waits.js';

type Jobs = typeof import('./modules/jobs.js');
const jobs = new URL('./modules/jobs.js', import.meta.url);
const resourceLimits = { maxOldGenerationSizeMb: 30 };

/** What becomes of a call that nothing awaits for now. */
const outcome = (call: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(call).catch((error: unknown) => error);

for (const [how, wait] of waits) {
  test(`${how}: an_uncaught_error_fails_the_calls_and_is_their_cause`, async () => {
    using api = offload<Jobs>(jobs);
    const other = outcome(api.never());
    await assert.rejects(wait(api.throwLater('oh')), (error: ThreadDiedError) => {
      assert.ok(error instanceof ThreadDiedError);
      assert.match(error.message, /thread \d+ of jobs\.js ended by an uncaught error: RangeError: oh/);
      assert.ok(error.cause instanceof RangeError);
      assert.equal((error.cause as { code?: string }).code, 'E_TEST');
      return true;
    });
    assert.ok((await other) instanceof ThreadDiedError);
    assert.equal(await wait(api.add(1, 2)), 3, 'the next call gets another thread');
  });

  test(`${how}: what_was_thrown_is_shown`, async () => {
    using api = offload<Jobs>(jobs);
    const shown = async (thrown: unknown): Promise<string> => {
      const error = await outcome(wait(api.throwAnything(thrown)));
      assert.ok(error instanceof ThreadDiedError);
      assert.deepEqual(error.cause, thrown);
      return error.message.slice(error.message.indexOf('ended by'));
    };
    const circle: { self?: unknown } = {};
    circle.self = circle;
    assert.equal(await shown({ code: 3 }), 'ended by an uncaught error: {"code":3}');
    assert.equal(await shown('text'), 'ended by an uncaught error: text');
    assert.equal(await shown(circle), 'ended by an uncaught error: [object Object]');
  });

  test(`${how}: process_exit_in_a_call`, async () => {
    using api = offload<Jobs>(jobs);
    const other = outcome(api.never());
    await assert.rejects(wait(api.exit(7)), (error: Error) => {
      assert.ok(error instanceof ThreadDiedError);
      assert.equal((error.cause as { exitCode?: number }).exitCode, 7);
      return /^call of exit\(\) of jobs\.js: thread \d+ .* ended itself: process\.exit\(7\)/.test(error.message);
    });
    assert.ok((await other) instanceof ThreadDiedError);
    assert.equal(await wait(api.add(1, 2)), 3);
  });

  test(`${how}: process_exit_between_calls`, async () => {
    using api = offload<Jobs>(jobs);
    for (let i = 0; i < 5; i += 1) {
      assert.equal(await wait(api.exitLater()), 'answered');
      // It may be dead by now, or die with this call on it.
      const result = await wait(api.add(i, 1)).catch((error: unknown) => error);
      assert.ok(result === i + 1 || result instanceof ThreadDiedError, String(result));
    }
  });

  test(`${how}: out_of_memory`, async () => {
    using api = offload<Jobs>(jobs, { resourceLimits });
    const other = outcome(api.never());
    await assert.rejects(wait(api.eat()), (error: Error & { cause?: { code?: string } }) => {
      assert.ok(error instanceof ThreadDiedError);
      assert.match(error.message, /out of memory/);
      assert.equal(error.cause?.code, 'ERR_WORKER_OUT_OF_MEMORY');
      return true;
    });
    assert.ok((await other) instanceof ThreadDiedError);
    assert.equal(await wait(api.add(1, 2)), 3);
  });

  test(`${how}: all_threads_die_and_queued_calls_are_done`, async () => {
    using p = pool<Jobs>(jobs, { threads: { min: 0, max: 2 } });
    const dying = [p.exit(1), p.exit(1)];
    const calls = Array.from({ length: 20 }, (_, i) => p.add(i, 1));
    await Promise.all(dying.map((call) => assert.rejects(wait(call), ThreadDiedError)));
    for (const [i, call] of calls.entries()) assert.equal(await wait(call), i + 1);
  });
}

/** How one thread of several dies. */
const ENDS: readonly [name: string, die: (p: Deadly) => Call<unknown>, message: RegExp][] = [
  ['process_exit', (p) => p.exit(3), /ended itself: process\.exit\(3\)/],
  ['an_uncaught_error', (p) => p.throwLater('boom'), /uncaught error: RangeError: boom/],
  ['want_of_memory', (p) => p.eat(), /out of memory/],
];
type Deadly = { exit(code: number): Call<never>; throwLater(message: string): Call<never>; eat(): Call<number> };

for (const [name, die, message] of ENDS) {
  test(`${name}_of_one_thread_of_a_pool_fails_its_own_call_only`, async () => {
    await using p = pool<Jobs>(jobs, { threads: 2, resourceLimits });
    const others = Array.from({ length: 20 }, (_, i) => p.later(i));
    await assert.rejects(async () => await die(p), { name: 'ThreadDiedError', message });
    assert.deepEqual(
      await Promise.all(others),
      Array.from({ length: 20 }, (_, i) => i),
    );
  });
}

test('the_next_thread_starts_at_once_then_later_and_later', () => {
  // Each start notes its time; what is asserted is that there are few, not when.
  const text =
    'import { workerData } from "node:worker_threads"; const { data } = workerData.reveille; Atomics.add(new Int32Array(data), 0, 1); process.exit(1)';
  const starts = new SharedArrayBuffer(4);
  using api = offload<{ f(): void }>(moduleOf(text), { data: starts });
  const end = performance.now() + 1500;
  const made = (): number => Atomics.load(new Int32Array(starts), 0);
  let calls = 0;
  while (performance.now() < end || made() < 2) {
    assert.throws(() => blockOn(api.f()), ThreadDiedError);
    calls += 1;
  }
  assert.ok(made() < 10, `${made()} threads for ${calls} calls`);
});

test('calls_that_end_their_thread_again_and_again_keep_the_others_waiting_no_longer', async () => {
  await using p = pool<Jobs>(jobs, { threads: 1 });
  const soon = p.with({ timeout: 4_000 }); // the 13th thread would have to wait for 5 s, and the 14th
  for (let round = 0; round < 14; round += 1) {
    assert.ok((await outcome(p.exit(round))) instanceof ThreadDiedError);
    assert.equal(await soon.add(round, 1), round + 1);
  }
});

test('who_blocks_on_the_close_of_threads_that_are_ended_while_they_start_is_told', async () => {
  const p = pool<Jobs>(jobs, { threads: 2 });
  const calls = [outcome(p.add(1, 1)), outcome(p.add(1, 1))];
  blockOn(p.close({ now: true, grace: 0 }), { timeout: 60_000 });
  for (const call of calls) assert.ok((await call) instanceof Error);
});
