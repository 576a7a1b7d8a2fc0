import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threadId } from 'node:worker_threads';
import { blockOn, sleep } from 'reveille';
import { Parker, park, parkTimeout, Thread, type ThreadHandle } from 'reveille/park';
import { EchoThread } from './echo-thread.js';

test('the_current_thread_is_always_the_same', () => {
  const me = Thread.current();
  assert.equal(Thread.current(), me);
  assert.equal(me.id, threadId);
  assert.equal(me.name, 'main');
});

test('a_handle_names_the_thread', () => {
  const me = Thread.current();
  const handle = structuredClone(me.share());
  const other = Thread.attach(handle);
  assert.deepEqual([other.id, other.name], [me.id, me.name]);
  assert.equal(other.share().buffer, handle.buffer);
  other.unpark();
  assert.equal(parkTimeout(60_000), true);
});

test('unparking_twice_is_unparking_once', () => {
  const me = Thread.current();
  me.unpark();
  me.unpark();
  park();
  assert.equal(parkTimeout(1), false);
});

test('threads_ping_and_pong', () => {
  const rounds = 2000;
  const echo = EchoThread.start(Thread.current().share(), rounds);
  const handle = echo.handle as ThreadHandle;
  assert.notEqual(handle.id, threadId);
  assert.equal(handle.name, `worker-${handle.id}`);
  for (let round = 1; round <= rounds; round += 1) {
    echo.unpark();
    while (echo.round < round) park();
  }
  assert.equal(echo.round, rounds);
});

test('the_token_of_the_thread_is_no_business_of_the_library', () => {
  const me = Thread.current();
  me.unpark();
  blockOn(sleep(1));
  new Parker().parkTimeout(0);
  assert.equal(parkTimeout(0), true, 'the token is still there');
  assert.equal(parkTimeout(0), false);
});

test('a_time_limit_that_is_no_duration_is_refused', () => {
  for (const [ms, type] of [
    [-1, RangeError],
    [Number.NaN, RangeError],
    ['1', TypeError],
  ] as const) {
    assert.throws(
      () => parkTimeout(ms as number),
      (error) => error instanceof type && error.message.startsWith('ms: '),
    );
  }
});
