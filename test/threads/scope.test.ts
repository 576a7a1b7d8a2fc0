import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blockOn,
  CancelledError,
  co,
  Executor,
  type Future,
  lazy,
  PENDING,
  PollError,
  pollFn,
  ready,
  SharedWaker,
  sleep,
  spawn,
  type WakerHandle,
  yieldNow,
} from 'reveille';
import { TestExecutor } from 'reveille/testing';
import { offload, pool, type Scope, type ScopeHandle, scope } from 'reveille/threads';
import { Probe, taken } from '../support/probe.js';

/** Runs it in virtual time. */
const run = <T>(future: Future<T>): T => new TestExecutor({ seed: 1 }).runUntil(future);

/** A child that says when it begins and ends. */
const told = (log: string[], name: string, ms: number): Future<string> =>
  co(function* told() {
    log.push(`${name} begins`);
    yield* sleep(ms);
    log.push(`${name} ends`);
    return name;
  });

test('the_scope_waits_for_children_that_nobody_joins', () => {
  const log: string[] = [];
  const answer = scope(function* (s) {
    s.spawn(told(log, 'b', 4));
    s.spawn(told(log, 'a', 2));
    log.push('body ends');
    return 42;
  });
  assert.deepEqual(log, []); // nothing runs before the first poll
  assert.equal(run(answer), 42);
  assert.deepEqual(log, ['body ends', 'b begins', 'a begins', 'a ends', 'b ends']);
});

for (const [name, drive] of [
  ['blockOn', async (future: Future<number>) => blockOn(future)],
  ['await', async (future: Future<number>) => await future],
  ['an executor that parks', async (future: Future<number>) => new Executor().runUntil(future)],
  ['the event loop', async (future: Future<number>) => await spawn(future)],
  [
    'yield*',
    async (future: Future<number>) =>
      blockOn(
        co(function* () {
          return yield* future;
        }),
      ),
  ],
] as const) {
  test(`a_scope_is_driven_by ${name}`, async () => {
    const sum = scope(function* (s) {
      const handles = [1, 2, 3].map((n) =>
        s.spawn(function* () {
          yield* sleep(4 - n);
          yield* yieldNow();
          return 10 * n;
        }),
      );
      let total = 0;
      for (const handle of handles) total += yield* handle;
      return total;
    });
    assert.equal(await drive(sum), 60);
  });
}

test('a_body_may_be_an_async_function_or_answer_a_future', async () => {
  const slow = async (s: Scope): Promise<number> => {
    const handle = s.spawn(async (signal) => {
      assert.equal(signal.aborted, false);
      await Promise.resolve();
      return 20;
    });
    const value = await handle;
    const later = s.spawn(ready(1)); // outside of any poll of the scope
    return value + (await later);
  };
  assert.equal(await scope(slow), 21);
  assert.equal(await scope(() => ready(3)), 3);
  assert.equal(await scope((s) => s.spawn(Promise.resolve(4))), 4);
  assert.equal(blockOn(scope((s) => s.spawn(ready(5)))), 5);
});

test('children_spawn_children_while_anything_runs', () => {
  const log: number[] = [];
  const answer = scope(function* (s) {
    const deeper = (depth: number): void => {
      s.spawn(function* () {
        yield* sleep(1);
        log.push(depth);
        if (depth < 5) deeper(depth + 1);
      });
    };
    deeper(1);
    return 'body was over long ago';
  });
  assert.equal(run(answer), 'body was over long ago');
  assert.deepEqual(log, [1, 2, 3, 4, 5]);
});

test('nothing_is_spawned_or_used_when_everything_is_over', () => {
  let escaped: Scope | undefined;
  run(scope((s) => lazy(() => void (escaped = s))));
  assert.throws(() => escaped?.spawn(ready(1)), PollError);
  assert.throws(() => escaped?.use({ close() {} }), PollError);
  escaped?.cancel('too late, and no error');
  assert.equal(escaped?.signal.aborted, false);
});

test('only_what_was_woken_is_polled', () => {
  const log: string[] = [];
  const [a, b] = [new Probe('a', log), new Probe('b', log)];
  const executor = new Executor();
  const handle = executor.spawn(
    scope((s) => {
      s.spawn(a);
      s.spawn(b);
      return ready('body');
    }),
  );
  executor.runUntilStalled();
  assert.deepEqual(taken(log), ['poll a', 'poll b']);
  b.wake();
  executor.runUntilStalled();
  assert.deepEqual(taken(log), ['poll b']);
  a.answer('');
  b.answer('');
  assert.equal(executor.runUntil(handle), 'body');
  assert.deepEqual(taken(log), ['poll a', 'poll b']);
});

test('a_child_that_wakes_itself_lets_others_run', () => {
  const executor = new Executor();
  let others = 0;
  const handle = executor.spawn(
    scope(function* (s) {
      for (let i = 0; i < 3; i += 1)
        s.spawn(function* () {
          while (others < 10) yield* yieldNow();
        });
    }),
  );
  executor.spawn(
    co(function* () {
      for (; others < 10; others += 1) yield* yieldNow();
    }),
  );
  executor.runUntil(handle);
  assert.equal(others, 10);
});

test('ten_thousand_children', () => {
  const total = scope(function* (s) {
    const handles: ScopeHandle<number>[] = [];
    for (let n = 0; n < 10_000; n += 1) {
      handles.push(
        s.spawn(function* () {
          for (let i = n % 3; i > 0; i -= 1) yield* yieldNow();
          return n;
        }),
      );
    }
    let sum = 0;
    for (const handle of handles) sum += yield* handle;
    return sum;
  });
  assert.equal(run(total), 49_995_000);
});

