import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Executor, PENDING, pollFn } from 'reveille';
import { Camp } from 'reveille/camp';
import { Ground, home } from '../../src/threads/wire/index.js';

/** Blocks of a camp, by its layout; each has slots for 120 tasks. */
const BLOCKS = 16_384;

test('a_camp_that_is_full_tells_the_next_one_who_shares_and_has_taken_no_more_memory (I9)', () => {
  const { buffer } = Camp.own().share();
  const ground = new Ground('buffer', buffer);
  let taken = 1; // this thread's own
  assert.throws(
    () => {
      for (; taken <= BLOCKS; taken += 1) ground.take(home.own.record + 1); // as if tasks were in them
    },
    { name: 'RangeError', message: /^share: there are too many threads, or shared tasks, in this camp/ },
  );
  assert.equal(taken, BLOCKS);
  assert.ok(buffer.byteLength <= 17 * 2 ** 20);
  using executor = new Executor();
  let shared = 0;
  const share = () =>
    pollFn((cx) => {
      cx.waker.share();
      shared += 1;
      return PENDING;
    });
  for (let n = 0; n < 130; n += 1) executor.spawn(share());
  assert.throws(
    () => executor.runUntilStalled(),
    ({ errors }: AggregateError) => errors.length >= 10 && errors.every((error) => error instanceof RangeError),
  );
  assert.ok(shared > 100 && shared <= 120, `${shared}: those for which there was room`);
});
