import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HandleError } from 'reveille';
import { SharedFrameQueue } from 'reveille/queue';
import { bytesOf, FRAME_WORD, frameWords, PLACE, popAll } from './frames.js';

const dead = { owner: 1, isAlive: (owner: number) => owner === 1 };

test('a_push_that_died_under_the_lock_ends_the_next_with_an_error', () => {
  const queue = new SharedFrameQueue({ bytes: 1000 });
  queue.push(bytesOf(1));
  frameWords(queue)[FRAME_WORD.lock] = 1;
  assert.deepEqual(popAll(queue), [[1]], 'pops go on');
  assert.throws(() => queue.push(bytesOf(1)), HandleError);
});

test('the_lock_of_a_dead_thread_is_taken_over', () => {
  const queue = new SharedFrameQueue({ bytes: 1000, ...dead });
  queue.push(bytesOf(1));
  const words = frameWords(queue);
  words[FRAME_WORD.lock] = 6;
  words.fill(-1, FRAME_WORD.ring + 6, FRAME_WORD.ring + 8); // it had begun to write its frame
  words.fill(-1, FRAME_WORD.ring + 10, FRAME_WORD.ring + 30);
  assert.equal(queue.push(bytesOf(2)), true);
  assert.equal(words[FRAME_WORD.lock], 0);
  assert.equal(queue.length, 2);
  assert.deepEqual(popAll(queue), [[1], [2, 2]]);
});

test('a_frame_reserved_by_a_dead_thread_is_passed', () => {
  const alive = new Set([1, 2]);
  const isAlive = (owner: number) => alive.has(owner);
  const queue = new SharedFrameQueue({ bytes: 64, owner: 1, isAlive });
  const other = SharedFrameQueue.attach(queue.share(), { owner: 2, isAlive });
  const [first, second] = [other.reserve(8), other.reserve(0)];
  first?.commit();
  assert.deepEqual(popAll(queue), [Array(8).fill(0)], 'what it committed counts');
  assert.equal(queue.push(bytesOf(40)), false);
  alive.delete(2);
  assert.equal(queue.push(bytesOf(40)), true, 'its place is room again');
  assert.deepEqual(popAll(queue), [Array(40).fill(40)]);
  assert.throws(() => second?.commit(), { name: 'HandleError', message: /^frame: its thread was taken for dead/ });
});

test('asking_who_is_alive_may_use_the_queue', () => {
  const queue: SharedFrameQueue = new SharedFrameQueue({
    bytes: 1000,
    owner: 1,
    isAlive: (owner) => owner === 1 || use(),
  });
  const use = (): boolean => queue.length < 0;
  SharedFrameQueue.attach(queue.share(), { owner: 2, isAlive: () => true }).reserve(8);
  assert.equal(queue.push(bytesOf(1)), true);
  let depth = 0;
  const asked: SharedFrameQueue = SharedFrameQueue.attach(queue.share(), {
    owner: 3,
    isAlive: () => (depth++ === 0 ? asked.pop() !== undefined : false),
  });
  assert.deepEqual([asked.pop(), asked.isEmpty], [undefined, true], 'the question took the frame');
});

test('an_impossible_state_length_or_position_is_an_error_at_once', () => {
  for (const [word, values] of Object.entries({
    state: [0, 5, 7, -1, (9 << 3) | 1, (7 << 3) | 1, (9 << 3) | 3],
    length: [-1, 7, 9, 985, 2 ** 31 - 1, -(2 ** 31)],
    position: [1, -1, 2 ** 31 - 1],
  })) {
    for (const value of values) {
      const queue = new SharedFrameQueue({ bytes: 1000 });
      queue.push(bytesOf(8));
      frameWords(queue)[FRAME_WORD.ring + PLACE[word as keyof typeof PLACE]] = value;
      assert.throws(() => queue.pop(), HandleError, `${word} ${value}`);
    }
  }
});

test('a_memory_overwritten_anywhere_ends_in_an_answer_or_an_error', () => {
  const word = fc.integer({ min: FRAME_WORD.head, max: FRAME_WORD.ring + 60 });
  const garbage = fc.oneof(fc.integer(), fc.integer({ min: -70, max: 70 }));
  fc.assert(
    fc.property(word, garbage, fc.nat(5), (at, value, before) => {
      fc.pre(at !== FRAME_WORD.lock); // which is to wait for somebody: see above
      const queue = new SharedFrameQueue({ bytes: 200, ...dead });
      const end = new Uint8Array(queue.share()).length;
      for (let i = 0; i < before; i += 1) queue.push(bytesOf(9 * i));
      queue.reserve(5);
      frameWords(queue)[at] = value;
      try {
        for (let step = 0; step < 20; step += 1) {
          queue.push(bytesOf(step));
          queue.popWith((bytes, from, to) => assert.ok(to - from <= queue.maxFrame && to <= bytes.length));
          queue.reserve(3)?.commit(1);
          assert.ok(queue.byteLength <= queue.byteCapacity);
        }
      } catch (error) {
        assert.ok(error instanceof HandleError, String(error));
      }
      assert.equal(queue.share().byteLength, end);
    }),
    { numRuns: 3000 },
  );
});