test('an_aborted_child_is_no_failure', () => {
  const log: string[] = [];
  const answer = scope(function* (s) {
    const handle = s.spawn(function* () {
      try {
        yield* sleep(60_000);
      } finally {
        yield* sleep(1);
        log.push('tidy');
      }
    });
    yield* sleep(1);
    handle.abort('not needed');
    log.push(`finished: ${handle.isFinished}`);
    try {
      yield* handle;
    } catch (error) {
      assert.ok(error instanceof CancelledError);
      assert.equal(error.cause, 'not needed');
      log.push('joined');
    }
    return log;
  });
  assert.deepEqual(run(answer), ['finished: false', 'tidy', 'joined']);
});

test('a_child_may_abort_itself_and_goes_on_to_its_next_wait', () => {
  const log: string[] = [];
  run(
    scope(function* (s) {
      const handle: ScopeHandle<void> = s.spawn(function* () {
        yield* sleep(1);
        handle.abort();
        log.push('goes on');
        yield* sleep(1);
        log.push('never');
      });
    }),
  );
  assert.deepEqual(log, ['goes on']);
});

test('a_handle_has_one_joiner_and_is_of_use_after_the_scope', () => {
  let kept: ScopeHandle<number> | undefined;
  run(
    scope(function* (s) {
      kept = s.spawn(ready(7));
    }),
  );
  assert.equal(run(kept as Future<number>), 7);
  assert.throws(() => run(kept as Future<number>), PollError);
});

test('a_dropped_handle_lets_the_child_run', () => {
  const log: string[] = [];
  run(
    scope(function* (s) {
      s.spawn(told(log, 'a', 1))[Symbol.dispose]();
    }),
  );
  assert.deepEqual(log, ['a begins', 'a ends']);
});

test('what_a_child_drops_while_it_runs_is_cleaned_up_before_it_is_over', () => {
  const log: string[] = [];
  const answer = scope(function* (s) {
    const handle = s.spawn(function* () {
      const inner = co(function* () {
        try {
          yield* sleep(60_000);
        } finally {
          yield* sleep(3);
          log.push('cleaned up');
        }
      });
      inner.poll({ waker: (yield* context()).waker, services: (yield* context()).services });
      inner[Symbol.dispose]();
      return 'value';
    });
    log.push(yield* handle);
  });
  run(answer);
  assert.deepEqual(log, ['cleaned up', 'value']);
});

/** The context of whoever awaits it. */
const context = (): Future<{ cx: never } & Parameters<Future<unknown>['poll']>[0]> => lazy((cx) => cx as never);

test('what_is_used_is_closed_last_first_when_all_children_are_over', () => {
  const log: string[] = [];
  const closable = (name: string): Disposable => ({ [Symbol.dispose]: () => void log.push(`${name} closed`) });
  const answer = scope(function* (s) {
    const first = closable('first');
    assert.equal(s.use(first), first);
    s.use({
      close: () =>
        co(function* () {
          log.push('closing');
          yield* sleep(1);
          log.push('second closed');
        }),
    });
    s.use({
      [Symbol.asyncDispose]: () => Promise.resolve(),
      [Symbol.dispose]: () => assert.fail('asyncDispose comes first'),
      close: () => assert.fail('close comes last'),
    });
    s.spawn(told(log, 'a', 2));
    return 1;
  });
  return spawn(answer).then((value) => {
    assert.equal(value, 1);
    assert.deepEqual(log, ['a begins', 'a ends', 'closing', 'second closed', 'first closed']);
  });
});

test('a_child_is_woken_through_a_shared_waker', () => {
  let handle: WakerHandle | undefined;
  let happened = false;
  const shares = (): Future<string> =>
    pollFn((cx) => {
      handle = cx.waker.share();
      return happened ? 'woken' : PENDING;
    });
  const executor = new Executor();
  const log: string[] = [];
  const task = executor.spawn(
    scope(function* (s) {
      s.spawn(new Probe('other', log));
      const child = s.spawn(shares());
      const answer = yield* child;
      s.cancel();
      return answer;
    }),
  );
  executor.runUntilStalled();
  happened = true;
  SharedWaker.attach(handle as WakerHandle).wake(); // could as well happen on another thread
  assert.equal(executor.runUntil(task), 'woken');
  assert.deepEqual(log, ['poll other', 'drop other']);
});

test('a_nested_scope_is_a_child', () => {
  const log: string[] = [];
  const answer = scope(function* (s) {
    const inner = s.scope(function* (t) {
      t.spawn(told(log, 'inner', 2));
      return 5;
    });
    s.spawn(told(log, 'outer', 4));
    return 1 + (yield* inner);
  });
  assert.equal(run(answer), 6);
  assert.deepEqual(log, ['outer begins', 'inner begins', 'inner ends', 'outer ends']);
});

for (const how of ['await', 'spawn'] as const) {
  test(`a_scope_that_an_event_cancels_while_all_in_it_sleeps_ends_at_once, ${how}`, async () => {
    let cancel = (): void => {};
    const sleeping = scope(function* (s) {
      cancel = () => s.cancel(new Error('ctrl-c'));
      yield* sleep(Number.POSITIVE_INFINITY);
    });
    const over = assert.rejects(Promise.resolve(how === 'await' ? sleeping : spawn(sleeping)), CancelledError);
    await new Promise((resolve) => setImmediate(resolve));
    cancel();
    await over;
  });
}

test('a_thread_blocks_on_a_scope_that_closes_threads', () => {
  type Making = typeof import('./modules/making.js');
  const url = new URL('./modules/making.js', import.meta.url);
  for (const make of [offload, pool] as const) {
    const five = scope(function* (s) {
      const api = s.use(make<Making>(url));
      return yield* api.echo(5);
    });
    assert.equal(blockOn(five), 5);
  }
});
