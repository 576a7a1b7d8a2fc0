import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blockOn,
  CancelledError,
  type Context,
  co,
  Executor,
  type Future,
  join,
  PENDING,
  PollError,
  pending,
  pollFn,
  ready,
  type Services,
  type Suspend,
  sleep,
  type WakerHandle,
  yieldNow,
} from 'reveille';
import { countingWaker } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';
import { contextOf, countingContext } from '../support/hand-polled.js';
import { Probe } from '../support/probe.js';

/** A coroutine `depth` levels deep around `leaf`, that writes down how it is left. */
function levels(log: string[], depth: number, leaf: Future<unknown>): Future<unknown> {
  const level = co.wrap(function* at(depth: number): Generator<Suspend, unknown, unknown> {
    try {
      return depth === 0 ? yield* leaf : yield* level(depth - 1);
    } finally {
      log.push(`finally ${depth}`);
    }
  });
  return level(depth);
}

/** A context that keeps the clean-ups it is given. */
function keeping(): ReturnType<typeof countingContext> & { cleanUps: Future<unknown>[] } {
  const cleanUps: Future<unknown>[] = [];
  return { ...countingContext({ adopt: (cleanUp) => void cleanUps.push(cleanUp) }), cleanUps };
}

test('drop_runs_finally_blocks_innermost_first_after_what_they_awaited', () => {
  const { cx, counts } = countingContext();
  const log: string[] = [];
  const future = levels(log, 2, new Probe('leaf', log));
  assert.equal(future.poll(cx), PENDING);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['poll leaf', 'drop leaf', 'finally 0', 'finally 1', 'finally 2']);
  assertBalanced(counts);
});

test('drop_before_the_first_poll_runs_nothing', () => {
  const log: string[] = [];
  levels(log, 2, new Probe('leaf', log))[Symbol.dispose]();
  assert.deepEqual(log, []);
});

test('drop_twice_is_drop_once', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const future = levels(log, 1, new Probe('leaf', log));
  future.poll(cx);
  future[Symbol.dispose]();
  future[Symbol.dispose]();
  assert.deepEqual(log, ['poll leaf', 'drop leaf', 'finally 0', 'finally 1']);
});

test('drop_after_the_end_does_nothing', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const future = levels(log, 0, ready('done'));
  assert.equal(future.poll(cx), 'done');
  future[Symbol.dispose]();
  assert.deepEqual(log, ['finally 0']);
});

test('what_it_awaits_may_drop_it_once_more', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  class Looping extends Probe {
    override [Symbol.dispose](): void {
      super[Symbol.dispose]();
      future[Symbol.dispose]();
    }
  }
  const future = levels(log, 1, new Looping('leaf', log));
  future.poll(cx);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['poll leaf', 'drop leaf', 'finally 0', 'finally 1']);
});

test('a_finally_may_drop_it_once_more', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const future: Future<unknown> = co(function* () {
    try {
      yield* new Probe('leaf', log);
    } finally {
      future[Symbol.dispose]();
      log.push('finally');
    }
  });
  future.poll(cx);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['poll leaf', 'drop leaf', 'finally']);
});

test('using_declarations_are_dropped_too', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const resource = (name: string): Disposable => ({ [Symbol.dispose]: () => void log.push(`close ${name}`) });
  const future = co(function* () {
    using _a = resource('a');
    using _b = resource('b');
    yield* pending();
  });
  future.poll(cx);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['close b', 'close a']);
});

test('a_catch_does_not_see_the_drop', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const future = co(function* () {
    try {
      yield* pending();
    } catch {
      log.push('catch');
    }
    log.push('after');
  });
  future.poll(cx);
  future[Symbol.dispose]();
  assert.deepEqual(log, []);
});

test('a_dropped_coroutine_is_not_woken_any_more', () => {
  const executor = new Executor();
  const log: string[] = [];
  const probe = new Probe('leaf', log);
  const handle = executor.spawn(levels(log, 1, probe));
  executor.runUntilStalled();
  const kept = probe.waker?.clone();
  handle.abort();
  kept?.wake();
  executor.run();
  assert.deepEqual(log, ['poll leaf', 'drop leaf', 'finally 0', 'finally 1']);
});

