import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blockOn,
  CancelledError,
  type Context,
  co,
  DeadlockError,
  END,
  type Future,
  fromPromise,
  PENDING,
  type Poll,
  PollError,
  pollFn,
  race,
  ready,
  Stream,
  sleep,
  spawn,
} from 'reveille';
import { bounded, SendError, shared } from 'reveille/channel';
import { TestExecutor } from 'reveille/testing';
import { type MapOptions, mapBounded } from 'reveille/threads';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';
import { Probe, taken } from '../support/probe.js';

/** Runs it in virtual time. */
const run = <T>(future: Future<T>): T => new TestExecutor({ seed: 1 }).runUntil(future);

const collect = <R>(stream: Stream<R>, into: R[] = []): Future<R[]> =>
  co(function* collect() {
    for (let item = yield* stream.next(); item !== END; item = yield* stream.next()) into.push(item);
    return into;
  });

/** Takes so many milliseconds, and tells how many are under way at most. */
function worker(): { start: (ms: number) => Future<number>; most: () => number } {
  let now = 0;
  let most = 0;
  const start = co.wrap(function* work(ms: number) {
    most = Math.max(most, ++now);
    try {
      yield* sleep(ms);
      return ms;
    } finally {
      now -= 1;
    }
  });
  return { start, most: () => most };
}

test('results_come_in_the_order_of_the_items', () => {
  const { start, most } = worker();
  assert.deepEqual(run(collect(mapBounded([5, 1, 4, 2, 3], start, { concurrency: 2 }))), [5, 1, 4, 2, 3]);
  assert.equal(most(), 2);
});

test('results_come_as_they_finish', () => {
  const { start, most } = worker();
  const options: MapOptions = { concurrency: 3, ordered: false };
  assert.deepEqual(run(collect(mapBounded([50, 10, 40, 5, 1], start, options))), [10, 5, 1, 40, 50]);
  assert.equal(most(), 3);
});

test('no_item_at_all', () => {
  const nothing = mapBounded([], () => assert.fail('it is not called'), { concurrency: 1 });
  assert.deepEqual(run(collect(nothing)), []);
  assert.equal(run(nothing.next()), END); // again and again
});

test('an_item_is_taken_only_when_there_is_room_for_its_result', () => {
  const log: string[] = [];
  const probes = ['a', 'b', 'c', 'd'].map((name) => new Probe(name));
  function* source(): Generator<Probe> {
    for (const probe of probes) {
      log.push(`take ${probe}`);
      yield probe;
    }
    log.push('end');
  }
  const start = (probe: Probe, index: number): Probe => {
    log.push(`start ${probe} ${index}`);
    return probe;
  };
  const stream = mapBounded(source(), start, { concurrency: 2 });
  assert.deepEqual(taken(log), []);
  const { cx } = countingContext();
  const [a, b, c, d] = probes as [Probe, Probe, Probe, Probe];
  stream.pollNext(cx);
  assert.deepEqual(taken(log), ['take a', 'start a 0', 'take b', 'start b 1']);
  b.answer('second');
  stream.pollNext(cx);
  assert.deepEqual(taken(log), []); // it is ready, and waits for its turn
  a.answer('first');
  assert.equal(stream.pollNext(cx), 'first');
  assert.deepEqual(taken(log), ['take c', 'start c 2']); // at once, while the result is used
  assert.equal(stream.pollNext(cx), 'second');
  assert.deepEqual(taken(log), ['take d', 'start d 3']);
  c.answer('third');
  d.answer('fourth');
  assert.equal(stream.pollNext(cx), 'third');
  assert.deepEqual(taken(log), ['end']);
  assert.equal(stream.pollNext(cx), 'fourth');
  assert.equal(stream.pollNext(cx), END);
});

for (const ordered of [true, false]) {
  test(`the_first_error_ends_it_and_drops_the_others, ordered: ${ordered}`, () => {
    const log: string[] = [];
    const probes = ['a', 'b', 'c', 'd'].map((name) => new Probe(name, log));
    function* source(): Generator<Probe> {
      try {
        yield* probes;
      } finally {
        log.push('source closed');
      }
    }
    const stream = mapBounded(source(), (probe) => probe, { concurrency: 3, ordered });
    const { cx, counts } = countingContext();
    stream.pollNext(cx);
    taken(log);
    probes[1]?.fail(new Error('b'));
    assert.throws(() => stream.pollNext(cx), /^Error: b$/);
    assert.deepEqual(taken(log), ['poll b', 'drop a', 'drop c', 'source closed']);
    assert.equal(stream.pollNext(cx), END);
    assertBalanced(counts);
    stream[Symbol.dispose]();
    assert.deepEqual(taken(log), []);
  });
}

