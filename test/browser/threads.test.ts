import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { SKIP } from './chromium.js';
import { PageUnderTest } from './page-under-test.js';
import type * as threads from './threads.page.js';

suite('calls to other threads, in an isolated page', { skip: SKIP, timeout: 120_000 }, () => {
  const page = new PageUnderTest<typeof threads>('threads', { isolated: true });

  test('a_page_awaits_calls_and_may_not_block_for_them', async () => {
    const [sum, error, blocked] = (await page.run('calls')) as [number, unknown, string];
    assert.equal(sum, 3);
    assert.deepEqual(error, ['RangeError', 'too far', 'TypeError: of the test', 7, true, true]);
    assert.match(
      blocked,
      /^BlockingError: blockOn: this thread may not block; await or spawn call of hang\(\) of threads\.module\.js.*, or block in a worker$/,
    );
  });

  test('a_pool_of_two_does_a_hundred_calls', async () => {
    const doubles = Array.from({ length: 100 }, (_, i) => 2 * i);
    assert.deepEqual(await page.run('sideBySide'), doubles);
  });

  test('a_pool_maps_and_counts', async () => {
    assert.deepEqual(await page.run('mapped'), [[1, 5, 15], 3, 0, 2]);
  });

  test('what_is_transferred_is_here_no_more', async () => {
    assert.deepEqual(await page.run('moved'), [1_000_000, 0]);
  });

  test('a_loop_sees_that_its_call_was_dropped_and_its_thread_lives_on', async () => {
    assert.deepEqual(await page.run('cancelledLoop'), ['told', 'told', [true, 1]]);
  });

  test('a_signal_and_a_time_limit_reach_the_function', async () => {
    const [outcome, heard, late] = await page.run('cancelledBySignal');
    assert.deepEqual([outcome, heard], ['Error: enough', 'told']);
    assert.match(String(late), /^TimeoutError: /);
  });

  test('a_thread_that_heeds_no_cancelling_is_replaced', async () => {
    assert.deepEqual(await page.run('heedless'), [[false, 1], 1]);
  });

  test('nothing_outlives_a_scope', async () => {
    assert.deepEqual(await page.run('scoped'), ['RangeError: too far', 1]);
  });

  test('a_thread_for_one_function', async () => {
    assert.equal(await page.run('spawned'), 42);
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
  });

  test('a_module_that_can_not_be_loaded_fails_the_calls', async () => {
    const [syntax, load, start, missing] = (await page.run('badModules')) as [string, string, string, string];
    assert.match(syntax, /^ModuleError: data: could not be loaded: SyntaxError: /);
    assert.equal(load, 'ModuleError: data: could not be loaded: RangeError: at load');
    assert.equal(start, 'ModuleError: data: could not be set up: setUp(): Error: at start');
    assert.match(missing, /^ModuleError: data: could not be loaded: TypeError: /);
  });

  test('closing_at_once_fails_what_runs_and_closing_lets_it_end', async () => {
    const [running, late, last] = await page.run('closed');
    assert.match(String(running), /^PoolClosedError: threads.module.js: it was closed/); // before or while it ran
    assert.deepEqual([late, last], ['PoolClosedError: threads.module.js: it was closed', 3]);
  });

  test('functions_signals_and_streams_go_along', async () => {
    assert.deepEqual(await page.run('carried'), [42, 'Error: enough', 100, 40, 2]);
  });

  test('threads_without_work_end', async () => {
    assert.equal(await page.run('idle'), 3);
  });

  test('a_worker_blocks_for_a_thread_of_its_own_once_that_has_started', async () => {
    const turns = 'in browsers threads start and end only while the event loop of the one that owns them turns';
    assert.deepEqual(await page.run('blocksInWorker'), [
      `DeadlockError: blockOn: call of add() of threads.module.js (no thread has taken it yet): ${turns}; await the first call, or a warmUp()`,
      7,
      11,
      'RangeError: too far',
      `DeadlockError: blockOn: close of threads.module.js: ${turns}; await it`,
    ]);
  });

  test('threads_of_a_page_call_each_other_and_block', async () => {
    const [total, fib, refused] = await page.run('blocksForPool');
    assert.deepEqual([total, fib], [90, 13]);
    assert.match(String(refused), /^PayloadError: args\[0\]: /);
  });
});
