import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, allSettled, any, type Future, join, PENDING, PollError, race, ready, select, sleep } from 'reveille';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';
import { Probe, taken } from '../support/probe.js';

/** Three probes with one log. */
function probes(): { log: string[]; a: Probe; b: Probe; c: Probe } {
  const log: string[] = [];
  return { log, a: new Probe('a', log), b: new Probe('b', log), c: new Probe('c', log) };
}

const failing = (message: string): Probe => {
  const probe = new Probe(message);
  probe.fail(new Error(message));
  return probe;
};

/** A probe that cannot be dropped in peace. */
class Stubborn extends Probe {
  override [Symbol.dispose](): void {
    super[Symbol.dispose]();
    throw new Error(`${this.label} resists`);
  }
}

test('join_answers_a_tuple_in_the_order_of_the_arguments', () => {
  const { log, a, b, c } = probes();
  const { cx, counts } = countingContext();
  const future = join(a, b, c);
  assert.equal(future.poll(cx), PENDING);
  assert.deepEqual(taken(log), ['poll a', 'poll b', 'poll c']);
  b.answer('B');
  assert.equal(future.poll(cx), PENDING);
  a.answer('A');
  c.answer('C');
  assert.deepEqual(future.poll(cx), ['A', 'B', 'C']);
  assert.equal(counts.wakes, 3);
  assertBalanced(counts);
  assert.deepEqual(taken(log), ['poll a', 'poll b', 'poll c', 'poll a', 'poll c']);
  assert.throws(() => future.poll(cx), PollError);
});

test('first_error_drops_the_rest_in_order', () => {
  for (const make of [(list: Future<string>[]) => all(list), (list: Future<string>[]) => join(...list)]) {
    const { log, a, b, c } = probes();
    const { cx, counts } = countingContext();
    const future = make([a, b, c]);
    future.poll(cx);
    taken(log);
    b.fail(new Error('no'));
    assert.throws(() => future.poll(cx), { message: 'no' });
    assert.deepEqual(taken(log), ['poll a', 'poll b', 'drop a', 'drop c']);
    assertBalanced(counts);
    assert.throws(() => future.poll(cx), PollError);
    future[Symbol.dispose]();
    assert.deepEqual(log, []);
  }
});

test('all_settled_waits_for_answers_and_errors', () => {
  const { log, a, b, c } = probes();
  const { cx, counts } = countingContext();
  const future = allSettled([a, b, c]);
  future.poll(cx);
  a.answer('A');
  const reason = new Error('no');
  b.fail(reason);
  assert.equal(future.poll(cx), PENDING);
  c.answer('C');
  assert.deepEqual(future.poll(cx), [
    { status: 'fulfilled', value: 'A' },
    { status: 'rejected', reason },
    { status: 'fulfilled', value: 'C' },
  ]);
  assert.ok(!log.some((line) => line.startsWith('drop')));
  assertBalanced(counts);
});

test('race_drops_the_losers_and_polls_nothing_after_the_winner', () => {
  const { log, a, b, c } = probes();
  const { cx, counts } = countingContext();
  const future = race([a, b, c]);
  future.poll(cx);
  taken(log);
  b.answer('B');
  c.answer('C'); // stays with c: it is not polled
  assert.equal(future.poll(cx), 'B');
  assert.deepEqual(taken(log), ['poll a', 'poll b', 'drop a', 'drop c']);
  assertBalanced(counts);
  assert.throws(() => future.poll(cx), PollError);
});

test('race_that_an_error_wins', () => {
  const { log, a, b, c } = probes();
  const { cx, counts } = countingContext();
  const future = race([a, b, c]);
  future.poll(cx);
  taken(log);
  a.fail(new Error('first'));
  b.answer('B');
  assert.throws(() => future.poll(cx), { message: 'first' });
  assert.deepEqual(taken(log), ['poll a', 'drop b', 'drop c']);
  assertBalanced(counts);
});

