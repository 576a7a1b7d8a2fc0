/** Queues, which never wait: whoever wants an item that is not there tries again. */
import assert from 'node:assert/strict';
import type { RingQueue } from 'reveille/queue';
import { attachTo, type Handle, handleOf, type NumberQueue } from '../../queue/number-queue.js';
import { isRing, SUBJECTS } from '../../queue/subject.js';
import type { Doing, Here } from '../stage/here.js';
import type { Play } from '../table/row.js';
import { type Kind, onThings, type Part, TRY } from './setting.js';

type AnyQueue = NumberQueue & Partial<RingQueue<number>>;

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

const kindsOf = (capacity: number): Kind<AnyQueue>[] =>
  SUBJECTS.map(({ name, make, shared }) => ({
    name,
    shared,
    make: () => make(capacity) as AnyQueue,
    ...(shared ? { share: handleOf, attach: (handle: unknown) => attachTo(handle as Handle) as AnyQueue } : {}),
  }));

/** Which queues have a limit, and which grow. */
export const isArray = ({ name }: { name: string }): boolean => name.includes('Array') || name.includes('Frame');
export const isSeg = ({ name }: { name: string }): boolean => name.includes('Seg');
const isRingKind = ({ name }: { name: string }): boolean => name.includes('Array');

type Which = (kind: { name: string }) => boolean;
const on = (
  flavours: Which,
  capacity: number,
  parts: readonly Part<AnyQueue>[],
  check?: (answers: readonly unknown[]) => void,
): Play => onThings(kindsOf(capacity), parts, { flavours, grades: TRY, ...(check === undefined ? {} : { check }) });

function* push(here: Here, queue: AnyQueue, n: number): Doing<void> {
  for (let turn = 1; !queue.push(n); turn += 1) yield* here.turn(turn);
}

function* pop(here: Here, queue: AnyQueue): Doing<number> {
  for (let turn = 1; ; turn += 1) {
    const item = queue.pop();
    if (item !== undefined) return item;
    yield* here.turn(turn);
  }
}

export const smoke = (which: Which) =>
  on(which, 1, [
    function* (_, queue) {
      for (const n of [7, 8]) assert.deepEqual([queue.push(n), queue.pop()], [true, n]);
      assert.equal(queue.pop(), undefined);
    },
  ]);

export const lenEmptyFull = (which: Which) =>
  on(which, 2, [
    function* (_, queue) {
      const limited = queue.capacity === 2;
      for (const length of [0, 1, 2]) {
        assert.deepEqual([queue.length, queue.isEmpty, queue.isFull], [length, length === 0, limited && length === 2]);
        if (length < 2) queue.push(length);
      }
      queue.pop();
      assert.deepEqual([queue.length, queue.isEmpty, queue.isFull], [1, false, false]);
    },
  ]);

export const len = (which: Which) =>
  on(which, 100, [
    function* (here, queue) {
      for (const n of upTo(50)) {
        queue.push(n);
        assert.equal(queue.length, n + 1);
      }
      for (const n of upTo(50)) {
        queue.pop();
        assert.equal(queue.length, 49 - n);
      }
      here.signal(0);
      for (const n of upTo(1_000)) {
        yield* push(here, queue, n);
        assert.ok(queue.length <= 100 || queue.capacity > 100);
      }
    },
    function* (here, queue) {
      yield* here.until(0);
      for (const n of upTo(1_000)) {
        assert.equal(yield* pop(here, queue), n);
        assert.ok(queue.length <= 100 || queue.capacity > 100);
      }
    },
  ]);

export const spsc = (which: Which) =>
  on(which, 3, [
    function* (here, queue) {
      for (const n of upTo(1_000)) assert.equal(yield* pop(here, queue), n);
      assert.equal(queue.pop(), undefined);
    },
    function* (here, queue) {
      for (const n of upTo(1_000)) yield* push(here, queue, n);
    },
  ]);

export const mpmc = (which: Which) =>
  on(
    which,
    3,
    [0, 1, 2, 3].map((part) =>
      part < 2
        ? function* (here, queue) {
            const got: number[] = [];
            for (const _ of upTo(300)) got.push(yield* pop(here, queue));
            return got;
          }
        : function* (here, queue) {
            for (const n of upTo(300)) yield* push(here, queue, n);
          },
    ),
    (answers) =>
      assert.deepEqual(sorted((answers as number[][]).slice(0, 2).flat()), sorted([...upTo(300), ...upTo(300)])),
  );

/** Who puts an item in by force takes the oldest one out, which then counts as taken. */
export const ringBuffer = (producers: number) =>
  on(
    isRingKind,
    3,
    [
      function* (here, queue) {
        const got: number[] = [];
        for (let turn = 1; ; turn += 1) {
          const isOver = here.count(0) === producers; // before the look
          for (let item = queue.pop(); item !== undefined; item = queue.pop()) got.push(item);
          if (isOver && queue.isEmpty) return got;
          yield* here.turn(turn);
        }
      },
      ...upTo(producers).map(
        (): Part<AnyQueue> =>
          function* (here, queue) {
            const got: number[] = [];
            for (const n of upTo(300)) {
              const oldest = queue.forcePush?.(n);
              if (oldest !== undefined) got.push(oldest);
              if (n % 16 === 0) yield* here.turn();
            }
            here.signal(0);
            return got;
          },
      ),
    ],
    (answers) =>
      assert.deepEqual(sorted((answers as number[][]).flat()), sorted(upTo(producers).flatMap(() => upTo(300)))),
  );

/** Who has pushed finds an item; so does who found room by force. */
export const linearizable = on(
  isRingKind,
  4,
  upTo(4).map(
    (part): Part<AnyQueue> =>
      function* (here, queue) {
        for (const n of upTo(200)) {
          if (part < 2) yield* push(here, queue, n);
          if (part < 2 || queue.forcePush?.(n) === undefined) assert.notEqual(queue.pop(), undefined);
          if (n % 16 === 0) yield* here.turn();
        }
      },
  ),
);

/** Whatever is in comes out in order. */
export const drained = (which: Which) =>
  on(which, 100, [
    function* (_, queue) {
      for (const n of upTo(100)) queue.push(n);
      const all: number[] = [];
      for (let item = queue.pop(); item !== undefined; item = queue.pop()) all.push(item);
      assert.deepEqual(all, upTo(100));
    },
  ]);

export const capacity = on(isArray, 7, [
  function* (_, queue) {
    assert.equal(queue.capacity, 7);
    for (const n of upTo(7)) assert.equal(queue.push(n), true);
    assert.equal(queue.push(8), false);
    assert.equal(isRing(queue) ? queue.forcePush(8) : queue.pop(), 0);
  },
]);