test('a_finally_that_finds_ready_futures_ends_within_the_drop', () => {
  const { cx, cleanUps } = keeping();
  const log: string[] = [];
  const future = co(function* () {
    try {
      yield* pending();
    } finally {
      log.push(yield* ready('a'));
      log.push(
        yield* co(function* () {
          return 'b';
        }),
      );
    }
  });
  future.poll(cx);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['a', 'b']);
  assert.deepEqual(cleanUps, []);
});

test('a_finally_that_awaits_is_given_to_whoever_polled_last', () => {
  const [first, last] = [keeping(), keeping()];
  const log: string[] = [];
  const probe = new Probe('clean-up', log);
  const future = co(function* outer() {
    try {
      yield* co(function* inner() {
        try {
          yield* pending();
        } finally {
          log.push(yield* probe);
        }
      });
    } finally {
      log.push('outer');
    }
  });
  future.poll(first.cx);
  future.poll(last.cx);
  future[Symbol.dispose]();
  assert.deepEqual(first.cleanUps, []);
  assert.equal(last.cleanUps.length, 1);
  const [cleanUp] = last.cleanUps as [Future<unknown>];
  assert.match(String(cleanUp), /^clean-up of co outer/);
  assert.equal(cleanUp.poll(last.cx), PENDING);
  probe.answer('A');
  assert.equal(cleanUp.poll(last.cx), undefined);
  assert.deepEqual(log, ['poll clean-up', 'poll clean-up', 'poll clean-up', 'A', 'outer']);
  assertBalanced(last.counts);
  assert.throws(() => cleanUp.poll(last.cx), PollError);
});

test('while_it_cleans_up_it_can_neither_be_polled_nor_dropped_again', () => {
  const { cx, cleanUps } = keeping();
  const log: string[] = [];
  const probe = new Probe('clean-up', log);
  const future = co(function* () {
    try {
      yield* pending();
    } finally {
      log.push(yield* probe);
    }
  });
  future.poll(cx);
  future[Symbol.dispose]();
  assert.throws(() => future.poll(cx), PollError);
  future[Symbol.dispose]();
  assert.equal(cleanUps.length, 1);
  probe.answer('A');
  assert.equal((cleanUps[0] as Future<unknown>).poll(cx), undefined);
  assert.deepEqual(log, ['poll clean-up', 'poll clean-up', 'A']);
});

test('a_dropped_clean_up_leaves_the_finally_that_awaits_and_runs_the_others', () => {
  const { cx, cleanUps, counts } = keeping();
  const log: string[] = [];
  const future = co(function* () {
    try {
      try {
        yield* pending();
      } finally {
        yield* new Probe('clean-up', log);
        log.push('not reached');
      }
    } finally {
      log.push('outer');
    }
  });
  future.poll(cx);
  future[Symbol.dispose]();
  (cleanUps[0] as Future<unknown>)[Symbol.dispose]();
  assert.deepEqual(log, ['poll clean-up', 'drop clean-up', 'outer']);
  assertBalanced(counts);
});

/** A coroutine whose clean-up takes a timer and a few turns. */
function slowToLeave(log: string[], left: () => void = () => {}): Future<unknown> {
  return co(function* () {
    try {
      yield* pending();
    } finally {
      yield* sleep(2);
      yield* yieldNow();
      log.push('cleaned up');
      left();
    }
  });
}

/** Polls a future once and drops it. */
function polledAndDropped(future: Future<unknown>): Future<void> {
  return pollFn((cx) => {
    future.poll(cx);
    future[Symbol.dispose]();
  });
}

const drivers: [string, (future: Future<void>) => void | Promise<void>][] = [
  ['an executor', (future) => spawnAndRun(future)],
  ['block_on', (future) => blockOn(future)],
  ['a promise', async (future) => await future],
];

function spawnAndRun(future: Future<void>): void {
  const executor = new Executor();
  executor.spawn(future);
  executor.run();
}

