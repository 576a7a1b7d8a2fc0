import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { SKIP } from './chromium.js';
import type * as mainThread from './main-thread.page.js';
import { PageUnderTest } from './page-under-test.js';
import type * as withoutIsolation from './without-isolation.page.js';
import type * as workers from './workers.page.js';

/** Two minutes, for all of a page's scenarios: one that hangs has to fail. */
const options = { skip: SKIP, timeout: 120_000 };

const ISOLATED =
  'a page that is cross-origin isolated (served with Cross-Origin-Opener-Policy: same-origin and ' +
  'Cross-Origin-Embedder-Policy: require-corp)';

suite("a browser's main thread", options, () => {
  const page = new PageUnderTest<typeof mainThread>('main-thread', { isolated: true });

  test('the_page_is_cross_origin_isolated', async () => {
    assert.deepEqual(await page.run('setting'), [true, 'main']);
  });

  test('awaiting_futures', async () => {
    const expected = ['ready', 'slept', [1, 2], 'RangeError: as in ordinary code'];
    assert.deepEqual(await page.run('awaits'), expected);
  });

  test('spawned_tasks_sleep_on_the_event_loop', async () => {
    assert.deepEqual(await page.run('timersInOrder'), ['0 ms', '10 ms', '20 ms', '30 ms']);
  });

  test('losers_and_late_comers_are_dropped', async () => {
    assert.deepEqual(await page.run('losersAreDropped'), ['quick', 'TimeoutError', ['slow dropped', 'late dropped']]);
  });

  test('an_aborted_task_cleans_up_asynchronously', async () => {
    assert.deepEqual(await page.run('aborts'), ['CancelledError: task N was aborted', ['cleaning', 'clean']]);
  });

  test('an_interval_by_for_await', async () => {
    assert.deepEqual(await page.run('ticks'), [true, true, true, true, true]);
  });

  test('a_dropped_fetch_is_aborted', async () => {
    const missed = 'TimeoutError: fromPromise(anonymous) was still pending after 10 ms';
    assert.deepEqual(await page.run('fetches'), [200, missed, 'AbortError']);
  });

  test('a_worker_wakes_the_event_loop_without_polling', async () => {
    assert.deepEqual(await page.run('wokenByWorker'), [['poll', '1 waiting', 'poll'], []]);
  });

  test('no_wake_of_a_worker_is_lost', async () => {
    assert.deepEqual(await page.run('wordsFromWorker'), ['complete', true]);
  });

  test('a_shared_queue_goes_to_a_worker', async () => {
    const expected = [[true, true, true, false], [7, 8, 9], 5_000, true, true, true];
    assert.deepEqual(await page.run('queuesToWorker'), expected);
  });

  test('a_channel_a_codec_and_a_mutex_between_the_page_and_a_worker_that_blocks', async () => {
    const over =
      'RecvError: recv: shared.bounded(2, json) was closed, or its last sender is gone, and nothing is left in it';
    assert.deepEqual(await page.run('channelsToWorker'), [338_350, 100, 100, over]);
  });

  test('blocking_the_main_thread_is_an_error_that_says_what_to_do', async () => {
    const refused = (verb: string, instead: string) =>
      `BlockingError: ${verb}: this thread may not block; ${instead}, or block in a worker`;
    assert.deepEqual(await page.run('blocking'), {
      'blockOn(sleep)': refused('blockOn', 'await or spawn sleep(3600000 ms)'),
      'blockOn(select)': refused('blockOn', 'await or spawn select(a: sleep(3600000 ms), b: pending)'),
      'blockOn with a time limit': refused('blockOn', 'await or spawn pending'),
      'blockOn of what another thread is to wake': refused('blockOn', 'await or spawn pollFn'),
      'blockOnChannel(sleep)': refused('blockOn', 'await or spawn sleep(3600000 ms)'),
      'runUntil(sleep)': refused('executor', 'use { idle: eventLoop() }'),
      park: refused('park', 'await a future'),
      parkTimeout: refused('park', 'await a future'),
      hlt: refused('hlt', 'await a future'),
      'blockOn(promise)':
        "DeadlockError: fromPromise(Promise): only this thread's event loop can settle it, and this thread is about to " +
        'block; await the future instead, use an executor that idles on the event loop, or do the work on another thread',
      'blockOn(pending)':
        'DeadlockError: blockOn: nobody is left to wake pending: no timer is armed, and its waker was shared with no ' +
        'other thread',
    });
  });

  test('what_need_not_sleep_runs_on_the_main_thread', async () => {
    assert.deepEqual(await page.run('withoutSleeping'), [7, 'yielded', 8, false, 1]);
  });
});

