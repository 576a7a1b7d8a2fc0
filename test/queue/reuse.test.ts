import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedSegQueue } from 'reveille/queue';
import { makeQueue } from './number-queue.js';
import { WORD, wordsOf } from './shared-memory.js';
import { passThrough } from './soak.js';

/** Items of a segment. */
const SEGMENT = 1023;
const SEGMENT_WORDS = 2048;

test('items_passing_through_do_not_grow_the_memory', () => {
  const queue = new SharedSegQueue();
  passThrough(queue, 50_000, 3 * SEGMENT);
  const before = queue.share().byteLength;
  passThrough(queue, 2_000_000, 3 * SEGMENT);
  assert.equal(queue.share().byteLength, before);
  assert.ok(before < 200_000, `${before} bytes for three segments' worth`);
});

test('memory_of_a_burst_is_used_again', () => {
  const queue = new SharedSegQueue();
  for (let round = 0; round < 5; round += 1) {
    passThrough(queue, 300_000, 100_000);
    assert.ok(queue.share().byteLength < 2 ** 21, 'an eighth of what the bursts would take together');
  }
});

for (const items of ['i32', 'f64', 'i64'] as const) {
  test(`memory_of_${items}_follows_the_items_up_to_the_limit`, () => {
    const queue = makeQueue('seg', items, 100_000);
    const batch = Array.from({ length: 5000 }, (_, item) => item);
    const width = items === 'i32' ? 8 : 16;
    const bytes = () => queue.share().byteLength;
    assert.ok(bytes() < 2500 * width, 'about a segment');
    for (let round = 0; round < 3; round += 1) {
      while (queue.pushMany(batch) > 0);
      assert.deepEqual([queue.length, queue.isFull, queue.push(1)], [100_000, true, false]);
      assert.ok(bytes() <= queue.share().maxByteLength && queue.share().maxByteLength < 104_000 * width);
      assert.equal(queue.popMany().length, 100_000);
    }
  });
}

test('free_segments_hold_nothing_of_their_past', () => {
  const queue = new SharedSegQueue({ capacity: 10 * SEGMENT });
  passThrough(queue, 30 * SEGMENT, 10 * SEGMENT);
  const words = wordsOf(queue);
  const start = words.length % SEGMENT_WORDS; // the segments are what follows the header
  for (let at = start; at < words.length; at += SEGMENT_WORDS) {
    if (at === words[WORD.tailSegment]) continue;
    const [next, first, ...slots] = words.subarray(at, at + SEGMENT_WORDS);
    assert.equal(next, 0);
    assert.ok(first === 1 || first === 0, 'no position of a first slot, or never used');
    assert.ok(slots.every((word) => word === 0));
  }
});

test('a_handle_pushes_into_segments_that_another_one_made', () => {
  const one = new SharedSegQueue();
  const other = SharedSegQueue.attach(one.share());
  for (let item = 0; item < 20 * SEGMENT; item += 1) one.push(item);
  for (let item = 0; item < 20 * SEGMENT; item += 1) assert.equal(other.pop(), item);
});

test('a_handle_links_free_segments_that_another_one_made', () => {
  const one = new SharedSegQueue();
  const other = SharedSegQueue.attach(one.share()); // its view reaches as far as the first segment
  const words = wordsOf(one);
  const first = words[WORD.tailSegment];
  passThrough(one, 10 * SEGMENT, 5 * SEGMENT);
  while (words[WORD.tailSegment] !== first) passThrough(one, 1, 1);
  for (let item = 0; item < 10 * SEGMENT; item += 1) assert.equal(other.push(item), true);
  for (let item = 0; item < 10 * SEGMENT; item += 1) assert.equal(one.pop(), item);
});
