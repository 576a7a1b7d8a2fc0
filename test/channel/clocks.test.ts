import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, DeadlockError, END, Executor, now, PENDING, select, sleep, TimeoutError } from 'reveille';
import { after, never, RecvError, tick } from 'reveille/channel';
import { TestExecutor, VirtualTimers } from 'reveille/testing';
import { countingContext } from '../support/hand-polled.js';
import { polled } from './polled.js';

/** An ordinary order, in virtual time. */
const inVirtualTime = (): TestExecutor => new TestExecutor({ schedule: [] });

test('after_brings_one_value_when_the_time_has_come', () => {
  const executor = inVirtualTime();
  const times = executor.runUntil(
    co(function* () {
      yield* sleep(3);
      using limit = after(10);
      assert.deepEqual([limit.tryRecv(), limit.length, limit.capacity], [PENDING, 0, 1]);
      const due = yield* limit.recv();
      assert.equal(limit.tryRecv(), PENDING, 'once');
      return [due, now()];
    }),
  );
  assert.deepEqual(times, [13, 13]);
});

test('after_counts_from_the_first_look_on_over_the_rounds_of_a_loop', () => {
  const executor = inVirtualTime();
  const limit = after(10);
  const rounds = executor.runUntil(
    co(function* () {
      for (let n = 0; ; n += 1) {
        const first = yield* select({ limit: limit.recv(), work: sleep(3) });
        if (first.key === 'limit') return n;
      }
    }),
  );
  assert.deepEqual([rounds, executor.now()], [3, 10]);
});

test('after_no_time_is_there_at_once', () => {
  assert.equal(typeof after(0).tryRecv(), 'number');
});

test('a_value_that_is_due_is_counted_and_stays', () => {
  const executor = inVirtualTime();
  executor.runUntil(
    co(function* () {
      const limit = after(1);
      assert.equal(limit.tryRecv(), PENDING);
      yield* sleep(5);
      assert.equal(limit.length, 1);
      assert.equal(limit.tryRecv(), 1);
      assert.equal(limit.length, 0);
    }),
  );
});

test('tick_does_not_drift_and_skips_what_was_missed', () => {
  const executor = inVirtualTime();
  const log = executor.runUntil(
    co(function* () {
      using ticks = tick(10);
      const log: number[] = [yield* ticks.recv()];
      yield* sleep(4); // 14
      log.push(yield* ticks.recv()); // 20
      yield* sleep(37); // 57: 30 and 40 are missed
      log.push(yield* ticks.recv(), yield* ticks.recv(), now());
      return log;
    }),
  );
  assert.deepEqual(log, [10, 20, 50, 60, 60]);
});

test('each_tick_goes_to_one_of_those_who_wait', () => {
  const executor = inVirtualTime();
  const ticks = tick(5);
  const log: string[] = [];
  for (const name of ['a', 'b']) {
    executor.spawn(
      co(function* () {
        for (let n = 0; n < 2; n += 1) log.push(`${name}${yield* ticks.recv()}`);
      }),
    );
  }
  executor.run();
  assert.deepEqual(
    log.map((line) => Number(line.slice(1))),
    [5, 10, 15, 20],
  );
  assert.equal(log.filter((line) => line.startsWith('a')).length, 2);
});

test('never_never_comes', () => {
  const executor = inVirtualTime();
  const nothing = never<string>();
  assert.deepEqual([nothing.tryRecv(), nothing.length, nothing.capacity], [PENDING, 0, 0]);
  const won = executor.runUntil(select({ nothing: nothing.recv(), late: sleep(60_000) }));
  assert.equal(won.key, 'late');
  assert.throws(() => nothing.recvBlocking(), DeadlockError);
  assert.throws(() => after(Number.POSITIVE_INFINITY).recvBlocking(), DeadlockError);
});

test('blocking_on_the_clock_works', () => {
  const start = now();
  const due = after(5).recvBlocking();
  assert.ok(now() - start >= 5 && due >= start + 5);
  using ticks = tick(1);
  const first = ticks.recvBlocking();
  assert.ok(first < ticks.recvBlocking());
  assert.equal(after(1).recvManyBlocking(3).length, 1);
  assert.throws(() => tick(60_000).recvBlocking({ timeout: 1 }), TimeoutError);
});

test('a_receive_that_ends_leaves_no_timer', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  for (const ticks of [tick(5), after(5)]) {
    const dropped = ticks.recv();
    dropped.poll(cx);
    assert.equal(timers.length, 1);
    dropped[Symbol.dispose]();
    assert.equal(timers.length, 0);
    const received = ticks.recv();
    received.poll(cx);
    timers.advance(5);
    assert.equal(typeof received.poll(cx), 'number');
    assert.deepEqual([timers.length, counts.live], [0, 1]);
  }
});

test('closing_and_dropping_wake_who_waits', () => {
  for (const make of [() => after(60_000), () => tick(60_000), () => never()]) {
    for (const end of ['close', Symbol.dispose] as const) {
      const ticks = make();
      const other = ticks.clone();
      using recv = polled(ticks.recv()).waits();
      using next = polled(other.next()).waits();
      ticks[end]();
      if (end === Symbol.dispose) {
        recv.waits();
        other[Symbol.dispose]();
      }
      assert.throws(() => recv.poll(), RecvError);
      assert.equal(next.poll(), END);
      assert.equal(ticks.isClosed, true);
    }
  }
});

test('ticks_end_a_for_await_loop_when_they_are_closed', async () => {
  const ticks = tick(1);
  const seen: number[] = [];
  for await (const time of ticks.clone()) {
    seen.push(time);
    if (seen.length === 3) ticks.close();
  }
  assert.equal(seen.length, 3);
});

test('what_waits_for_a_clock_is_named', () => {
  assert.deepEqual(
    [after(5), tick(2), never()].map((rx) => String(rx.recv())),
    ['recv from after(5 ms)', 'recv from tick(2 ms)', 'recv from never'],
  );
  assert.equal(String(tick(2)), 'receiver of tick(2 ms)');
});

test('an_executor_sleeps_until_the_next_tick', () => {
  const executor = new Executor();
  const ticks = tick(2);
  const third = executor.runUntil(
    co(function* () {
      const first = yield* ticks.recv();
      yield* ticks.recv();
      return (yield* ticks.recv()) - first;
    }),
  );
  assert.ok(third >= 3.9);
});

test('bad_times_are_refused', () => {
  for (const make of [after, tick]) {
    assert.throws(() => make(-1), RangeError);
    assert.throws(() => make(Number.NaN), RangeError);
    assert.throws(() => make('1' as never), TypeError);
  }
  assert.throws(() => tick(0), { name: 'RangeError', message: 'ms: expected more than 0 milliseconds, got 0' });
  assert.equal(typeof blockOn(after(0).recv()), 'number');
});

test('a_time_that_comes_between_the_look_and_the_wait_is_not_missed', () => {
  let time = 0;
  const timers = {
    now: () => (time += 1), // each look at the clock takes a millisecond
    arm: () => assert.fail('there is nothing to wait for any more'),
  };
  const { cx, counts } = countingContext({ timers });
  using recv = after(1).recv();
  assert.equal(recv.poll(cx), PENDING);
  assert.equal(counts.wakes, 1, 'it is not polled again otherwise');
  assert.notEqual(recv.poll(cx), PENDING);
});
