import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancelledError, co, DeadlockError, type Future, lazy, ready, type Suspend, sleep } from 'reveille';
import { TestExecutor } from 'reveille/testing';
import { ScopeError, scope } from 'reveille/threads';

/** Runs it in virtual time, as a thread that blocks does. */
const run = <T>(future: Future<T>): T => new TestExecutor({ seed: 1 }).runUntil(future);

const failing = (message: string, ms = 1): Future<never> =>
  co(function* failing(): Generator<Suspend, never, unknown> {
    yield* sleep(ms);
    throw new Error(message);
  });

/** Waits for long, and tells when it is cancelled, and when that is done. */
const patient = (log: string[], name: string, failure?: string): Future<void> =>
  co(function* patient() {
    try {
      yield* sleep(60_000);
    } finally {
      log.push(`${name} cancelled`);
      yield* sleep(1);
      log.push(`${name} over`);
      if (failure !== undefined) fail(failure);
    }
  });

function fail(message: string): never {
  throw new Error(message);
}

function failureOf(future: Future<unknown>): unknown {
  try {
    run(future);
  } catch (error) {
    return error;
  }
  return assert.fail('it did not fail');
}

test('the_first_failure_cancels_siblings_and_body_and_is_thrown_as_it_is', () => {
  const log: string[] = [];
  const error = failureOf(
    scope(function* (s) {
      s.spawn(patient(log, 'a'));
      s.spawn(failing('first'));
      s.spawn(patient(log, 'b'));
      yield* patient(log, 'body');
    }),
  );
  assert.equal(String(error), 'Error: first');
  assert.deepEqual(log.slice(0, 3), ['body cancelled', 'a cancelled', 'b cancelled']);
  assert.deepEqual(log.slice(3).sort(), ['a over', 'b over', 'body over']);
});

test('a_failing_body_cancels_the_children', () => {
  const log: string[] = [];
  const error = failureOf(
    scope(function* (s) {
      s.spawn(patient(log, 'a'));
      yield* sleep(1);
      throw new RangeError('body');
    }),
  );
  assert.ok(error instanceof RangeError);
  assert.deepEqual(log, ['a cancelled', 'a over']);
});

test('several_failures_are_a_ScopeError_in_the_order_in_which_they_came', () => {
  const log: string[] = [];
  const error = failureOf(
    scope(function* (s) {
      s.spawn(patient(log, 'a', 'clean-up of a'));
      s.spawn(failing('first'));
      s.spawn(patient(log, 'b', 'clean-up of b'));
      s.use({ close: () => fail('close') });
      yield* sleep(60_000);
    }),
  );
  assert.ok(error instanceof ScopeError);
  assert.deepEqual(error.errors.map(String), [
    'Error: first',
    'Error: clean-up of a',
    'Error: clean-up of b',
    'Error: close',
  ]);
  assert.equal(error.cause, error.errors[0]);
});

test('joining_a_child_that_fails_does_not_make_it_handled', () => {
  const log: string[] = [];
  const error = failureOf(
    scope(function* (s) {
      const handle = s.spawn(failing('counts'));
      try {
        yield* handle;
      } catch {
        log.push('caught');
      }
      return 'fine';
    }),
  );
  assert.equal(String(error), 'Error: counts');
  assert.deepEqual(log, []); // the body was cancelled, as a sibling
});

test('an_async_body_sees_the_failure_and_its_rethrow_counts_once', async () => {
  const log: string[] = [];
  const work = scope(async (s) => {
    try {
      await s.spawn(failing('once'));
    } catch (error) {
      log.push(`aborted: ${s.signal.aborted}, for that: ${s.signal.reason === error}`);
      throw error;
    }
  });
  await assert.rejects(
    async () => await work,
    (error) => String(error) === 'Error: once',
  );
  assert.deepEqual(log, ['aborted: true, for that: true']);
});

test('promises_get_the_signal_and_are_waited_for', async () => {
  const log: string[] = [];
  const work = scope(function* (s) {
    s.spawn(async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      log.push('told');
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push('settled');
      throw signal.reason;
    });
    s.spawn((signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(aborted()))));
    yield* sleep(1);
    throw new Error('stop');
  });
  await assert.rejects(
    async () => await work,
    (error) => String(error) === 'Error: stop',
  );
  assert.deepEqual(log, ['told', 'settled']);
});

/** As Node's own functions reject. */
const aborted = (): Error => Object.assign(new Error('The operation was aborted'), { name: 'AbortError' });

test('a_promise_that_fails_otherwise_on_the_way_out_counts', async () => {
  const work = scope(function* (s) {
    s.spawn((signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('disk')))));
    yield* sleep(1);
    throw new Error('stop');
  });
  const error = await work.then(assert.fail, (reason: unknown) => reason);
  assert.ok(error instanceof ScopeError);
  assert.deepEqual(error.errors.map(String), ['Error: stop', 'Error: disk']);
});

test('a_rejected_promise_is_handled_at_once', async () => {
  const work = scope((s) => {
    s.spawn(Promise.reject(new Error('early')));
    return sleep(60_000);
  });
  await assert.rejects(async () => await work, /early/);
});

