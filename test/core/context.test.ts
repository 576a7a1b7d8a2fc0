import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Context, pollFn, Waker } from 'reveille';
import { countingWaker } from 'reveille/testing';

test('a_context_borrows_its_waker', () => {
  const { waker, counts } = countingWaker();
  const cx = Context.fromWaker(waker);
  assert.equal(cx.waker, waker);
  cx.waker.wakeByRef();
  assert.deepEqual({ ...counts }, { live: 1, clones: 0, wakes: 1, drops: 0 });
});

test('a_context_made_by_hand_offers_what_the_host_does', () => {
  const { services } = Context.fromWaker(Waker.noop());
  assert.equal(services.eventLoop, true);
  assert.equal(services.timers, undefined);
  assert.equal(services.budget, 128);
});

test('the_host_drives_a_clean_up_to_its_end', async () => {
  const { services } = Context.fromWaker(Waker.noop());
  const answer = await new Promise((resolve) => services.adopt(pollFn(() => resolve('driven'))));
  assert.equal(answer, 'driven');
});

test('a_context_of_anything_but_a_waker_is_refused', () => {
  for (const bad of [undefined, null, 1, 'waker', {}, { wakeByRef() {} }, { clone() {} }]) {
    assert.throws(
      () => Context.fromWaker(bad as unknown as Waker),
      (error) => error instanceof TypeError && error.message.startsWith('waker'),
    );
  }
});

test('a_waker_of_another_copy_of_the_library_is_welcome', () => {
  const foreign = { wakeByRef() {}, clone: () => foreign } as unknown as Waker;
  assert.equal(Context.fromWaker(foreign).waker, foreign);
});
