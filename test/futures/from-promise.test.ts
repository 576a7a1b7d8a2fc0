import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { DeadlockError, fromPromise, PENDING, PollError } from 'reveille';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';

/** A promise that the test settles. */
function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

test('promise_that_settles_wakes_once', async () => {
  const { cx, counts } = countingContext();
  const { promise, resolve } = deferred<number>();
  const future = fromPromise(promise);
  assert.equal(future.poll(cx), PENDING);
  resolve(7);
  await turn();
  assert.equal(counts.wakes, 1);
  assertBalanced(counts);
  assert.equal(future.poll(cx), 7);
  assert.throws(() => future.poll(cx), PollError);
});

test('promise_that_rejects', async () => {
  const { cx, counts } = countingContext();
  const { promise, reject } = deferred();
  const future = fromPromise(promise);
  assert.equal(future.poll(cx), PENDING);
  reject(new Error('no'));
  await turn();
  assert.equal(counts.wakes, 1);
  assert.throws(() => future.poll(cx), { message: 'no' });
  assert.throws(() => future.poll(cx), PollError);
  assertBalanced(counts);
});

test('promise_settled_before_the_first_poll', async () => {
  const { cx, counts } = countingContext();
  const future = fromPromise(Promise.resolve('there'));
  await turn();
  assert.equal(future.poll(cx), 'there');
  assert.equal(counts.clones, 0);
});

test('rejection_of_a_dropped_promise_is_handled', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    fromPromise(Promise.reject(new Error('nobody polled')));
    const { promise, reject } = deferred();
    fromPromise(promise)[Symbol.dispose]();
    reject(new Error('dropped'));
    await turn();
    assert.deepEqual(unhandled, []);
  } finally {
    process.off('unhandledRejection', note);
  }
});

test('function_is_called_at_the_first_poll', async () => {
  const { cx } = countingContext();
  const log: string[] = [];
  const future = fromPromise(async (signal) => {
    log.push(`called, aborted: ${signal.aborted}`);
    return 'done';
  });
  assert.deepEqual(log, []);
  assert.equal(future.poll(cx), PENDING);
  assert.equal(future.poll(cx), PENDING);
  await turn();
  assert.equal(future.poll(cx), 'done');
  assert.deepEqual(log, ['called, aborted: false']);
});

test('drop_while_pending_aborts_the_signal', async () => {
  const { cx, counts } = countingContext();
  const reasons: unknown[] = [];
  const future = fromPromise(
    (signal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason.name);
          reject(signal.reason);
        });
      }),
  );
  assert.equal(future.poll(cx), PENDING);
  future[Symbol.dispose]();
  assert.deepEqual(reasons, ['AbortError']);
  future[Symbol.dispose]();
  await turn();
  assert.equal(counts.wakes, 0);
  assertBalanced(counts);
  assert.throws(() => future.poll(cx), PollError);
});

test('drop_before_the_first_poll_calls_nothing', () => {
  const { cx } = countingContext();
  let called = 0;
  const future = fromPromise(async () => called++);
  future[Symbol.dispose]();
  assert.throws(() => future.poll(cx), PollError);
  assert.equal(called, 0);
});

test('drop_of_a_value_that_nobody_took_aborts_too', async () => {
  const { cx, counts } = countingContext();
  let given: AbortSignal | undefined;
  const future = fromPromise(async (signal) => {
    given = signal;
    return 'a response whose body is still open';
  });
  future.poll(cx);
  await turn();
  future[Symbol.dispose]();
  assert.equal(given?.aborted, true);
  assertBalanced(counts);
});

test('drop_after_the_answer_aborts_nothing', async () => {
  const { cx } = countingContext();
  let given: AbortSignal | undefined;
  const future = fromPromise(async (signal) => {
    given = signal;
  });
  future.poll(cx);
  await turn();
  assert.equal(future.poll(cx), undefined);
  future[Symbol.dispose]();
  assert.equal(given?.aborted, false);
});

