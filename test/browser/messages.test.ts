import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { SKIP } from './chromium.js';
import type * as messages from './messages.page.js';
import { PageUnderTest } from './page-under-test.js';

const ISOLATED =
  'a page that is cross-origin isolated (served with Cross-Origin-Opener-Policy: same-origin and ' +
  'Cross-Origin-Embedder-Policy: require-corp)';

suite('calls to other threads, in a page without shared memory', { skip: SKIP, timeout: 120_000 }, () => {
  const page = new PageUnderTest<typeof messages>('messages', { isolated: false });

  test('the_page_has_no_shared_memory', async () => {
    assert.deepEqual(await page.run('setting'), [false, 'undefined']);
  });

  test('a_page_awaits_calls_and_gets_errors_as_they_were', async () => {
    const [sum, error] = await page.run('calls');
    assert.equal(sum, 3);
    assert.deepEqual(error, ['RangeError', 'too far', 'TypeError: of the test', 7, true, true]);
  });

  test('blocking_and_sharing_say_what_is_missing', async () => {
    const blocked = (what: string): string =>
      `BlockingError: blockOn: this thread may not block; await or spawn ${what}, or block in a worker of ${ISOLATED}`;
    assert.deepEqual(await page.run('refused'), [
      blocked('call of hang() of threads.module.js'),
      `ReveilleError: share: other threads reach a pool by shared memory: a browser has it only in ${ISOLATED}`,
      blocked('close of threads.module.js'),
    ]);
  });

  test('a_pool_of_two_does_a_hundred_calls', async () => {
    const doubles = Array.from({ length: 100 }, (_, i) => 2 * i);
    assert.deepEqual(await page.run('sideBySide'), doubles);
    assert.deepEqual(await page.run('mapped'), [[1, 5, 15], 3, 0, 2]);
  });

  test('what_is_transferred_is_here_no_more', async () => {
    assert.deepEqual(await page.run('moved'), [1_000_000, 0]);
  });

  test('functions_signals_and_streams_go_along', async () => {
    assert.deepEqual(await page.run('carried'), [42, 'Error: enough', 100, 40, 2]);
  });

  test('a_time_limit_reaches_the_function_and_ends_the_thread_of_one_that_does_not_heed_it', async () => {
    const [late, memory, heedless, sum] = await page.run('cancelled');
    assert.match(String(late), /^TimeoutError: call of listen/);
    assert.match(String(heedless), /^TimeoutError: call of loop/);
    assert.deepEqual([memory, sum], [[false, 0], 2]);
  });

  test('calls_of_a_thread_that_ends_fail_and_another_one_takes_its_place', async () => {
    const died = (name: string): string =>
      `ThreadDiedError: call of ${name}() of threads.module.js: thread N of threads.module.js`;
    assert.deepEqual(await page.run('deaths'), [
      `${died('crash')} ended by an uncaught error: SyntaxError: nobody catches it`,
      'then 2',
      `${died('rejectUnheard')} ended by an uncaught error: RangeError: nobody hears it`,
      'then 2',
      `${died('leave')} has ended without a word: it was closed by close(), or ran out of memory`,
      'then 2',
    ]);
    assert.deepEqual(await page.run('withoutLocks'), [
      `${died('crash')} ended by an uncaught error: SyntaxError: nobody catches it`,
      2,
    ]);
  });

  test('where_there_are_no_workers_calls_say_so', async () => {
    assert.equal(
      await page.run('withoutWorkers'),
      'ThreadDiedError: call of add() of threads.module.js: no thread of threads.module.js could be started: ReveilleError: no Worker here: pages and their ' +
        'dedicated workers have it, other workers have not',
    );
  });

  test('a_module_that_can_not_be_loaded_fails_the_calls', async () => {
    for (const error of await page.run('badModules')) assert.match(String(error), /^ModuleError: data: could not be /);
  });

  test('threads_close_and_those_without_work_end', async () => {
    const over = 'PoolClosedError: threads.module.js: it was closed';
    const [running, late, last] = await page.run('closed');
    assert.match(String(running), /^PoolClosedError: threads.module.js: it was closed/);
    assert.deepEqual([late, last], [over, 3]);
    assert.deepEqual([await page.run('idle'), await page.run('spawned')], [3, 42]);
  });
});
