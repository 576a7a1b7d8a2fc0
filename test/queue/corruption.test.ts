import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandleError } from 'reveille';
import { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import { ringAt, segmentsAt, WORD, wordsOf } from './shared-memory.js';

const SLOTS = 48;

test('a_push_that_died_in_the_middle_ends_the_pop_with_an_error', () => {
  for (const queue of [new SharedArrayQueue(4), new SharedSegQueue()]) {
    Atomics.add(wordsOf(queue), WORD.tail, 1); // claimed, and never filled
    assert.throws(() => queue.pop(), HandleError);
    assert.equal(queue.push(1), true, 'pushes go on');
  }
});

test('an_impossible_stamp_is_an_error_at_once', () => {
  for (const stamp of [2, 3, 100, -1, 2 ** 31 - 1]) {
    const queue = new SharedArrayQueue(4);
    queue.push(1);
    wordsOf(queue)[SLOTS] = stamp;
    assert.throws(() => queue.pop(), HandleError);
  }
});

test('an_impossible_segment_is_an_error_at_once', () => {
  for (const segment of [2 ** 31 - 1, 2 ** 30, 3, 0, -1, -(2 ** 31)]) {
    const queue = segmentsAt(5000, 3 * 1024);
    queue.push(1);
    wordsOf(queue)[WORD.headSegment] = wordsOf(queue)[WORD.tailSegment] = segment;
    assert.throws(() => queue.pop(), isError);
    assert.throws(() => queue.push(1), isError);
  }
});

test('a_word_overwritten_anywhere_ends_in_an_answer_or_an_error', () => {
  let errors = 0;
  for (let at = WORD.head; at < SLOTS + 10; at += 1) {
    for (const garbage of [1, -1, 12_345, -(2 ** 31)]) {
      const queue = ringAt(5, 64);
      for (let item = 0; item < 3; item += 1) queue.push(item);
      wordsOf(queue)[at] = garbage;
      try {
        for (let step = 0; step < 20; step += 1) {
          queue.push(step);
          queue.pop();
        }
      } catch (error) {
        assert.ok(isError(error), String(error));
        errors += 1;
      }
    }
  }
  assert.ok(errors > 0);
});

/** Indexes beyond the memory are refused by the engine itself. */
function isError(error: unknown): boolean {
  return error instanceof HandleError || error instanceof RangeError;
}