suite('workers of a page', options, () => {
  const page = new PageUnderTest<typeof workers>('workers', { isolated: true });

  test('a_worker_has_its_name', async () => {
    assert.deepEqual(await page.run('names'), ['bugler']);
  });

  test('a_worker_blocks', async () => {
    assert.deepEqual(await page.run('blocksForAWhile'), [
      'no error, but undefined',
      'long enough',
      'TimeoutError: blockOn: sleep(60000 ms) was pending after 5 ms',
      'no error, but undefined',
    ]);
  });

  test('two_workers_park_and_unpark_each_other', async () => {
    assert.equal(await page.run('takingTurns'), true);
  });

  test('the_main_thread_wakes_a_worker', async () => {
    assert.deepEqual(await page.run('wordsForAWorker'), [
      'blockOn received 42 in 2 polls',
      'executor received 42 in 2 polls',
      'eventLoop received 42 in 2 polls',
    ]);
  });

  test('words_go_from_worker_to_worker_through_an_array_queue', async () => {
    assert.deepEqual(await page.run('throughAnArrayQueue'), [10_000, true, true]);
  });

  test('words_go_from_worker_to_worker_through_a_seg_queue', async () => {
    assert.deepEqual(await page.run('throughASegQueue'), [10_000, true, true]);
  });
});

suite('a page that is not cross-origin isolated', options, () => {
  const page = new PageUnderTest<typeof withoutIsolation>('without-isolation', { isolated: false });

  test('the_page_has_no_shared_memory', async () => {
    assert.deepEqual(await page.run('setting'), [false, 'undefined']);
  });

  test('one_thread_needs_no_shared_memory', async () => {
    const missed = 'TimeoutError: sleep(1000 ms) was still pending after 1 ms';
    assert.deepEqual(await page.run('oneThread'), ['of a promise', ['slept'], 'quick', missed, 'own']);
  });

  test('blocking_without_sleep_needs_no_shared_memory', async () => {
    assert.deepEqual(await page.run('blockingWithoutSleep'), [1, 2, 'ready']);
  });

  test('queues_of_one_thread_need_no_shared_memory', async () => {
    const expected = ['first', 'second', undefined];
    assert.deepEqual(await page.run('queues'), [expected, expected]);
  });

  test('blocking_without_shared_memory_says_what_to_do', async () => {
    const refused = (verb: string, instead: string) =>
      `BlockingError: ${verb}: this thread may not block; ${instead}, or block in a worker of ${ISOLATED}`;
    assert.deepEqual(await page.run('blocking'), {
      'blockOn(sleep)': refused('blockOn', 'await or spawn sleep(3600000 ms)'),
      'blockOnChannel(sleep)': refused('blockOn', 'await or spawn sleep(3600000 ms)'),
      'runUntil(sleep)': refused('executor', 'use { idle: eventLoop() }'),
      'runUntil(sleep) on a channel': refused('executor', 'use { idle: eventLoop() }'),
      'blockOn(sleep) in a worker': refused('blockOn', 'await or spawn sleep(3600000 ms)'),
    });
  });

  test('sharing_without_shared_memory_says_what_is_missing', async () => {
    const missing = `ReveilleError: no SharedArrayBuffer here: a browser has it only in ${ISOLATED}`;
    assert.deepEqual(await page.run('sharing'), [missing]);
  });

  test('memory_that_is_not_shared_is_refused', async () => {
    const got = 'expected a SharedArrayBuffer, got an object of class ArrayBuffer';
    assert.deepEqual(await page.run('attaching'), [
      `TypeError: buffer: ${got}`,
      `TypeError: handle.buffer: ${got}`,
      `TypeError: handle.buffer: ${got}`,
      `TypeError: buffer: ${got}`,
    ]);
  });
});