for (const [name, drive] of drivers) {
  test(`a finally that awaits is driven to its end by ${name}`, async () => {
    const log: string[] = [];
    let end = (): void => {};
    const left = new Promise<void>((resolve) => {
      end = resolve;
    });
    await drive(polledAndDropped(slowToLeave(log, end)));
    if (name !== 'a promise') assert.deepEqual(log, ['cleaned up']);
    await left;
  });
}

test('abort_completes_after_a_finally_that_awaits', () => {
  const log: string[] = [];
  const executor = new Executor();
  const handle = executor.spawn(slowToLeave(log));
  executor.runUntilStalled();
  handle.abort();
  assert.equal(handle.isFinished, false);
  assert.throws(() => executor.runUntil(handle), CancelledError);
  assert.deepEqual(log, ['cleaned up']);
  assert.equal(handle.isFinished, true);
});

const failingDrops: [string, () => Generator<Suspend, unknown, unknown>, RegExp][] = [
  [
    'one finally block',
    function* () {
      try {
        yield* pending();
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: it is the situation
        throw new Error('first');
      }
    },
    /^Error: first$/,
  ],
  [
    'two finally blocks',
    function* () {
      try {
        yield* co(function* () {
          try {
            yield* pending();
          } finally {
            // biome-ignore lint/correctness/noUnsafeFinally: it is the situation
            throw new Error('first');
          }
        });
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: it is the situation
        throw new Error('second');
      }
    },
    /^AggregateError: .*several finally blocks failed/,
  ],
  [
    'what it awaits',
    function* () {
      yield* new Undroppable();
    },
    /^Error: undroppable$/,
  ],
];

class Undroppable extends Probe {
  constructor() {
    super('undroppable');
  }
  override [Symbol.dispose](): void {
    throw new Error('undroppable');
  }
}

for (const [name, body, expected] of failingDrops) {
  test(`an error of ${name} is thrown by the drop`, () => {
    const { cx } = countingContext();
    const future = co(body);
    future.poll(cx);
    assert.throws(() => future[Symbol.dispose](), expected);
    future[Symbol.dispose]();
    assert.throws(() => future.poll(cx), PollError);
  });

  test(`an error of ${name} reaches the joiner of an aborted task`, () => {
    const executor = new Executor();
    const handle = executor.spawn(co(body));
    executor.runUntilStalled();
    handle.abort();
    assert.throws(() => executor.runUntil(handle), expected);
  });
}

test('an_error_in_a_finally_does_not_keep_the_outer_ones_from_running', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const future = co(function* () {
    try {
      yield* co(function* () {
        try {
          yield* pending();
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: it is the situation
          throw new Error('inner');
        }
      });
    } catch {
      log.push('catch');
    } finally {
      log.push('finally');
    }
    log.push('after');
  });
  future.poll(cx);
  assert.throws(() => future[Symbol.dispose](), { message: 'inner' });
  assert.deepEqual(log, ['finally'], 'the outer frame is being left: it neither catches nor goes on');
});

test('an_error_that_a_finally_catches_is_nobodys', () => {
  const { cx } = countingContext();
  const log: unknown[] = [];
  const future = co(function* () {
    try {
      yield* pending();
    } finally {
      try {
        yield* co(function* () {
          throw 'caught';
        });
      } catch (error) {
        log.push(error);
      }
    }
  });
  future.poll(cx);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['caught']);
});

test('an_error_in_an_asynchronous_finally_fails_the_clean_up', () => {
  const { cx, cleanUps } = keeping();
  const probe = new Probe('clean-up');
  const future = co(function* () {
    try {
      yield* pending();
    } finally {
      yield* probe;
    }
  });
  future.poll(cx);
  future[Symbol.dispose]();
  probe.fail(new Error('no'));
  assert.throws(() => (cleanUps[0] as Future<unknown>).poll(cx), { message: 'no' });
});

