import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SKIP } from './chromium.js';
import { PageUnderTest } from './page-under-test.js';
import type * as threads from './threads.page.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** A page as a bundler makes it: what the threads run are entries of their own, beside which the shared code stands. */
async function bundle(): Promise<void> {
  await build({
    entryPoints: {
      'threads.page': `${HERE}threads.page.js`,
      'threads.module': `${HERE}threads.module.js`,
      'threads/thread': `${HERE}../../../dist/threads/thread.js`,
    },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outdir: `${HERE}bundled`,
    logLevel: 'error',
  });
}

for (const isolated of [true, false]) {
  const which = isolated ? 'isolated' : 'not isolated';
  suite(`calls to other threads, in a bundled page that is ${which}`, { skip: SKIP, timeout: 120_000 }, () => {
    before(bundle);
    const page = new PageUnderTest<typeof threads>('bundled/threads', { isolated });

    test(`calls_and_their_errors_in_a_page_that_is ${which}`, async () => {
      const [sum, error, blocked] = (await page.run('calls')) as [number, unknown[], string];
      assert.deepEqual([sum, error.slice(0, 5)], [3, ['RangeError', 'too far', 'TypeError: of the test', 7, true]]);
      assert.match(blocked, /^BlockingError: /);
    });

    test(`functions_signals_and_streams_in_a_page_that_is ${which}`, async () => {
      assert.deepEqual(await page.run('carried'), [42, 'Error: enough', 100, 40, 2]);
    });

    test(`a_thread_that_dies_in_a_page_that_is ${which}`, async () => {
      const [error, next] = await page.run('deaths');
      assert.match(String(error), /^ThreadDiedError: .*SyntaxError: nobody catches it$/);
      assert.equal(next, 'then 2');
    });
  });
}

suite('a loop in a bundled module', { skip: SKIP, timeout: 60_000 }, () => {
  before(bundle);
  const page = new PageUnderTest<typeof threads>('bundled/threads', { isolated: true });

  test('it_sees_that_its_call_was_dropped', async () => {
    assert.deepEqual(await page.run('cancelledLoop'), ['told', 'told', [true, 1]]);
  });
});