test('any_passes_over_errors', () => {
  const { log, a, b, c } = probes();
  const { cx, counts } = countingContext();
  const future = any([a, b, c]);
  future.poll(cx);
  a.fail(new Error('no'));
  assert.equal(future.poll(cx), PENDING);
  taken(log);
  c.answer('C');
  assert.equal(future.poll(cx), 'C');
  assert.deepEqual(taken(log), ['poll b', 'poll c', 'drop b']);
  assertBalanced(counts);
});

test('any_of_which_all_fail', () => {
  const { cx, counts } = countingContext();
  const [a, b] = [new Probe('a'), new Probe('b')];
  const future = any([a, b]);
  future.poll(cx);
  b.fail(new Error('b'));
  assert.equal(future.poll(cx), PENDING);
  a.fail(new Error('a'));
  assert.throws(
    () => future.poll(cx),
    (error) => error instanceof AggregateError && error.errors.map(({ message }) => message).join() === 'a,b',
  );
  assertBalanced(counts);
});

test('select_names_the_winner', () => {
  const { log, a, b } = probes();
  const { cx, counts } = countingContext();
  const future = select({ a, b, later: sleep(60_000) });
  assert.equal(future.poll(cx), PENDING);
  taken(log);
  b.answer('B');
  assert.deepEqual(future.poll(cx), { key: 'b', value: 'B' });
  assert.deepEqual(taken(log), ['poll a', 'poll b', 'drop a']);
  assertBalanced(counts);
});

test('select_prefers_the_first_key', () => {
  const { cx } = countingContext();
  assert.deepEqual(select({ stop: ready(1), work: ready(2) }).poll(cx), { key: 'stop', value: 1 });
  assert.throws(() => select({ work: failing('no'), stop: ready(1) }).poll(cx), { message: 'no' });
});

test('dropped_it_drops_what_is_pending', () => {
  const makers = [all, allSettled, race, any, (list: Future<string>[]) => select(Object.fromEntries(list.entries()))];
  for (const make of makers as ((list: Future<string>[]) => Future<unknown>)[]) {
    const { log, a, b, c } = probes();
    const { cx, counts } = countingContext();
    const future = make([a, b, c]);
    future.poll(cx);
    taken(log);
    future[Symbol.dispose]();
    future[Symbol.dispose]();
    assert.deepEqual(taken(log), ['drop a', 'drop b', 'drop c']);
    assertBalanced(counts);
    assert.throws(() => future.poll(cx), PollError);
  }
});

test('dropped_before_the_first_poll', () => {
  const { log, a, b } = probes();
  join(a, b)[Symbol.dispose]();
  assert.deepEqual(log, ['drop a', 'drop b']);
});

test('done_branches_are_not_dropped', () => {
  const { log, a, b } = probes();
  const { cx } = countingContext();
  const future = join(a, b);
  future.poll(cx);
  a.answer('A');
  future.poll(cx);
  taken(log);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['drop b']);
});

test('loser_that_fails_to_be_dropped_does_not_keep_the_others', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const future = race([ready('won'), new Stubborn('a', log), new Probe('b', log)]);
  assert.throws(() => future.poll(cx), { message: 'a resists' });
  assert.deepEqual(log, ['drop a', 'drop b']);
  const messages = (error: unknown) => (error as AggregateError).errors.map(({ message }) => message);
  assert.throws(
    () => race([failing('lost'), new Stubborn('a', log), new Stubborn('b', log)]).poll(cx),
    (error) => error instanceof AggregateError && messages(error).join() === 'lost,a resists,b resists',
  );
  assert.throws(
    () => all([new Stubborn('a', log), new Stubborn('b', log)])[Symbol.dispose](),
    (error) => error instanceof AggregateError && messages(error).join() === 'a resists,b resists',
  );
});