test('a_generator_that_goes_on_after_the_drop_is_driven_to_its_end', () => {
  const { cx, cleanUps } = keeping();
  const log: string[] = [];
  const probe = new Probe('again');
  const stubborn = co(function* () {
    let attempts = 0;
    for (;;) {
      try {
        attempts += 1;
        log.push(`attempt ${attempts}`);
        if (attempts === 1) yield* pending();
        else return yield* probe;
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: it is the situation
        if (attempts === 1) continue;
      }
    }
  });
  stubborn.poll(cx);
  stubborn[Symbol.dispose]();
  const [cleanUp] = cleanUps as [Future<unknown>];
  assert.equal(cleanUp.poll(cx), PENDING);
  probe.answer('A');
  assert.equal(cleanUp.poll(cx), undefined, 'its value is nobody’s');
  assert.deepEqual(log, ['attempt 1', 'attempt 2']);
});

test('a_callee_that_answers_although_it_is_left_does_not_hold_its_caller', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const future = co(function* () {
    try {
      yield* co(function* () {
        try {
          yield* pending();
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: it is the situation
          return;
        }
      });
      log.push('caller went on');
    } finally {
      log.push('caller left');
    }
  });
  future.poll(cx);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['caller left']);
});

test('a_plain_yield_in_a_finally_is_refused_there', () => {
  const { cx } = countingContext();
  const future = co(function* () {
    try {
      yield* pending();
    } finally {
      yield undefined as unknown as Suspend;
    }
  });
  future.poll(cx);
  assert.throws(() => future[Symbol.dispose](), TypeError);
});

test('parts_of_a_join_are_dropped_with_their_whole', () => {
  const { cx, counts } = countingContext();
  const log: string[] = [];
  const future = co(function* () {
    yield* join(levels(log, 1, new Probe('a', log)), levels(log, 0, new Probe('b', log)));
  });
  future.poll(cx);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['poll a', 'poll b', 'drop a', 'finally 0', 'finally 1', 'drop b', 'finally 0']);
  assertBalanced(counts);
});

test('a_coroutine_dropped_within_a_finally_cleans_up_with_it', () => {
  const log: string[] = [];
  const executor = new Executor();
  const handle = executor.spawn(
    co(function* () {
      using _resource = slowToLeaveBegun();
      yield* pending();
    }),
  );
  function slowToLeaveBegun(): Future<unknown> {
    const inner = slowToLeave(log);
    executor.spawn(pollFn((cx: Context) => void inner.poll({ ...cx, waker: cx.waker, services: cx.services })));
    return inner;
  }
  executor.runUntilStalled();
  handle.abort();
  assert.throws(() => executor.runUntil(handle), CancelledError);
  assert.deepEqual(log, ['cleaned up']);
});

test('the_services_of_the_last_poll_decide_who_cleans_up', () => {
  const log: string[] = [];
  const future = slowToLeave(log);
  const services: Partial<Services> = { adopt: () => log.push('adopted') };
  future.poll(countingContext(services).cx);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['adopted']);
});

test('a_drop_leaves_the_waker_of_the_latest_poll_alone', () => {
  const cleanUps: Future<unknown>[] = [];
  const { waker, counts } = countingWaker();
  const cx = contextOf(waker, { adopt: (cleanUp) => void cleanUps.push(cleanUp) });
  const probe = new Probe('clean');
  const future = co(function* () {
    try {
      yield* pending();
    } finally {
      yield* yieldNow();
      yield* probe;
    }
  });
  assert.equal(future.poll(cx), PENDING);
  waker[Symbol.dispose](); // whoever polled is gone: using it again would be an error in the finally block
  future[Symbol.dispose]();
  assert.equal(counts.wakes, 0);
  const { cx: other, counts: others } = countingContext();
  assert.equal(cleanUps[0]?.poll(other), PENDING);
  probe.answer('done');
  assert.equal(others.wakes, 1, 'whoever adopted it is woken');
  assert.equal(cleanUps[0]?.poll(other), undefined);
  assertBalanced(others);
});

test('on_the_way_out_a_waker_can_be_shared', () => {
  let handle: WakerHandle | undefined;
  const executor = new Executor();
  const task = executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        handle = yield* pollFn((cx) => cx.waker.share());
      }
    }),
  );
  executor.runUntilStalled();
  task.abort();
  assert.ok(handle !== undefined);
});
