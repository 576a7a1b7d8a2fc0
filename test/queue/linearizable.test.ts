import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { isLinearizable, type Operation } from './history.js';
import { handleOf, makeQueue } from './number-queue.js';
import { History, play, ROUNDS } from './player.js';
import { WORD, wordsOf } from './shared-memory.js';
import { drain, type SharedQueue } from './subject.js';

const operation = (verb: Operation['verb'], value: number, answer: number | undefined, start: number, end: number) => ({
  verb,
  value,
  answer,
  start,
  end,
});

test('the_check_accepts_and_refuses', () => {
  const push1 = operation('push', 1, 1, 0, 5);
  const push2 = operation('push', 2, 1, 1, 2);
  assert.ok(isLinearizable([push1, push2, operation('pop', 0, 1, 3, 4)], 2), 'push of 1 was first');
  assert.ok(isLinearizable([push1, push2, operation('pop', 0, 2, 3, 4)], 2), 'push of 2 was first');
  assert.ok(!isLinearizable([push1, push2, operation('pop', 0, undefined, 3, 4)], 2), '2 was in');
  assert.ok(!isLinearizable([push2, operation('push', 3, 0, 3, 4)], 2), 'there was room');
  assert.ok(!isLinearizable([push2, operation('forcePush', 3, undefined, 3, 4)], 1), 'there was no room');
  assert.ok(!isLinearizable([push2, operation('pop', 0, 2, 3, 4), operation('pop', 0, 2, 5, 6)], 1), 'popped twice');
});

/** Empties the queue, and takes a segmented one to within some items of the end of a segment. */
function prepare(queue: SharedQueue): void {
  drain(queue);
  if (handleOf(queue).kind !== 'seg') return;
  for (const words = wordsOf(queue); ((words[WORD.tail] as number) & 1023) !== 1020; queue.pop()) queue.push(0);
}

const QUEUES = [
  makeQueue('array', 'i32', 1),
  makeQueue('array', 'i32', 2),
  makeQueue('array', 'i32', 3),
  makeQueue('array', 'i64', 3),
  makeQueue('seg', 'i32', 2),
  makeQueue('seg', 'i32', 9),
  makeQueue('seg', 'f64', 3),
  makeQueue('frame', 'i32', 1),
  makeQueue('frame', 'i32', 3),
];

for (const queue of QUEUES) {
  const { kind } = handleOf(queue);
  const name = `${{ array: 'SharedArrayQueue', seg: 'SharedSegQueue', frame: 'SharedFrameQueue' }[kind]}_of_${queue.capacity}_${queue.items}`;
  test(`${name}_answers_as_one_queue_whatever_the_threads_do`, (t) => {
    const history = new History(2);
    const seed = Date.now() & 0xffff;
    new Worker(new URL('./linearizable.worker.js', import.meta.url), {
      workerData: { handle: handleOf(queue), history: history.words, seed },
    });
    play(queue, history, 0, seed, () => prepare(queue));
    let overlaps = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const operations = history.read(round);
      if (operations.some((one) => operations.some((other) => one.start < other.start && other.start < one.end))) {
        overlaps += 1;
      }
      assert.ok(
        isLinearizable(operations, queue.capacity),
        `seed ${seed}, round ${round}: ${JSON.stringify(operations, null, 1)}`,
      );
    }
    t.diagnostic(`operations overlapped in ${overlaps} of ${ROUNDS} rounds`); // few on a loaded machine
  });
}
