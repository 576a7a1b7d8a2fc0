import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  all,
  allSettled,
  any,
  CancelledError,
  type Context,
  co,
  Executor,
  type Future,
  fromPromise,
  interval,
  join,
  lazy,
  PENDING,
  RawWaker,
  RawWakerVTable,
  race,
  select,
  sleep,
  TimeoutError,
  timeout,
  Waker,
  yieldNow,
} from 'reveille';
import { AtomicWaker } from 'reveille/sync';
import { countingWaker, VirtualTimers, type WakerCounts } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';
import { contextOf } from '../support/hand-polled.js';
import { Probe } from '../support/probe.js';

interface Hand {
  readonly cx: Context;
  readonly counts: WakerCounts;
  readonly time: VirtualTimers;
}

function hand(): Hand {
  const time = new VirtualTimers();
  const { waker, counts } = countingWaker();
  return { cx: contextOf(waker, { timers: time }), counts, time };
}

const failure = new Error('failed');

const fail = lazy((): never => {
  throw failure;
});

/** A coroutine two levels deep that awaits `inner`. */
const nested = <T>(inner: Future<T>): Future<T> =>
  co(function* outer() {
    try {
      return yield* co(function* middle() {
        return yield* inner;
      });
    } finally {
      yield* sleep(0);
    }
  });

/** Whoever awaits probes: made of two of them, and what it takes for it to answer. */
const whole: [string, (a: Probe, b: Probe) => Future<unknown>][] = [
  ['co', (a, b) => co(() => inTurn(a, b))],
  ['nested co', (a, b) => nested(join(nested(a), nested(b)))],
  ['join', (a, b) => join(a, b)],
  ['all of many', (a, b) => all([a, b, ...Array.from({ length: 20 }, () => yieldNow())])],
  ['allSettled', (a, b) => allSettled([a, b])],
  ['timeout', (a, b) => timeout(join(a, timeout(b, 500)), 1000)],
  ['select', (a, b) => select({ all: join(a, b), late: sleep(1000) })],
  ['race', (a, b) => race([join(a, b), sleep(1000)])],
  ['any', (a, b) => any([join(a, b), sleep(1000)])],
];

function* inTurn(a: Probe, b: Probe) {
  return [yield* a, yield* b];
}

/** Polls until it answers; between two polls somebody must have woken. */
function drive(future: Future<unknown>, { cx, counts }: Hand): unknown {
  for (;;) {
    const { wakes } = counts;
    const value = future.poll(cx);
    if (value !== PENDING) return value;
    assert.ok(counts.wakes > wakes, `${future} is pending, and nobody woke it`);
  }
}

for (const [name, make] of whole) {
  test(`${name}: wakers are balanced after it completes`, () => {
    const { cx, counts, ...rest } = hand();
    const [a, b] = [new Probe('a'), new Probe('b')];
    const future = make(a, b);
    assert.equal(future.poll(cx), PENDING);
    a.answer('A');
    assert.equal(future.poll(cx), PENDING);
    b.answer('B');
    drive(future, { cx, counts, ...rest });
    assertBalanced(counts);
    assert.equal(rest.time.length, 0, 'no timer is left');
  });

  test(`${name}: wakers are balanced after it is dropped while pending`, () => {
    const { cx, counts, time } = hand();
    const future = make(new Probe('a'), new Probe('b'));
    assert.equal(future.poll(cx), PENDING);
    future[Symbol.dispose]();
    assertBalanced(counts);
    assert.equal(time.length, 0, 'no timer is left');
  });

  test(`${name}: wakers are balanced after it is dropped before it was polled`, () => {
    const { counts } = hand();
    make(new Probe('a'), new Probe('b'))[Symbol.dispose]();
    assertBalanced(counts);
  });

  test(`${name}: wakers are balanced after a part of it fails`, () => {
    const { cx, counts, time } = hand();
    const [a, b] = [new Probe('a'), new Probe('b')];
    const future = make(a, b);
    assert.equal(future.poll(cx), PENDING);
    a.fail(failure);
    const last = ((): unknown => {
      try {
        return future.poll(cx);
      } catch (error) {
        assert.equal(error, failure);
        return undefined;
      }
    })();
    if (last === PENDING) future[Symbol.dispose](); // some go on without it
    assertBalanced(counts);
    assert.equal(time.length, 0, 'no timer is left');
  });

  test(`${name}: wakers are balanced after it moved to another task`, () => {
    const [first, second] = [hand(), hand()];
    const cx = contextOf(second.cx.waker, { timers: first.time });
    const [a, b] = [new Probe('a'), new Probe('b')];
    const future = make(a, b);
    assert.equal(future.poll(first.cx), PENDING);
    assert.equal(future.poll(cx), PENDING);
    assertBalanced(first.counts);
    a.answer('A');
    b.answer('B');
    drive(future, { ...second, cx });
    assertBalanced(second.counts);
  });
}

test('a_timer_that_fires_consumes_its_waker', () => {
  const { cx, counts, time } = hand();
  const nap = sleep(10);
  assert.equal(nap.poll(cx), PENDING);
  time.advance(10);
  assert.deepEqual([counts.live, counts.wakes], [1, 1]);
  assert.equal(nap.poll(cx), undefined);
});

