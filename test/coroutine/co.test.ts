import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blockOn,
  type Context,
  co,
  Executor,
  type Future,
  lazy,
  PENDING,
  PollError,
  pending,
  pollFn,
  ready,
  type Suspend,
  yieldNow,
} from 'reveille';
import { countingContext } from '../support/hand-polled.js';
import { Probe, taken } from '../support/probe.js';

/** A future that writes down that it was polled, and is ready. */
function noted(log: string[], value: string): Future<string> {
  return lazy(() => {
    log.push(`poll ${value}`);
    return value;
  });
}

test('nothing_runs_before_the_first_poll', () => {
  const log: string[] = [];
  const future = co(function* () {
    log.push('ran');
  });
  assert.deepEqual(taken(log), []);
  blockOn(future);
  assert.deepEqual(log, ['ran']);
});

test('what_is_ready_is_taken_without_suspending', () => {
  const { cx, counts } = countingContext();
  const log: string[] = [];
  const future = co(function* () {
    for (const name of ['a', 'b', 'c']) log.push(`got ${yield* noted(log, name)}`);
    return 'done';
  });
  assert.equal(future.poll(cx), 'done');
  assert.deepEqual(log, ['poll a', 'got a', 'poll b', 'got b', 'poll c', 'got c']);
  assert.deepEqual({ ...counts }, { live: 1, clones: 0, wakes: 0, drops: 0 }, 'no wake was needed');
});

test('what_is_pending_is_polled_again_without_entering_the_body', () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const probe = new Probe('a', log);
  const future = co(function* () {
    log.push('begin');
    const value = yield* probe;
    log.push('go on');
    return value;
  });
  for (let poll = 0; poll < 3; poll += 1) assert.equal(future.poll(cx), PENDING);
  assert.deepEqual(taken(log), ['begin', 'poll a', 'poll a', 'poll a']);
  probe.answer('A');
  assert.equal(future.poll(cx), 'A');
  assert.deepEqual(taken(log), ['poll a', 'go on']);
});

test('every_kind_of_value_passes', () => {
  const values = [
    undefined,
    null,
    false,
    0,
    '',
    Number.NaN,
    Symbol('s'),
    { then: 'no promise' },
    [1],
    PENDING.toString(),
  ];
  const log: unknown[] = [];
  blockOn(
    co(function* () {
      for (const value of values) {
        log.push(yield* ready(value));
        log.push(
          yield* co(function* () {
            return value;
          }),
        );
        log.push(
          yield* co(function* () {
            yield* yieldNow();
            return value;
          }),
        );
      }
    }),
  );
  assert.deepEqual(
    log,
    values.flatMap((value) => [value, value, value]),
  );
});

test('a_function_is_not_called_when_it_is_a_value', () => {
  const answer = blockOn(
    co(function* () {
      return yield* ready(() => assert.fail('called'));
    }),
  );
  assert.equal(typeof answer, 'function');
});

test('coroutines_await_coroutines', () => {
  const log: string[] = [];
  const level = co.wrap(function* at(depth: number): Generator<Suspend, number, unknown> {
    log.push(`in ${depth}`);
    yield* yieldNow();
    const below = depth === 0 ? 0 : yield* level(depth - 1);
    log.push(`out ${depth}`);
    return below + depth;
  });
  assert.equal(blockOn(level(3)), 6);
  assert.deepEqual(log, ['in 3', 'in 2', 'in 1', 'in 0', 'out 0', 'out 1', 'out 2', 'out 3']);
});

test('one_that_was_polled_before_is_a_future_like_any_other', () => {
  const { cx } = countingContext();
  const probe = new Probe('a');
  const begun = co(function* () {
    return `${yield* probe}!`;
  });
  assert.equal(begun.poll(cx), PENDING);
  const whole = co(function* () {
    return `${yield* begun}!`;
  });
  assert.equal(whole.poll(cx), PENDING);
  probe.answer('A');
  assert.equal(whole.poll(cx), 'A!!');
});

