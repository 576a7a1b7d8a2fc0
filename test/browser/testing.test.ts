import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { SKIP } from './chromium.js';
import { PageUnderTest } from './page-under-test.js';
import type * as testing from './testing.page.js';

suite('executors with a seed, in a browser', { skip: SKIP, timeout: 120_000 }, () => {
  const page = new PageUnderTest<typeof testing>('testing', { isolated: false });

  test('an_asynchronous_run_takes_no_time', async () => {
    assert.deepEqual(await page.run('asynchronousRun'), [[1_000, 3_600_000], '3600000 ms    await 2 is over']);
  });

  test('a_seed_that_fails_is_found', async () => {
    assert.match(await page.run('failingSeed'), /^SimulationError: seed \d+ fails: Error: too early$/);
  });

  test('futures_are_held_to_their_contract', async () => {
    assert.deepEqual(await page.run('contract'), [true, true]);
  });
});