test('thread_about_to_block_cannot_wait_for_its_own_promise', async () => {
  const { cx, counts } = countingContext({ eventLoop: false });
  let called = 0;
  const lazy = fromPromise(async function download() {
    called += 1;
  });
  assert.throws(() => lazy.poll(cx), {
    name: 'DeadlockError',
    message: /^fromPromise\(download\): only this thread's/,
  });
  assert.equal(called, 0);
  assert.throws(() => lazy.poll(cx), PollError);
  assert.throws(() => fromPromise(deferred().promise).poll(cx), DeadlockError);
  const settled = fromPromise(Promise.resolve(1));
  await turn();
  assert.equal(settled.poll(cx), 1);
  assertBalanced(counts);
});

test('started_promise_polled_by_a_thread_about_to_block_is_aborted', () => {
  const { cx, counts } = countingContext();
  let given: AbortSignal | undefined;
  const future = fromPromise((signal) => {
    given = signal;
    return new Promise<void>(() => {});
  });
  future.poll(cx);
  assert.throws(() => future.poll(countingContext({ eventLoop: false }).cx), DeadlockError);
  assert.equal(given?.aborted, true);
  assertBalanced(counts);
});

test('waker_of_the_latest_poll_is_woken', async () => {
  const first = countingContext();
  const second = countingContext();
  const { promise, resolve } = deferred<void>();
  const future = fromPromise(promise);
  future.poll(first.cx);
  future.poll(first.cx);
  assert.equal(first.counts.clones, 1);
  future.poll(second.cx);
  assertBalanced(first.counts);
  resolve();
  await turn();
  assert.deepEqual([first.counts.wakes, second.counts.wakes], [0, 1]);
  assertBalanced(second.counts);
});

test('function_that_throws', () => {
  const { cx, counts } = countingContext();
  const future = fromPromise((): Promise<void> => {
    throw new Error('at once');
  });
  assert.throws(() => future.poll(cx), { message: 'at once' });
  assert.throws(() => future.poll(cx), PollError);
  assertBalanced(counts);
});

test('function_that_returns_no_promise', () => {
  const future = fromPromise((() => 5) as unknown as () => Promise<number>);
  assert.throws(() => future.poll(countingContext().cx), { name: 'TypeError', message: /^source: .* returned 5$/ });
});

test('function_that_drops_its_own_future', async () => {
  const { cx, counts } = countingContext();
  const { promise, resolve } = deferred<number>();
  const future = fromPromise((): Promise<number> => {
    future[Symbol.dispose]();
    return promise;
  });
  assert.equal(future.poll(cx), PENDING);
  resolve(1);
  await turn();
  assert.equal(counts.wakes, 0);
  assertBalanced(counts);
  assert.throws(() => future.poll(cx), PollError);
});

test('foreign_thenables', async () => {
  const thenable = (then: (yes: (value: number) => void, no: (reason: unknown) => void) => void) =>
    fromPromise({ then } as PromiseLike<number>);
  assert.equal(await thenable((yes) => yes(1)), 1);
  const twice = thenable((yes, no) => {
    yes(1);
    yes(2);
    no(new Error('late'));
  });
  assert.equal(await twice, 1);
  const throws = thenable(() => {
    throw new Error('in then');
  });
  await assert.rejects(async () => await throws, { message: 'in then' });
});

test('awaited_in_an_async_function', async () => {
  assert.equal(await fromPromise(Promise.resolve(1)), 1);
  assert.equal(await fromPromise(async () => 2), 2);
  await assert.rejects(async () => await fromPromise(Promise.reject(new Error('no'))), { message: 'no' });
});

test('named_in_errors', () => {
  const names = [fromPromise(Promise.resolve()), fromPromise(async function load() {}), fromPromise(async () => {})];
  assert.deepEqual(names.map(String), ['fromPromise(Promise)', 'fromPromise(load)', 'fromPromise(anonymous)']);
});

test('bad_input', () => {
  for (const [value, shown] of [
    [5, '5'],
    [null, 'null'],
    [undefined, 'undefined'],
    ['text', '"text"'],
  ] as const) {
    assert.throws(() => fromPromise(value as unknown as Promise<void>), {
      name: 'TypeError',
      message: `source: expected a promise or a function that returns one, got ${shown}`,
    });
  }
});