test('a_plain_generator_can_be_delegated_to', () => {
  function* both(a: Future<number>, b: Future<number>): Generator<Suspend, number, unknown> {
    return (yield* a) + (yield* b);
  }
  const sum = co(function* () {
    yield* yieldNow();
    const total = yield* both(ready(1), ready(2));
    return (
      total +
      (yield* both(
        co(function* () {
          yield* yieldNow();
          return 3;
        }),
        ready(4),
      ))
    );
  });
  assert.equal(blockOn(sum), 10);
});

test('a_generator_method_and_a_bound_one_are_bodies', () => {
  class Account {
    constructor(readonly balance: number) {}
    *read(): Generator<Suspend, number, unknown> {
      yield* yieldNow();
      return this.balance;
    }
  }
  const account = new Account(7);
  assert.equal(blockOn(co(account.read.bind(account))), 7);
  assert.equal(blockOn(co(() => account.read())), 7);
});

test('wrap_passes_its_arguments_and_makes_a_future_a_call', () => {
  const add = co.wrap(function* sum(a: number, b: number, ...more: number[]) {
    yield* yieldNow();
    return [a, b, ...more].reduce((x, y) => x + y);
  });
  const [first, second] = [add(1, 2), add(1, 2, 3, 4)];
  assert.notEqual(first, second);
  assert.equal(blockOn(second), 10);
  assert.equal(blockOn(first), 3);
});

test('wrap_uses_defaults_and_empty_argument_lists', () => {
  const greet = co.wrap(function* greeting(name: string | undefined = 'world') {
    return `hello ${name}`;
  });
  assert.equal(blockOn(greet()), 'hello world');
  assert.equal(blockOn(greet('you')), 'hello you');
});

test('blocking_inside_a_coroutine_keeps_both_contexts_apart', () => {
  const contexts: Context[] = [];
  const note = (): Future<void> => pollFn((cx) => void contexts.push(cx));
  const inner = co(function* () {
    yield* note();
    yield* yieldNow();
    yield* note();
    return 'inner';
  });
  const answer = blockOn(
    co(function* () {
      yield* note();
      const value = blockOn(inner);
      yield* note();
      yield* yieldNow();
      yield* note();
      return value;
    }),
  );
  assert.equal(answer, 'inner');
  const [outer, first, second, afterwards, later] = contexts;
  assert.equal(first, second);
  assert.notEqual(outer, first);
  assert.equal(outer, afterwards);
  assert.equal(outer, later);
});

test('an_executor_inside_a_coroutine_keeps_both_contexts_apart', () => {
  const log: string[] = [];
  const answer = blockOn(
    co(function* () {
      yield* yieldNow();
      const value = new Executor().runUntil(
        co(function* () {
          yield* yieldNow();
          log.push('inner');
          return 'value';
        }),
      );
      yield* yieldNow();
      log.push('outer');
      return value;
    }),
  );
  assert.deepEqual([answer, log], ['value', ['inner', 'outer']]);
});

test('its_text_says_who_waits_for_what', () => {
  const { cx } = countingContext();
  const future = co(function* outer() {
    yield* co(function* inner() {
      yield* pending();
    });
  });
  assert.equal(String(future), 'co outer');
  future.poll(cx);
  assert.equal(String(future), 'co outer in inner awaiting pending');
  assert.equal(String(co(function* () {})), 'co (anonymous)');
});

test('polling_after_completion_is_an_error', () => {
  const { cx } = countingContext();
  const future = co(function* once() {
    return 1;
  });
  assert.equal(future.poll(cx), 1);
  assert.throws(
    () => future.poll(cx),
    (error) => error instanceof PollError && /^co once: .*answered/.test(error.message),
  );
});

test('polling_after_failure_is_an_error', () => {
  const { cx } = countingContext();
  const future = co(function* () {
    throw new Error('no');
  });
  assert.throws(() => future.poll(cx), { message: 'no' });
  assert.throws(() => future.poll(cx), PollError);
});

