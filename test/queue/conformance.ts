import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { queryObjects } from 'node:v8';
import type { Queue } from 'reveille/queue';
import { agreesWithModel } from './model.js';
import { drain, fill, isRing, type Subject, UNLIMITED, WORDS_ONLY } from './subject.js';
import { threadCases } from './threads.js';

/** What every queue must do. */
export function conformance(subject: Subject): void {
  test(subject.name, async (t) => {
    const unlimited = { skip: subject.bounded ? false : UNLIMITED };

    await t.test('smoke', () => {
      const queue = subject.make(4);
      assert.equal(queue.pop(), undefined);
      assert.equal(queue.push(7), true);
      assert.equal(queue.pop(), 7);
      assert.equal(queue.pop(), undefined);
    });

    await t.test('first_in_first_out', () => {
      const queue = subject.make(5000);
      for (let item = 0; item < 5000; item += 1) assert.equal(queue.push(item), true);
      assert.deepEqual(
        drain(queue),
        Array.from({ length: 5000 }, (_, item) => item),
      );
    });

    await t.test('falsy_items_are_items', () => {
      const queue = subject.make(4);
      queue.push(0);
      queue.push(-1);
      assert.equal(queue.pop(), 0);
      assert.equal(queue.pop(), -1);
    });

    await t.test('capacity_is_exactly_what_was_asked_for', unlimited, () => {
      for (const capacity of [1, 2, 3, 4, 5, 7, 8, 100, 1022, 1023, 1024, 1025, 3000]) {
        const queue = subject.make(capacity);
        assert.equal(queue.capacity, capacity);
        assert.equal(fill(queue), capacity);
        assert.deepEqual([queue.length, queue.isFull, queue.isEmpty], [capacity, true, false]);
        assert.deepEqual(drain(queue).length, capacity);
      }
    });

    await t.test('capacity_of_one_alternates', unlimited, () => {
      const queue = subject.make(1);
      for (let item = 0; item < 5000; item += 1) {
        assert.deepEqual([queue.push(item), queue.push(-1), queue.pop(), queue.pop()], [true, false, item, undefined]);
      }
    });

    await t.test('without_a_limit_capacity_is_infinite', { skip: subject.bounded ? 'it has a limit' : false }, () => {
      const queue = subject.make(1);
      for (let item = 0; item < 100_000; item += 1) assert.equal(queue.push(item), true);
      assert.deepEqual([queue.capacity, queue.isFull, queue.length], [Number.POSITIVE_INFINITY, false, 100_000]);
    });

    await t.test('length_follows_every_push_and_pop', () => {
      const queue = subject.make(3000);
      const seen = (length: number) =>
        assert.deepEqual(
          [queue.length, queue.isEmpty, queue.isFull],
          [length, length === 0, length === queue.capacity],
        );
      for (let round = 0; round < 3; round += 1) {
        for (let length = 0; length < 3000; length += 1) {
          seen(length);
          queue.push(length);
        }
        for (let length = 3000; length > 0; length -= 1) {
          seen(length);
          queue.pop();
        }
        seen(0);
      }
    });

    await t.test('a_refused_push_changes_nothing', unlimited, () => {
      const queue = subject.make(3);
      fill(queue);
      for (let attempt = 0; attempt < 10; attempt += 1) assert.equal(queue.push(99), false);
      assert.deepEqual(drain(queue), [0, 1, 2]);
    });

    await t.test('pop_of_an_empty_queue_changes_nothing', () => {
      const queue = subject.make(3);
      for (let attempt = 0; attempt < 10; attempt += 1) assert.equal(queue.pop(), undefined);
      queue.push(1);
      assert.deepEqual([queue.length, queue.pop(), queue.pop()], [1, 1, undefined]);
    });

    await forcePushCases(t, subject);
    await agreesWithModel(t, subject);
    await referenceCases(t, subject);
    await threadCases(t, subject);
  });
}

async function forcePushCases(t: TestContext, subject: Subject): Promise<void> {
  const ring = { skip: isRing(subject.make(1)) ? false : 'only a ring replaces its oldest item' };

  await t.test('force_push_into_room_replaces_nothing', ring, () => {
    const queue = ringOf(subject, 2);
    assert.deepEqual([queue.forcePush(1), queue.forcePush(2), queue.length], [undefined, undefined, 2]);
    assert.deepEqual(drain(queue), [1, 2]);
  });

  await t.test('force_push_into_a_full_queue_answers_the_oldest', ring, () => {
    for (const capacity of [1, 2, 3, 8, 10]) {
      const queue = ringOf(subject, capacity);
      fill(queue);
      for (let item = 0; item < 3 * capacity; item += 1) assert.equal(queue.forcePush(item + capacity), item);
      assert.equal(queue.length, capacity);
      assert.deepEqual(
        drain(queue),
        Array.from({ length: capacity }, (_, index) => 3 * capacity + index),
      );
    }
  });
}

function ringOf(subject: Subject, capacity: number) {
  const queue = subject.make(capacity);
  assert.ok(isRing(queue));
  return queue;
}

/** Only what is in the queue is kept alive by it. `queryObjects` collects garbage, then counts what is left. */
async function referenceCases(t: TestContext, subject: Subject): Promise<void> {
  const anyValue = { skip: subject.anyValue ? false : WORDS_ONLY };

  await t.test('popped_items_are_no_longer_referenced', anyValue, () => {
    class Item {}
    const queue = subject.make(4000) as Queue<unknown> as Queue<Item>;
    for (let count = 0; count < 3000; count += 1) queue.push(new Item());
    assert.equal(queryObjects(Item), 3000);
    for (let count = 0; count < 2500; count += 1) queue.pop();
    assert.equal(queryObjects(Item), 500);
    drain(queue);
    assert.equal(queryObjects(Item), 0);
    assert.equal(queue.length, 0);
  });

  await t.test('carries_any_value_but_undefined', anyValue, () => {
    const queue = subject.make(10) as Queue<unknown>;
    const items = [null, false, '', Number.NaN, 0n, Symbol.iterator, {}, [], () => 1];
    for (const item of items) queue.push(item);
    assert.deepEqual(drain(queue), items);
    assert.throws(() => queue.push(undefined), { name: 'TypeError', message: /^value: / });
    assert.equal(queue.length, 0);
  });
}