test('a_CancelledError_of_a_child_that_nobody_cancelled_is_a_failure', () => {
  const error = failureOf(
    scope(function* (s) {
      s.spawn(
        lazy(() => {
          throw new CancelledError('by somebody else');
        }),
      );
      yield* sleep(60_000);
    }),
  );
  assert.ok(error instanceof CancelledError);
  assert.equal(error.message, 'by somebody else');
});

test('cancel_ends_the_scope_with_a_CancelledError', () => {
  const log: string[] = [];
  const error = failureOf(
    scope(function* (s) {
      s.spawn(function* () {
        yield* sleep(1);
        s.cancel('enough');
      });
      yield* patient(log, 'body');
    }),
  );
  assert.ok(error instanceof CancelledError);
  assert.equal(error.cause, 'enough');
  assert.deepEqual(log, ['body cancelled', 'body over']);
});

test('cancel_leaves_the_value_of_a_body_that_comes_to_one', async () => {
  const log: string[] = [];
  const before = scope(function* (s) {
    s.spawn(function* () {
      yield* sleep(1);
      s.cancel();
    });
    s.spawn(patient(log, 'a'));
    return 'before';
  });
  assert.equal(run(before), 'before');
  const meanwhile = scope(function* (s) {
    s.spawn(patient(log, 'b'));
    yield* sleep(1);
    s.cancel();
    s.cancel('again');
    return 'meanwhile';
  });
  assert.equal(run(meanwhile), 'meanwhile');
  const promised = scope(async (s) => {
    s.spawn(patient(log, 'c'));
    await sleep(1);
    s.cancel();
    return 'promised';
  });
  assert.equal(await promised, 'promised');
  assert.deepEqual(log, ['a cancelled', 'a over', 'b cancelled', 'b over', 'c cancelled', 'c over']);
});

test('what_is_spawned_into_a_cancelled_scope_is_cancelled_at_once', () => {
  const log: string[] = [];
  const answer = scope(function* (s) {
    s.cancel();
    const dropped = ready(1);
    const drop = dropped[Symbol.dispose].bind(dropped);
    dropped[Symbol.dispose] = () => {
      log.push('dropped');
      drop();
    };
    const handle = s.spawn(dropped);
    assert.equal(handle.isFinished, true);
    s.spawn(() => assert.fail('it is not called'));
    assert.equal(s.signal.aborted, true);
    return 'value';
  });
  assert.equal(run(answer), 'value');
  assert.deepEqual(log, ['dropped']);
});

test('the_failure_of_a_nested_scope_is_one_failure_of_the_outer', () => {
  const log: string[] = [];
  const error = failureOf(
    scope(function* (s) {
      s.spawn(patient(log, 'outer'));
      s.scope(function* (t) {
        t.spawn(patient(log, 'inner', 'clean-up'));
        yield* failing('inside');
      });
      yield* sleep(60_000);
    }),
  );
  assert.ok(error instanceof ScopeError);
  assert.deepEqual(error.errors.map(String), ['Error: inside', 'Error: clean-up']);
  assert.deepEqual(log, ['inner cancelled', 'inner over', 'outer cancelled', 'outer over']);
});

test('cancelling_the_outer_scope_cancels_the_inner_one', () => {
  const log: string[] = [];
  const error = failureOf(
    scope(function* (s) {
      s.scope(function* (t) {
        t.spawn(patient(log, 'inner'));
        yield* sleep(60_000);
      });
      yield* failing('outside');
    }),
  );
  assert.equal(String(error), 'Error: outside');
  assert.deepEqual(log, ['inner cancelled', 'inner over']);
});

test('an_async_function_is_refused_before_it_is_called_where_the_thread_blocks', () => {
  let calls = 0;
  const never = async (): Promise<void> => void (calls += 1);
  assert.ok(failureOf(scope(never)) instanceof DeadlockError);
  const child = scope(function* (s) {
    yield* s.spawn(never);
  });
  assert.ok(failureOf(child) instanceof DeadlockError);
  assert.equal(calls, 0);
});

test('bad_input_is_told_by_name', () => {
  assert.throws(() => scope(3 as never), /^TypeError: body: expected a function, got 3/);
  assert.match(
    String(failureOf(scope((() => 3) as never))),
    /^TypeError: .*expected it to answer a future.*answered 3/,
  );
  const inside = (work: (s: never) => void): unknown => failureOf(scope((s) => lazy(() => work(s as never))));
  assert.match(String(inside((s: { spawn(x: unknown): void }) => s.spawn(3))), /^TypeError: task: .*got 3/);
  assert.match(String(inside((s: { spawn(x: unknown): void }) => s.spawn(() => 3))), /^TypeError: .*answered 3/);
  assert.match(
    String(inside((s: { use(x: unknown): void }) => s.use({}))),
    /^TypeError: resource: expected an object with/,
  );
  assert.match(String(inside((s: { use(x: unknown): void }) => s.use(null))), /^TypeError: resource: .*got null/);
  assert.match(String(inside((s: { use(x: unknown): void }) => s.use({ close: 3 }))), /^TypeError: resource.*got 3/);
  assert.match(String(inside((s: { scope(x: unknown): void }) => s.scope(3))), /^TypeError: body/);
});
