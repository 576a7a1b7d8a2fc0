import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, type Future, join, ready, type Suspend, select, sleep, timeout, yieldNow } from 'reveille';

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function holds<_ extends true>(): void {}

test('yield_star_has_the_type_of_what_is_awaited', () => {
  const whole = co(function* () {
    const n = yield* ready(1);
    holds<Same<typeof n, number>>();
    const text = yield* timeout(ready('text'), 1000);
    holds<Same<typeof text, string>>();
    const nothing = yield* sleep(0);
    holds<Same<typeof nothing, void>>();
    const pair = yield* join(ready(1), ready('one'));
    holds<Same<typeof pair, [number, string]>>();
    const won = yield* select({ n: ready(1), text: ready('one') });
    if (won.key === 'n') holds<Same<typeof won.value, number>>();
    else holds<Same<typeof won.value, string>>();
    const called = yield* co(function* () {
      return new Map([[n, text]]);
    });
    holds<Same<typeof called, Map<number, string>>>();
    return called.get(n);
  });
  holds<Same<typeof whole, Future<string | undefined>>>();
  assert.equal(blockOn(whole), 'text');
});

test('a_wrapped_function_keeps_its_parameters', () => {
  const repeat = co.wrap(function* times(text: string, count?: number) {
    yield* yieldNow();
    return text.repeat(count ?? 2);
  });
  holds<Same<typeof repeat, (text: string, count?: number) => Future<string>>>();
  assert.equal(blockOn(repeat('ab')), 'abab');
  assert.equal(blockOn(repeat('ab', 1)), 'ab');
  // @ts-expect-error a string is no count
  repeat('ab', '1')[Symbol.dispose]();
  // @ts-expect-error one argument is missing
  repeat()[Symbol.dispose]();
});

test('a_union_of_futures_gives_a_union_of_values', () => {
  const either = (first: boolean): Future<number> | Future<string> => (first ? ready(1) : ready('one'));
  const future = co(function* () {
    const value = yield* either(true);
    holds<Same<typeof value, number | string>>();
    return value;
  });
  assert.equal(blockOn(future), 1);
});

test('a_recursive_body_is_annotated_once', () => {
  const depth = co.wrap(function* down(n: number): Generator<Suspend, number, unknown> {
    return n === 0 ? 0 : 1 + (yield* depth(n - 1));
  });
  holds<Same<ReturnType<typeof depth>, Future<number>>>();
  assert.equal(blockOn(depth(3)), 3);
});

test('a_future_of_a_narrower_type_is_a_future_of_a_wider_one', () => {
  const wide: Future<number | string> = ready(1);
  const value = blockOn(wide);
  holds<Same<typeof value, number | string>>();
});

test('wrong_uses_do_not_compile', () => {
  // Compiled, and never called.
  const wrong = (): unknown[] => [
    co(function* () {
      // @ts-expect-error a value is no future
      yield* 1;
    }),
    co(function* () {
      // @ts-expect-error a promise is no future: wrap it in fromPromise
      yield* Promise.resolve(1);
    }),
    co(function* () {
      // @ts-expect-error the type is a number's
      const text: string = yield* ready(1);
      return text;
    }),
    // @ts-expect-error a plain yield of a future
    co(function* () {
      yield ready(1);
    }),
    // @ts-expect-error a plain yield of nothing
    co(function* () {
      yield;
    }),
    // @ts-expect-error an async generator
    co(async function* () {}),
    // @ts-expect-error an async function
    co(async () => 1),
    // @ts-expect-error a plain function
    co(() => 1),
    // @ts-expect-error a generator, not its function
    co((function* () {})()),
    // @ts-expect-error co passes no arguments: co.wrap does
    co(function* (n: number) {
      yield* ready(n);
    }),
    // @ts-expect-error a future is no value
    blockOn(ready(1)).toFixed().foo,
    // @ts-expect-error a value is no future
    blockOn(1),
  ];
  assert.equal(typeof wrong, 'function');
});