test('polling_after_drop_is_an_error', () => {
  const { cx } = countingContext();
  const [fresh, begun] = [co(function* () {}), co(() => pendingBody())];
  begun.poll(cx);
  for (const future of [fresh, begun]) {
    future[Symbol.dispose]();
    assert.throws(() => future.poll(cx), PollError);
  }
});

function* pendingBody(): Generator<Suspend, void, unknown> {
  yield* pending();
}

test('awaiting_a_used_up_coroutine_throws_where_it_is_awaited', () => {
  const once = co(function* once() {
    return 1;
  });
  const caught = blockOn(
    co(function* () {
      yield* once;
      try {
        yield* once;
      } catch (error) {
        return error;
      }
      return undefined;
    }),
  );
  assert.ok(caught instanceof PollError);
});

test('a_coroutine_that_polls_itself_is_told_so', () => {
  const { cx } = countingContext();
  const future: Future<unknown> = co(function* self() {
    return yield* pollFn((cx) => future.poll(cx));
  });
  assert.throws(
    () => future.poll(cx),
    (error) => error instanceof PollError && /it is running/.test(error.message),
  );
});

test('a_coroutine_that_awaits_itself_is_told_so', () => {
  const future: Future<unknown> = co(function* self() {
    return yield* future;
  });
  assert.throws(() => blockOn(future), PollError);
});

test('a_coroutine_that_drops_itself_is_told_so', () => {
  const future: Future<unknown> = co(function* self() {
    future[Symbol.dispose]();
  });
  assert.throws(() => blockOn(future), PollError);
});

test('a_coroutine_on_anothers_stack_belongs_to_that_one', () => {
  const { cx } = countingContext();
  const callee = co(() => pendingBody());
  const caller = co(function* () {
    yield* callee;
  });
  assert.equal(caller.poll(cx), PENDING);
  assert.throws(
    () => callee.poll(cx),
    (error) => error instanceof PollError && /another coroutine awaits it/.test(error.message),
  );
  assert.throws(() => callee[Symbol.dispose](), PollError);
  const second = co(function* () {
    yield* callee;
  });
  assert.throws(() => second.poll(cx), PollError);
  caller[Symbol.dispose]();
  assert.throws(() => callee.poll(cx), PollError);
});

test('yield_star_outside_of_a_coroutine_is_an_error', () => {
  function* plain(): Generator<Suspend, number, unknown> {
    return yield* ready(1);
  }
  assert.throws(
    () => plain().next(),
    (error) => error instanceof PollError && /co can await/.test(error.message),
  );
  assert.throws(() => [...(ready(1) as unknown as Iterable<unknown>)], PollError);
  assert.throws(
    () =>
      co(() => plain())
        [Symbol.iterator]()
        .next(),
    PollError,
  );
});

test('a_plain_yield_is_refused_where_it_stands', () => {
  const log: string[] = [];
  const body = function* wrong(): Generator<Suspend, string, unknown> {
    try {
      yield ready(1) as unknown as Suspend;
    } catch (error) {
      log.push((error as Error).message);
    }
    return yield* ready('gone on');
  };
  assert.equal(blockOn(co(body)), 'gone on');
  assert.deepEqual(log, ['co wrong: yield* expected, but the body used a plain yield']);
  assert.throws(
    () =>
      blockOn(
        co(function* wrong() {
          yield undefined as unknown as Suspend;
        }),
      ),
    TypeError,
  );
});

test('a_body_that_is_no_generator_function_is_refused', () => {
  const bodies: unknown[] = [
    undefined,
    null,
    1,
    'body',
    {},
    () => undefined,
    () => 1,
    () => [][Symbol.iterator](),
    () => ({ next() {}, return() {}, throw() {} }),
    () => Promise.resolve(),
    async () => {},
    async function* () {},
    (function* () {})(),
  ];
  for (const body of bodies) {
    const refused = (error: unknown): boolean => error instanceof TypeError && error.message.startsWith('body: ');
    assert.throws(() => co(body as never), refused);
    assert.throws(() => co.wrap(body as never)(), refused);
  }
});
