import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { ModuleError, offload, pool, ThreadDiedError } from 'reveille/threads';

type Jobs = typeof import('./modules/jobs.js');
const jobs = new URL('./modules/jobs.js', import.meta.url);
const code = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

/** What becomes of a call that nothing awaits for now. */
const outcome = (call: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(call).catch((error: unknown) => error);

/** Each way of waiting: blocked, and in the event loop. */
type Wait = <T>(call: PromiseLike<T>) => Promise<T>;
const waits: [string, Wait][] = [
  ['blocked', async (call) => blockOn(call as never)],
  ['awaiting', async (call) => call],
];

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

  test(`${how}: process_exit_in_a_call`, async () => {
    using api = offload<Jobs>(jobs);
    await assert.rejects(wait(api.exit(7)), (error: Error) => {
      assert.ok(error instanceof ThreadDiedError);
      return /process\.exit\(7\)/.test(error.message);
    });
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
    using api = offload<Jobs>(jobs, { resourceLimits: { maxOldGenerationSizeMb: 16 } });
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

  for (const [what, text, message] of [
    ['has_a_syntax_error', 'export const f = (', /SyntaxError/],
    ['throws', 'throw new RangeError("at import"); export const f = 1', /RangeError: at import/],
    ['throws_undefined', 'throw undefined', /undefined/],
  ] as const) {
    test(`${how}: a_module_that_${what}`, async () => {
      using api = offload<{ f(): void }>(code(text));
      for (let i = 0; i < 3; i += 1) {
        await assert.rejects(wait(api.f()), (error: Error) => {
          assert.ok(error instanceof ModuleError, String(error));
          assert.match(error.message, message);
          return true;
        });
      }
    });
  }

  test(`${how}: a_module_that_does_not_exist`, async () => {
    using p = pool<{ f(): void }>(new URL('./no-such-module.js', import.meta.url), { threads: 2 });
    const calls = [p.f(), p.f(), p.f(), p.f()];
    for (const call of calls) {
      await assert.rejects(wait(call), (error: Error & { cause?: { code?: string } }) => {
        assert.ok(error instanceof ModuleError, String(error));
        assert.equal(error.cause?.code, 'ERR_MODULE_NOT_FOUND');
        return true;
      });
    }
  });

  test(`${how}: a_module_that_exits_at_import`, async () => {
    using p = pool<{ f(): void }>(code('process.exit(4)'), { threads: 2 });
    const calls = [p.f(), p.f(), p.f()];
    for (const call of calls) {
      await assert.rejects(wait(call), (error: Error) => {
        assert.ok(error instanceof ThreadDiedError, String(error));
        return /process\.exit\(4\)/.test(error.message);
      });
    }
  });

  test(`${how}: a_top_level_await_that_nothing_can_end`, async () => {
    using api = offload<{ f(): void }>(code('await new Promise(() => {}); export const f = () => 1'));
    await assert.rejects(wait(api.f()), (error: Error) => {
      assert.ok(error instanceof ThreadDiedError || error instanceof ModuleError);
      return /await/.test(error.message);
    });
  });

  test(`${how}: a_set_up_that_fails`, async () => {
    using p = pool<Jobs>(jobs, { threads: 2, setUp: 'setUpFails' });
    const calls = [p.add(1, 2), p.add(3, 4)];
    for (const call of calls) {
      await assert.rejects(wait(call), (error: Error) => {
        assert.ok(error instanceof ModuleError, String(error));
        return /setUpFails.*no database/.test(error.message);
      });
    }
  });

  test(`${how}: all_threads_die_and_queued_calls_are_done`, async () => {
    using p = pool<Jobs>(jobs, { threads: { min: 0, max: 2 } });
    const dying = [p.exit(1), p.exit(1)];
    const calls = Array.from({ length: 20 }, (_, i) => p.add(i, 1));
    for (const call of dying) await assert.rejects(wait(call), ThreadDiedError);
    for (const [i, call] of calls.entries()) assert.equal(await wait(call), i + 1);
  });
}

test('a_transient_failure_to_set_up_is_got_over', async () => {
  const text = `
    export const setUp = (buffer) => { if (Atomics.add(new Int32Array(buffer), 0, 1) < 2) throw new Error('not yet') };
    export const f = () => 1;`;
  using api = offload<{ f(): number }>(code(text), { setUp: 'setUp', data: new SharedArrayBuffer(4) });
  let failed = 0;
  for (let answer = 0; answer !== 1; ) {
    try {
      answer = blockOn(api.f());
    } catch (error) {
      assert.ok(error instanceof ModuleError, String(error));
      failed += 1;
    }
  }
  assert.ok(failed >= 2, `${failed} have failed`);
});

test('the_next_thread_starts_at_once_then_later_and_later', () => {
  // Each start notes its time; what is asserted is that there are few, not when.
  const text =
    'import { workerData } from "node:worker_threads"; const { data } = workerData.reveille; Atomics.add(new Int32Array(data), 0, 1); process.exit(1)';
  const starts = new SharedArrayBuffer(4);
  using api = offload<{ f(): void }>(code(text), { data: starts });
  const end = performance.now() + 1500;
  let calls = 0;
  while (performance.now() < end) {
    assert.throws(() => blockOn(api.f()), ThreadDiedError);
    calls += 1;
  }
  const made = new Int32Array(starts)[0] as number;
  assert.ok(made >= 2 && made < 10, `${made} threads for ${calls} calls`);
});