test('a_missed_time_limit_drops_what_it_limits', () => {
  const { cx, counts, time } = hand();
  const future = timeout(nested(new Probe('a')), 10);
  assert.equal(future.poll(cx), PENDING);
  time.advance(10);
  assert.throws(() => future.poll(cx), TimeoutError);
  assertBalanced(counts);
});

test('an_interval_that_is_dropped_gives_its_waker_back', () => {
  const { cx, counts, time } = hand();
  const ticks = interval(10);
  assert.equal(ticks.next().poll(cx), 0);
  const next = ticks.next();
  assert.equal(next.poll(cx), PENDING);
  next[Symbol.dispose]();
  assertBalanced(counts);
  assert.equal(ticks.next().poll(cx), PENDING);
  ticks[Symbol.dispose]();
  assertBalanced(counts);
  assert.equal(time.length, 0);
});

const endings: [string, (executor: Executor, probe: Probe) => unknown][] = [
  ['answers', (_, probe) => probe.answer('A')],
  ['fails', (_, probe) => probe.fail(failure)],
];

for (const [name, end] of endings) {
  test(`join of a task that ${name} consumes its waker`, () => {
    const { cx, counts } = hand();
    const executor = new Executor();
    const probe = new Probe('task');
    const handle = executor.spawn(probe);
    executor.runUntilStalled();
    for (let poll = 0; poll < 3; poll += 1) assert.equal(handle.poll(cx), PENDING);
    assert.deepEqual(
      { ...counts },
      { live: 2, clones: 1, wakes: 0, drops: 0 },
      'one clone, however often it is polled',
    );
    end(executor, probe);
    executor.runUntilStalled();
    assert.deepEqual({ ...counts }, { live: 1, clones: 1, wakes: 1, drops: 0 });
  });
}

test('join_of_a_task_that_is_aborted_consumes_its_waker', () => {
  const { cx, counts } = hand();
  const executor = new Executor();
  const handle = executor.spawn(new Probe('task'));
  assert.equal(handle.poll(cx), PENDING);
  handle.abort();
  assertBalanced(counts);
  assert.throws(() => handle.poll(cx), CancelledError);
});

test('join_of_a_dropped_executor_consumes_its_waker', () => {
  const { cx, counts } = hand();
  const executor = new Executor();
  const handle = executor.spawn(new Probe('task'));
  assert.equal(handle.poll(cx), PENDING);
  executor[Symbol.dispose]();
  assertBalanced(counts);
  assert.equal(counts.wakes, 1);
});

test('a_dropped_join_gives_its_waker_back', () => {
  const { cx, counts } = hand();
  const handle = new Executor().spawn(new Probe('task'));
  assert.equal(handle.poll(cx), PENDING);
  handle[Symbol.dispose]();
  handle[Symbol.dispose]();
  assertBalanced(counts);
});

test('finished_consumes_its_waker_or_gives_it_back', () => {
  const { cx, counts } = hand();
  const executor = new Executor();
  const handle = executor.spawn(new Probe('task'));
  const [first, second] = [executor.finished(), executor.finished()];
  for (let poll = 0; poll < 2; poll += 1) {
    assert.equal(first.poll(cx), PENDING);
    assert.equal(second.poll(cx), PENDING);
  }
  assert.equal(counts.live, 3);
  second[Symbol.dispose]();
  assert.equal(counts.live, 2);
  handle.abort();
  assert.deepEqual([counts.live, counts.wakes], [1, 1]);
  assert.equal(first.poll(cx), undefined);
});

test('a_promise_that_settles_consumes_the_waker', async () => {
  const { cx, counts } = hand();
  const promise = Promise.resolve(1);
  const [taken, dropped] = [fromPromise(promise), fromPromise(promise)];
  assert.equal(taken.poll(cx), PENDING);
  assert.equal(dropped.poll(cx), PENDING);
  dropped[Symbol.dispose]();
  await promise;
  assert.deepEqual([counts.live, counts.wakes], [1, 1]);
  assert.equal(taken.poll(cx), 1);
});

test('an_atomic_waker_keeps_one', () => {
  const { cx, counts } = hand();
  const place = new AtomicWaker();
  for (let i = 0; i < 3; i += 1) place.register(cx.waker);
  assert.equal(counts.live, 2);
  place.wake();
  assertBalanced(counts);
});

test('a_first_poll_that_fails_keeps_no_waker', () => {
  const { cx, counts } = hand();
  assert.throws(() => nested(fail).poll(cx), failure);
  assertBalanced(counts);
});

test('a_waker_that_throws_at_a_join_does_not_stop_the_executor', () => {
  const executor = new Executor();
  const log: string[] = [];
  const handle = executor.spawn(
    co(function* () {
      yield* yieldNow();
    }),
  );
  executor.spawn(
    co(function* () {
      for (let i = 0; i < 3; i += 1) {
        log.push(`round ${i}`);
        yield* yieldNow();
      }
    }),
  );
  const vtable: RawWakerVTable<null> = new RawWakerVTable<null>(
    () => new RawWaker(null, vtable),
    () => {
      throw new Error('broken waker');
    },
    () => {},
    () => {},
  );
  const broken = contextOf(Waker.fromRaw(new RawWaker(null, vtable)));
  assert.equal(handle.poll(broken), PENDING);
  assert.throws(() => executor.run(), { message: 'broken waker' });
  executor.run();
  assert.deepEqual(log, ['round 0', 'round 1', 'round 2']);
  assert.equal(executor.size, 0);
});
