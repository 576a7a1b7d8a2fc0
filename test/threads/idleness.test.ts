import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Idleness } from '../../src/threads/answering/idleness.js';

/** Where a table counts how many are idle, and for how long they were: microseconds. */
const [IDLE, IDLE_US] = [16, 36];
const IS_IDLE = 50;

function idleness(): { idle: Idleness; words: Int32Array } {
  const words = new Int32Array(new SharedArrayBuffer(256));
  const table = { words, seats: { fieldOf: () => IS_IDLE } };
  return { idle: new Idleness({ table, seat: 0 } as never), words };
}

test('a_worker_that_waited_without_saying_so_was_idle_since_its_last_answer', () => {
  const { idle, words } = idleness();
  idle.wait();
  idle.ended(10, 12.5);
  assert.equal(words[IDLE_US], 2_500);
  idle.ended(13, 20);
  assert.equal(words[IDLE_US], 2_500, 'there was a call at once');
  assert.equal(words[IDLE], 0);
});

test('what_a_worker_said_is_not_counted_twice', () => {
  const { idle, words } = idleness();
  idle.wait();
  idle.begin();
  assert.deepEqual([words[IDLE], words[IS_IDLE]], [1, 1]);
  assert.equal(idle.end(), true);
  const counted = words[IDLE_US];
  idle.ended(0, 1_000);
  assert.equal(words[IDLE_US], counted);
  assert.deepEqual([words[IDLE], words[IS_IDLE], idle.end()], [0, 0, false]);
});
