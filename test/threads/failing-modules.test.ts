import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { ModuleError, offload, pool, ThreadDiedError } from 'reveille/threads';
import { Folder, moduleOf } from './folder.js';
import { waits } from './waits.js';

type Jobs = typeof import('./modules/jobs.js');
const jobs = new URL('./modules/jobs.js', import.meta.url);
const folder = new Folder();

for (const [how, wait] of waits) {
  for (const [what, text, message] of [
    ['has_a_syntax_error', 'export const f = (', /SyntaxError/],
    ['throws', 'throw new RangeError("at import"); export const f = 1', /RangeError: at import/],
    ['imports_what_is_not_there', 'import "nowhere-to-be-found"', /nowhere-to-be-found/],
    ['throws_undefined', 'throw undefined', /undefined/],
  ] as const) {
    test(`${how}: a_module_that_${what}`, async () => {
      using api = offload<{ f(): void }>(moduleOf(text));
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
        assert.match(error.message, /no-such-module\.js/);
        return true;
      });
    }
  });

  test(`${how}: a_module_that_threads_have_no_loader_for`, async () => {
    using api = offload<{ f(): void }>(folder.module('work.coffee', 'export f = -> 1'));
    const message = /^work\.coffee could not be loaded: .*Unknown file extension.* need the loader .*execArgv/;
    await assert.rejects(wait(api.f()), { name: 'ModuleError', message });
  });

  test(`${how}: a_module_that_exits_at_import`, async () => {
    using p = pool<{ f(): void }>(moduleOf('process.exit(4)'), { threads: 2 });
    const calls = [p.f(), p.f(), p.f()];
    for (const call of calls) {
      await assert.rejects(wait(call), (error: Error) => {
        assert.ok(error instanceof ThreadDiedError, String(error));
        return /process\.exit\(4\)/.test(error.message);
      });
    }
  });

  test(`${how}: a_top_level_await_that_nothing_can_end`, async () => {
    using api = offload<{ f(): void }>(moduleOf('await new Promise(() => {}); export const f = () => 1'));
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
}

test('a_transient_failure_to_set_up_is_got_over', async () => {
  const text = `
    export const setUp = (buffer) => { if (Atomics.add(new Int32Array(buffer), 0, 1) < 2) throw new Error('not yet') };
    export const f = () => 1;`;
  using api = offload<{ f(): number }>(moduleOf(text), { setUp: 'setUp', data: new SharedArrayBuffer(4) });
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

test('a_warm_up_fails_with_what_the_calls_fail_with', async () => {
  const p = pool(moduleOf('throw new RangeError("as it loads")'), { threads: 1 });
  await assert.rejects(async () => await p.warmUp(), { name: 'ModuleError', message: /RangeError: as it loads/ });
  p[Symbol.dispose]();
});