test('dropping_it_drops_all_under_way_and_closes_the_source', () => {
  const log: string[] = [];
  const probes = ['a', 'b', 'c'].map((name) => new Probe(name, log));
  function* source(): Generator<Probe> {
    try {
      yield* probes;
    } finally {
      log.push('source closed');
    }
  }
  const stream = mapBounded(source(), (probe) => probe, { concurrency: 2 });
  const { cx, counts } = countingContext();
  stream.pollNext(cx);
  taken(log);
  stream[Symbol.dispose]();
  stream[Symbol.dispose]();
  assert.deepEqual(log, ['drop a', 'drop b', 'source closed']);
  assert.throws(() => stream.pollNext(cx), PollError);
  assertBalanced(counts);
});

test('an_error_behind_a_result_comes_after_it', () => {
  const failing = new Error('source');
  function* source(): Generator<number> {
    yield 1;
    throw failing;
  }
  const results: number[] = [];
  const stream = mapBounded(source(), (n) => ready(n), { concurrency: 1 });
  assert.throws(
    () => run(collect(stream, results)),
    (error) => error === failing,
  );
  assert.deepEqual(results, [1]);
  assert.equal(run(stream.next()), END);
});

test('what_start_throws_or_answers_wrongly_is_an_error_of_the_stream', () => {
  const thrown = mapBounded([1], () => assert.fail('start'), { concurrency: 1 });
  assert.throws(() => run(thrown.next()), /start/);
  const wrong = mapBounded([1], (() => 3) as never, { concurrency: 1 });
  assert.throws(
    () => run(wrong.next()),
    /^TypeError: what start answered for item 0: expected a future or a promise, got 3/,
  );
});

test('start_may_be_an_async_function', async () => {
  let [running, most] = [0, 0];
  const half = async (n: number): Promise<number> => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (n === 7) throw new RangeError('seven is odd');
    return n / 2;
  };
  const results: number[] = [];
  for await (const n of mapBounded([2, 4, 6], half, { concurrency: 2 })) results.push(n);
  assert.deepEqual([results, most], [[1, 2, 3], 2]);
  await assert.rejects(async () => await mapBounded([7], half, { concurrency: 1 }).next(), /^RangeError: seven is odd/);
  assert.throws(() => run(mapBounded([2], half, { concurrency: 1 }).next()), DeadlockError);
});

test('several_failures_are_told_together', async () => {
  const broken = new Probe('broken');
  broken[Symbol.dispose] = () => assert.fail('drop');
  const fails = fromPromise(Promise.reject(new Error('first')));
  const stream = mapBounded([broken, fails], (future: Future<unknown>) => future, { concurrency: 2 });
  await assert.rejects(
    async () => await stream.next(),
    (error) => {
      assert.ok(error instanceof AggregateError);
      assert.deepEqual(error.errors.map(String), ['Error: first', 'AssertionError [ERR_ASSERTION]: drop']);
      return true;
    },
  );
});

test('an_async_source_is_asked_for_one_item_at_a_time', async () => {
  const log: string[] = [];
  async function* source(): AsyncGenerator<number> {
    try {
      for (let n = 1; ; n += 1) {
        await Promise.resolve();
        log.push(`take ${n}`);
        yield n;
      }
    } finally {
      await Promise.resolve();
      log.push('source closed');
    }
  }
  for await (const n of mapBounded(source(), (n) => ready(10 * n), { concurrency: 2 })) {
    log.push(String(n));
    if (n === 30) break;
  }
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    log.filter((line) => !line.startsWith('take')),
    ['10', '20', '30', 'source closed'],
  );
  assert.ok(log.filter((line) => line.startsWith('take')).length <= 5);
});