test('empty', () => {
  const { cx } = countingContext();
  assert.deepEqual(join().poll(cx), []);
  assert.deepEqual(all([]).poll(cx), []);
  assert.deepEqual(allSettled([]).poll(cx), []);
  assert.equal(race([]).poll(cx), PENDING);
  assert.throws(() => any([]).poll(cx), AggregateError);
  assert.throws(() => select({}), { name: 'TypeError', message: /^branches: expected at least one/ });
});

test('iterables_are_read_once', () => {
  const { cx } = countingContext();
  const set = new Set([ready(1), ready(2)]);
  assert.deepEqual(all(set).poll(cx), [1, 2]);
  function* three() {
    yield ready('x');
    yield ready('y');
  }
  assert.deepEqual(all(three()).poll(cx), ['x', 'y']);
});

test('branch_that_polls_or_drops_the_whole', () => {
  const { cx } = countingContext();
  class Meddler extends Probe {
    meddle = () => {};
    override poll(): typeof PENDING {
      this.meddle();
      return PENDING;
    }
  }
  const meddler = new Meddler('meddler');
  const future = all([meddler]);
  meddler.meddle = () => future.poll(cx);
  assert.throws(() => future.poll(cx), { name: 'PollError', message: /is running/ });
  const other = new Meddler('other');
  const whole = all([other]);
  other.meddle = () => whole[Symbol.dispose]();
  assert.throws(() => whole.poll(cx), { name: 'PollError', message: /is running/ });
});

test('awaited_in_an_async_function', async () => {
  assert.deepEqual(await all([sleep(1), ready(2)]), [undefined, 2]);
  assert.equal(await race([sleep(60_000), ready('r')]), 'r');
  assert.equal(await any([failing('no'), ready('yes')]), 'yes');
  assert.deepEqual(await select({ late: sleep(60_000), soon: sleep(1) }), { key: 'soon', value: undefined });
  await assert.rejects(async () => await join(failing('no'), sleep(60_000)), { message: 'no' });
});

test('named_in_errors', () => {
  const { a, b } = probes();
  assert.equal(`${select({ a: sleep(100), b })}`, 'select(a: sleep(100 ms), b: b)');
  const many = all(Array.from({ length: 7 }, (_, index) => sleep(index)));
  assert.equal(`${many}`, 'all(sleep(0 ms), sleep(1 ms), sleep(2 ms), sleep(3 ms), sleep(4 ms), 2 more)');
  const future = join(a, b);
  future.poll(countingContext().cx);
  a.answer('A');
  future.poll(countingContext().cx);
  assert.equal(`${future}`, 'join(b)'); // what it still waits for
});

test('bad_input_is_found_before_anything_is_polled', () => {
  const { log, a } = probes();
  const wrong = (value: unknown) => value as Future<string>;
  const cases: [() => unknown, RegExp][] = [
    [() => join(a, wrong(5)), /^futures\[1\]: expected a Future, got 5$/],
    [() => all([a, wrong(Promise.resolve())]), /^futures\[1\]: .*fromPromise/],
    [() => race([wrong(undefined)]), /^futures\[0\]: /],
    [() => any([a, a]), /^futures\[1\]: expected a future of its own, got the one that is also futures\[0\]$/],
    [() => all(5 as unknown as Future<string>[]), /^futures: expected an iterable of futures, got 5$/],
    [() => all(null as unknown as Future<string>[]), /^futures: .*null$/],
    [
      () => allSettled(a as unknown as Future<string>[]),
      /^futures: expected an iterable of futures, got a single future$/,
    ],
    [() => select({ a, b: wrong('text') }), /^branches\.b: expected a Future, got "text"$/],
    [() => select({ a, b: a }), /^branches\.b: .* branches\.a$/],
    [() => select(null as unknown as { a: Probe }), /^branches: /],
    [
      () => select(a as unknown as { a: Probe }),
      /^branches: expected a record of futures, got an object of class Probe$/,
    ],
  ];
  for (const [call, message] of cases) assert.throws(call, { name: 'TypeError', message });
  assert.deepEqual(log, []);
});
