import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, now, PENDING, sleep, sleepUntil } from 'reveille';
import { countingContext } from '../support/hand-polled.js';

/** How many host timers keep this process alive. */
const hostTimers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('sleeps_end_in_order_and_never_early', async () => {
  const log: number[] = [];
  const start = now() + 500; // later than the last of them is awaited, on however slow a machine
  const nap = async (ms: number) => {
    await sleepUntil(start + ms);
    assert.ok(now() - start >= ms, `${ms} ms ended after ${now() - start}`);
    log.push(ms);
  };
  await Promise.all([30.5, 10, 30.2, 20, 0, 30].map(nap));
  assert.deepEqual(log, [0, 10, 20, 30, 30.2, 30.5]);
});

test('one_host_timer_for_all_and_none_when_none_is_left', () => {
  const { cx } = countingContext();
  const before = hostTimers();
  const sleeps = [60_000, 30_000, 90_000, 2 ** 40].map((ms) => sleep(ms));
  for (const future of sleeps) {
    assert.equal(future.poll(cx), PENDING);
    assert.equal(hostTimers(), before + 1);
  }
  for (const future of sleeps) {
    assert.equal(hostTimers(), before + 1);
    future[Symbol.dispose]();
  }
  assert.equal(hostTimers(), before);
});

test('longer_than_the_host_can_count', async () => {
  const { cx, counts } = countingContext();
  const long = sleep(2 ** 31 + 1000); // setTimeout would fire at once
  assert.equal(long.poll(cx), PENDING);
  await sleep(5);
  assert.equal(counts.wakes, 0);
  assert.equal(long.poll(cx), PENDING);
  long[Symbol.dispose]();
});

test('infinity_keeps_no_process_alive', () => {
  const before = hostTimers();
  assert.equal(sleep(Number.POSITIVE_INFINITY).poll(countingContext().cx), PENDING);
  assert.equal(hostTimers(), before);
});

test('a_thousand_at_the_same_time', async () => {
  const start = now();
  await all(Array.from({ length: 1000 }, (_, index) => sleep(1 + (index % 20))));
  assert.ok(now() - start >= 20);
});