test('an_executor_waits_for_the_end_of_an_async_source', async () => {
  const executor = new TestExecutor({ seed: 1 });
  const log: string[] = [];
  async function* source(): AsyncGenerator<number> {
    try {
      yield 1;
      yield 2;
    } finally {
      await sleep(5);
      log.push('source closed');
    }
  }
  await executor.runUntilAsync(async () => {
    const task = spawn(
      co(function* () {
        using stream = mapBounded(source(), () => sleep(60_000), { concurrency: 1 });
        yield* stream.next();
      }),
    );
    await sleep(1);
    task.abort();
    await assert.rejects(async () => await task, CancelledError);
    log.push('over');
  });
  assert.deepEqual(log, ['source closed', 'over']);
});

test('a_stream_is_a_source_without_an_event_loop', () => {
  const [tx, rx] = bounded<number>(1);
  const executor = new TestExecutor({ seed: 1 });
  executor.spawn(
    co(function* () {
      for (let n = 1; n <= 5; n += 1) yield* tx.send(n);
      tx.close();
    }),
  );
  const { start } = worker();
  assert.deepEqual(executor.runUntil(collect(mapBounded(rx, start, { concurrency: 3 }))), [1, 2, 3, 4, 5]);
});

test('a_loop_that_waits_for_a_result_is_told_that_the_map_was_dropped', async () => {
  const squares = mapBounded([1, 2], () => sleep(Number.POSITIVE_INFINITY), { concurrency: 2 });
  const loop = (async () => {
    for await (const _ of squares) assert.fail('a result');
  })();
  squares[Symbol.dispose]();
  await assert.rejects(loop, { name: 'PollError', message: /was dropped/ });
});

test('a_stream_is_dropped_with_the_map_even_if_nothing_was_taken', () => {
  const [tx, rx] = bounded<number>(1);
  mapBounded(rx, (n) => ready(n), { concurrency: 1 })[Symbol.dispose]();
  assert.throws(() => rx.tryRecv(), PollError);
  assert.throws(() => tx.trySend(1), SendError);
});

test('a_source_that_has_nothing_is_asked_again_when_it_wakes', () => {
  const item = new Probe('item');
  let polls = 0;
  class Slow extends Stream<string> {
    override pollNext(cx: Context): Poll<string> {
      polls += 1;
      return item.poll(cx);
    }
  }
  const under = new Probe('under way');
  const { cx } = countingContext();
  const waiting = mapBounded(new Slow(), () => under, { concurrency: 2 });
  waiting.pollNext(cx);
  waiting.pollNext(cx);
  assert.equal(polls, 1);
  item.wake();
  waiting.pollNext(cx);
  assert.equal(polls, 2);
});

test('a_source_that_failed_is_not_closed', () => {
  let closed = 0;
  const iterator: Iterator<number> = {
    next: () => assert.fail('source'),
    return: (value) => {
      closed += 1;
      return { done: true, value };
    },
  };
  const stream = mapBounded({ [Symbol.iterator]: () => iterator }, (n) => ready(n), { concurrency: 1 });
  assert.throws(() => run(stream.next()), { message: 'source' });
  stream[Symbol.dispose]();
  assert.equal(closed, 0);
});

test('a_map_of_a_map', () => {
  const { start } = worker();
  const inner = mapBounded([3, 1, 2], start, { concurrency: 2, ordered: false });
  assert.deepEqual(run(collect(mapBounded(inner, start, { concurrency: 2 }))), [1, 3, 2]);
});

test('many_items', () => {
  const items = Array.from({ length: 20_000 }, (_, n) => n);
  const options: MapOptions = { concurrency: 100 };
  assert.deepEqual(run(collect(mapBounded(items, (n) => ready(n), options))), items);
});

test('what_it_starts_cannot_use_or_drop_it', () => {
  const start = (): Future<number> => {
    stream[Symbol.dispose]();
    return ready(1);
  };
  const stream: Stream<number> = mapBounded([1], start, { concurrency: 1 });
  assert.throws(() => run(stream.next()), PollError);
});

