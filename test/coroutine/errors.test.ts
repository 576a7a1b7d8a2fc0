import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, type Future, lazy, PENDING, ready, type Suspend, yieldNow } from 'reveille';
import { countingContext } from '../support/hand-polled.js';
import { Probe } from '../support/probe.js';

const fail = (error: unknown): Future<never> =>
  lazy(() => {
    throw error;
  });

function thrownBy(future: Future<unknown>): unknown {
  try {
    blockOn(future);
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

for (const when of ['at once', 'after a suspension'] as const) {
  test(`an error rises through all levels, thrown ${when}`, () => {
    const log: string[] = [];
    const error = new Error('no');
    const level = co.wrap(function* at(depth: number): Generator<Suspend, never, unknown> {
      try {
        if (depth > 0) return yield* level(depth - 1);
        if (when !== 'at once') yield* yieldNow();
        throw error;
      } finally {
        log.push(`finally ${depth}`);
      }
    });
    assert.equal(thrownBy(level(3)), error);
    assert.deepEqual(log, ['finally 0', 'finally 1', 'finally 2', 'finally 3']);
  });

  for (const catcher of [0, 1, 2, 3]) {
    test(`an error thrown ${when} is caught at level ${catcher}`, () => {
      const log: string[] = [];
      const level = co.wrap(function* at(depth: number): Generator<Suspend, string, unknown> {
        try {
          if (depth > 0) return yield* level(depth - 1);
          if (when !== 'at once') yield* yieldNow();
          throw new Error('no');
        } catch (error) {
          log.push(`catch ${depth}`);
          if (depth < catcher) throw error;
          yield* yieldNow();
          return `caught by ${depth}`;
        }
      });
      assert.equal(blockOn(level(3)), `caught by ${catcher}`);
      assert.deepEqual(
        log,
        [0, 1, 2, 3].slice(0, catcher + 1).map((depth) => `catch ${depth}`),
      );
    });
  }
}

test('an_error_of_an_awaited_future_is_caught_at_the_await', () => {
  const { cx } = countingContext();
  const probe = new Probe('a');
  const future = co(function* () {
    const log: unknown[] = [];
    for (const failing of [fail('ready'), probe]) {
      try {
        yield* failing;
      } catch (error) {
        log.push(error);
      }
    }
    log.push(yield* ready('gone on'));
    return log;
  });
  assert.equal(future.poll(cx), PENDING);
  probe.fail('pending');
  assert.deepEqual(future.poll(cx), ['ready', 'pending', 'gone on']);
});

test('what_is_thrown_need_not_be_an_error', () => {
  for (const thrown of [undefined, null, 0, 'text', Symbol('s'), Object.freeze(new Error('frozen'))]) {
    const future = co(function* () {
      yield* co(function* () {
        yield* yieldNow();
        throw thrown;
      });
    });
    assert.equal(thrownBy(future), thrown);
  }
});

test('a_finally_may_replace_the_error_or_swallow_it', () => {
  const replacing = co(function* () {
    try {
      yield* fail(new Error('first'));
    } finally {
      yield* yieldNow();
      // biome-ignore lint/correctness/noUnsafeFinally: it is the situation
      throw new Error('second');
    }
  });
  assert.equal((thrownBy(replacing) as Error).message, 'second');
  const swallowing = co(function* () {
    try {
      yield* fail(new Error('first'));
    } finally {
      yield* yieldNow();
      // biome-ignore lint/correctness/noUnsafeFinally: it is the situation
      return 'swallowed';
    }
  });
  assert.equal(blockOn(swallowing), 'swallowed');
});

test('an_error_is_not_delivered_twice', () => {
  const log: unknown[] = [];
  blockOn(
    co(function* () {
      for (let i = 0; i < 3; i += 1) {
        try {
          yield* co(function* () {
            yield* yieldNow();
            throw i;
          });
        } catch (error) {
          log.push(error);
        }
        log.push(yield* ready('between'));
      }
    }),
  );
  assert.deepEqual(log, [0, 'between', 1, 'between', 2, 'between']);
});

/** The coroutines that a stack names, innermost first: those on the native stack and those that the library adds. */
function named(error: unknown): string[] {
  const lines = (error as Error).stack?.split('\n') ?? [];
  return lines.flatMap((line) => /at (?:co )?(\w*Level)\b(?!\.next)/.exec(line)?.[1] ?? []);
}

for (const when of ['at once', 'after a suspension'] as const) {
  test(`the stack of an error thrown ${when} names the coroutines`, () => {
    const future = co(function* outerLevel() {
      yield* co(function* middleLevel() {
        yield* co(function* innerLevel() {
          if (when !== 'at once') yield* yieldNow();
          throw new Error('no');
        });
      });
    });
    assert.deepEqual(named(thrownBy(future)), ['innerLevel', 'middleLevel', 'outerLevel']);
  });

  test(`the stack of an error of a future that failed ${when} names the coroutines`, () => {
    const { cx } = countingContext();
    const probe = new Probe('a');
    const future = co(function* outerLevel() {
      yield* co(function* innerLevel() {
        yield* when === 'at once' ? lazy((): never => assert.fail('no')) : probe;
      });
    });
    if (when === 'at once') return assert.deepEqual(named(thrownBy(future)), ['innerLevel', 'outerLevel']);
    assert.equal(future.poll(cx), PENDING);
    probe.fail(new Error('no'));
    assert.throws(
      () => future.poll(cx),
      (error) => {
        assert.deepEqual(named(error), ['innerLevel', 'outerLevel']);
        return true;
      },
    );
  });
}

test('an_error_that_is_thrown_again_and_again_does_not_grow', () => {
  const error = new Error('kept');
  const failing = co.wrap(function* failing() {
    yield* yieldNow();
    throw error;
  });
  const attempt = (): Future<void> =>
    co(function* attempt() {
      yield* failing();
    });
  for (let i = 0; i < 3; i += 1) assert.throws(() => blockOn(attempt()), error);
  const { length } = error.stack as string;
  for (let i = 0; i < 1000; i += 1) assert.throws(() => blockOn(attempt()), error);
  assert.equal(error.stack?.length, length);
});

test('the_stack_names_ten_coroutines_at_most', () => {
  const level = co.wrap(function* deepLevel(depth: number): Generator<Suspend, never, unknown> {
    yield* yieldNow();
    if (depth === 0) throw new Error('no');
    return yield* level(depth - 1);
  });
  assert.equal(named(thrownBy(level(1000))).length, 11, 'the one that threw, and ten that await');
});
