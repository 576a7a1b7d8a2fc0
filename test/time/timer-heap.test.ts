import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Timer, Waker } from 'reveille';
import { TimerHeap } from 'reveille/executor';
import { countingWaker, VirtualTimers } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';

/** A waker that writes its name down. */
const noting = (log: unknown[], name: unknown): Waker => Waker.from({ wake: () => log.push(name) });

test('fires_in_the_order_of_deadlines_then_of_arming', () => {
  const time = new VirtualTimers();
  const log: unknown[] = [];
  for (const [deadline, name] of [
    [30, 'c'],
    [10, 'a1'],
    [20, 'b'],
    [10, 'a2'],
    [10, 'a3'],
  ] as const) {
    time.arm(deadline, noting(log, name));
  }
  assert.equal(time.advance(9), 0);
  assert.equal(time.nextDeadline(), 10);
  assert.equal(time.advance(1), 3);
  assert.deepEqual(log, ['a1', 'a2', 'a3']);
  assert.equal(time.advance(100), 2);
  assert.deepEqual(log, ['a1', 'a2', 'a3', 'b', 'c']);
  assert.equal(time.length, 0);
  assert.equal(time.nextDeadline(), Number.POSITIVE_INFINITY);
});

test('any_arming_and_disarming_against_a_sorted_list', () => {
  const step = fc.oneof(
    fc.record({ arm: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ disarm: fc.nat() }),
    fc.record({ advance: fc.integer({ min: 0, max: 5 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const time = new VirtualTimers();
      const log: number[] = [];
      let model: { deadline: number; id: number; timer: Timer }[] = [];
      for (const [id, step] of steps.entries()) {
        if ('arm' in step) {
          const deadline = time.now() + step.arm;
          const timer = time.arm(deadline, noting(log, id));
          model.push({ deadline, id, timer });
          model.sort((a, b) => a.deadline - b.deadline || a.id - b.id);
        } else if ('disarm' in step) {
          const [entry] = model.splice(step.disarm % (model.length + 1), 1);
          entry?.timer[Symbol.dispose]();
        } else {
          const fired = time.advance(step.advance);
          const due = model.filter((entry) => entry.deadline <= time.now());
          model = model.filter((entry) => entry.deadline > time.now());
          assert.deepEqual(
            log.splice(0),
            due.map((entry) => entry.id),
          );
          assert.equal(fired, due.length);
        }
        assert.equal(time.length, model.length);
        assert.equal(time.nextDeadline(), model[0]?.deadline ?? Number.POSITIVE_INFINITY);
      }
    }),
  );
});

test('waker_is_cloned_and_given_back', () => {
  const time = new VirtualTimers();
  const { waker, counts } = countingWaker();
  time.arm(1, waker);
  const disarmed = time.arm(1, waker);
  assert.equal(counts.live, 3);
  disarmed[Symbol.dispose]();
  assert.equal(counts.live, 2);
  disarmed[Symbol.dispose]();
  assert.equal(time.advance(1), 1);
  assert.equal(counts.wakes, 1);
  assertBalanced(counts);
});

test('waker_replaced', () => {
  const time = new VirtualTimers();
  const [a, b] = [countingWaker(), countingWaker()];
  const timer = time.arm(1, a.waker);
  timer.setWaker(a.waker);
  assert.equal(a.counts.clones, 1);
  timer.setWaker(b.waker);
  assertBalanced(a.counts);
  time.advance(1);
  timer.setWaker(a.waker); // it fired: nothing is kept
  assert.deepEqual([a.counts.wakes, b.counts.wakes], [0, 1]);
  assertBalanced(a.counts);
  assertBalanced(b.counts);
});

test('armed_by_a_waker_fires_the_next_time', () => {
  const time = new VirtualTimers();
  const log: string[] = [];
  const again = () => {
    log.push('again');
    time.arm(time.now(), Waker.from({ wake: again }));
  };
  time.arm(5, Waker.from({ wake: again }));
  time.arm(5, noting(log, 'other'));
  assert.equal(time.advance(5), 2);
  assert.deepEqual(log, ['again', 'other']);
  assert.equal(time.fireDue(), 1);
  assert.equal(time.length, 1);
});

test('disarmed_by_a_waker_that_fires_before_it', () => {
  const time = new VirtualTimers();
  const log: string[] = [];
  const { waker, counts } = countingWaker();
  time.arm(1, Waker.from({ wake: () => late[Symbol.dispose]() }));
  const late = time.arm(2, waker);
  time.arm(3, noting(log, 'last'));
  assert.equal(time.advance(10), 2);
  assert.equal(counts.wakes, 0);
  assertBalanced(counts);
  assert.deepEqual(log, ['last']);
});

test('waker_that_throws_does_not_keep_the_others_from_firing', () => {
  const time = new VirtualTimers();
  const log: string[] = [];
  const failing = (message: string) =>
    Waker.from({
      wake() {
        throw new Error(message);
      },
    });
  time.arm(1, failing('first'));
  time.arm(2, noting(log, 'second'));
  assert.throws(() => time.advance(2), { message: 'first' });
  assert.deepEqual(log, ['second']);
  time.arm(3, failing('a'));
  time.arm(3, failing('b'));
  assert.throws(
    () => time.advance(1),
    (error) => error instanceof AggregateError && error.errors.length === 2,
  );
  assert.equal(time.length, 0);
});

test('clock_of_the_platform_by_default', () => {
  const timers = new TimerHeap();
  const before = performance.now();
  const now = timers.now();
  assert.ok(before <= now && now <= performance.now());
});

test('bad_input', () => {
  const time = new VirtualTimers();
  const waker = Waker.noop();
  assert.throws(() => time.arm(Number.NaN, waker), RangeError);
  assert.throws(() => time.arm(-1, waker), { name: 'RangeError', message: /^deadline: / });
  assert.throws(() => time.arm('1' as unknown as number, waker), { name: 'TypeError', message: /^deadline: / });
  assert.equal(time.length, 0);
});