test('one_next_waits_at_a_time', async () => {
  const gate = new Probe('gate');
  const stream = mapBounded([gate], (future: Future<unknown>) => future, { concurrency: 1 });
  const first = stream.next();
  const promise = first.then();
  assert.throws(() => run(stream.next()), /^PollError: .*another next\(\) waits/);
  assert.throws(() => stream.pollNext(countingContext().cx), PollError);
  gate.answer('open');
  assert.equal(await promise, 'open'); // the refused ones took nothing from it

  const dropped = mapBounded([new Probe('never')], (future: Future<unknown>) => future, { concurrency: 1 });
  const { cx, counts } = countingContext();
  const given = dropped.next();
  assert.equal(given.poll(cx), PENDING);
  given[Symbol.dispose]();
  assert.equal(dropped.next().poll(cx), PENDING);
  dropped[Symbol.dispose]();
  assertBalanced(counts);
});

test('bad_input_is_told_by_name', () => {
  const start = (): Future<number> => ready(1);
  const options = { concurrency: 1 };
  for (const source of [undefined, null, 3, {}, ready(1)]) {
    assert.throws(() => mapBounded(source as never, start, options), /^TypeError: source: expected an iterable/);
  }
  assert.throws(() => mapBounded([], 3 as never, options), /^TypeError: start: expected a function, got 3/);
  assert.throws(() => mapBounded([], start, undefined as never), /^TypeError: options: expected an object/);
  assert.throws(() => mapBounded([], start, {} as never), /^TypeError: options.concurrency/);
  assert.throws(() => mapBounded([], start, { concurrency: 0 }), /^RangeError: options.concurrency/);
  assert.throws(() => mapBounded([], start, { concurrency: 1, ordered: 1 as never }), /^TypeError: options.ordered/);
  assert.throws(() => mapBounded([], start, { concurrency: 1, order: true } as never), /^TypeError: options.order/);
});

test('an_iterator_that_answers_no_object_is_an_error_of_the_stream', () => {
  for (const answer of [5, undefined, null]) {
    const items = { [Symbol.iterator]: () => ({ next: () => answer }) } as unknown as Iterable<number>;
    assert.throws(
      () => run(collect(mapBounded(items, (n) => ready(n), { concurrency: 1 }))),
      /TypeError: next: expected/,
    );
  }
});

test('each_result_may_be_blocked_on_by_itself', () => {
  const results = mapBounded(
    [20, 40, 30],
    (ms) =>
      co.wrap(function* after() {
        yield* sleep(ms);
        return ms;
      })(),
    { concurrency: 3 },
  );
  assert.deepEqual([blockOn(results.next()), blockOn(results.next()), blockOn(results.next())], [20, 40, 30]);
});

test('a_result_that_is_there_waits_for_no_other_thread_any_more', async () => {
  const [tx, rx] = shared.bounded(1, 'i32');
  tx.share(); // another thread might send
  const start = (i: number): Future<number> =>
    i === 0
      ? co(function* first() {
          yield* sleep(10);
          return 0;
        })
      : race([rx.recv(), ready(i)]);
  const results = mapBounded([0, 1], start, { concurrency: 2 });
  const first = results.next();
  blockOn(pollFn((cx) => first.poll(cx) === PENDING));
  assert.deepEqual([await first, await results.next()], [0, 1]);
});

test('promises_that_are_dropped_are_told_by_their_signal', async () => {
  const signals: AbortSignal[] = [];
  const start = async (n: number, _index: number, signal: AbortSignal): Promise<number> => {
    signals.push(signal);
    if (n > 1) await new Promise(() => {});
    return n;
  };
  for await (const n of mapBounded([1, 2, 3], start, { concurrency: 2 })) {
    assert.equal(n, 1);
    assert.equal(
      signals.some((signal) => signal.aborted),
      false,
    );
    break;
  }
  assert.equal(signals.length, 3);
  assert.ok(signals.every((signal) => signal.aborted && signal.reason instanceof CancelledError));
  const all = mapBounded([0, 1], start, { concurrency: 2 });
  assert.deepEqual([await all.next(), await all.next(), await all.next()], [0, 1, END]);
  assert.equal(signals.at(-1)?.aborted, false, 'nothing was dropped');
});

test('many_may_listen_to_the_signal', async () => {
  const warnings: Error[] = [];
  const listener = (warning: Error): void => void warnings.push(warning);
  process.on('warning', listener);
  const listen = async (_: number, index: number, signal: AbortSignal): Promise<number> => {
    signal.addEventListener('abort', () => {});
    return index;
  };
  for await (const _ of mapBounded(Array(30).fill(0), listen, { concurrency: 20 }));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', listener);
  assert.deepEqual(warnings, []);
});
