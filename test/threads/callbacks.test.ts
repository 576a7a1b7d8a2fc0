import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import {
  all,
  blockOn,
  CancelledError,
  co,
  DeadlockError,
  Executor,
  type Future,
  fromPromise,
  PENDING,
  pollFn,
  ready,
  SharedWaker,
  select,
  sleep,
  timeout,
  type Waker,
  type WakerHandle,
} from 'reveille';
import { bounded } from 'reveille/channel';
import { offload, PayloadError, pool } from 'reveille/threads';
import { collector } from '../support/collector.js';
import { untilSet, words } from './words.js';

type Making = typeof import('./modules/making.js');
const url = new URL('./modules/making.js', import.meta.url);

test('a_function_is_called_on_the_thread_that_gave_it', async () => {
  using api = offload<Making>(url);
  const got: string[] = [];
  const length = (text: string): number => got.push(text);
  assert.equal(await api.callTwice(length), 3);
  assert.equal(blockOn(api.callTwice(length)), 7, 'be it blocked or not');
  assert.deepEqual(got, ['a', 'b', 'a', 'b']);
});

test('a_thread_blocks_on_what_the_function_answers', async () => {
  using api = offload<Making>(url);
  assert.equal(blockOn(api.callBlocking((n) => n * n, 10)), 285);
  assert.equal(await api.callBlocking((n) => n * n, 10), 285);
  assert.equal(await api.callBlocking(async (n) => n, 4), 6);
});

test('a_function_that_blocks_on_its_caller_while_no_call_waits_gets_no_second_thread', () => {
  using p = pool<Making>(url, { threads: 1 });
  let most = 0;
  const look = (n: number): number => {
    most = Math.max(most, p.stats.threads);
    return n;
  };
  assert.equal(blockOn(p.callBlocking(look, 20)), 190);
  assert.deepEqual([most, p.stats.threads], [1, 1]);
});

test('what_cannot_be_sent_back_is_called_an_answer_or_an_error', async () => {
  using api = offload<Making>(url);
  await assert.rejects(api.giveBack({ f: () => 1 }).then(), {
    message: "giveBack(): answer.f: a function can't be sent",
  });
  await assert.rejects(api.throwBack({ g: () => 1 }).then(), {
    message: "throwBack(): error.g: a function can't be sent",
  });
  const twice = (): number => (() => 1) as never;
  await assert.rejects(api.callBlocking(twice, 1).then(), { message: "twice(): answer: a function can't be sent" });
});

test('calls_that_nobody_awaits_come_in_order_and_before_the_answer', async () => {
  using api = offload<Making>(url);
  for (const wait of [blockOn, (call: PromiseLike<string>) => call]) {
    const steps: number[] = [];
    const progress = (step: number): void => void steps.push(step);
    assert.equal(await wait(api.report(100, { progress }) as never), 'done');
    assert.deepEqual(
      steps,
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
  }
});

test('a_function_that_occurs_twice_is_one', async () => {
  using api = offload<Making>(url);
  const f = (): void => {};
  assert.equal(await api.areSame(f, f), true);
  assert.equal(await api.areSame(f, () => {}), false);
});

test('what_the_function_throws_or_rejects_with_fails_its_call', async () => {
  using api = offload<Making>(url);
  const isIt = (error: Error): boolean => error instanceof RangeError && error.message === 'no';
  const no = (): never => {
    throw new RangeError('no');
  };
  assert.throws(() => blockOn(api.callBlocking(no, 1)), isIt);
  await assert.rejects(async () => await api.callTwice(async () => no()), isIt);
  await assert.rejects(async () => await api.callTwice((() => () => 1) as never), PayloadError);
});

test('a_promise_of_a_thread_that_blocks_is_a_deadlock_that_is_told', async () => {
  using api = offload<Making>(url);
  assert.throws(() => blockOn(api.callTwice(async () => 1)), DeadlockError);
  assert.equal(await api.callTwice(async () => 1), 2, 'awaited, it is none');
});

test('once_the_call_is_over_its_functions_answer_no_more', async () => {
  using api = offload<Making>(url);
  await api.keep(() => 1);
  await assert.rejects(async () => await api.callKept(), CancelledError);
});

test('a_signal_follows_the_one_that_was_given', async () => {
  using api = offload<Making>(url);
  const controller = new AbortController();
  const started = words();
  const call = api.untilAborted(controller.signal, started).then((text) => text);
  await untilSet(started, 0);
  controller.abort(new RangeError('enough'));
  assert.equal(await call, 'RangeError: enough');
  assert.match(await api.untilAborted(controller.signal), /RangeError: enough/, 'also one that is aborted already');
  assert.match(blockOn(api.untilAborted(AbortSignal.abort())), /^AbortError/);
  assert.match(await api.untilAborted(AbortSignal.abort('text')), /text/);
});

test('a_signal_that_is_aborted_before_the_call_begins', async () => {
  using p = pool<Making>(url, { threads: 1 });
  const controller = new AbortController();
  const first = p.untilAborted(AbortSignal.abort());
  const second = p.untilAborted(controller.signal);
  controller.abort(new Error('soon'));
  await first;
  assert.equal(await second, 'Error: soon');
});

test('nothing_listens_to_a_signal_when_the_call_is_over', async () => {
  using api = offload<Making>(url);
  const { signal } = new AbortController();
  assert.equal(await api.areSame(signal, signal), true);
  const dropped = api.untilAborted(signal);
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  dropped[Symbol.dispose]();
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('too_many_signals_are_refused', () => {
  using api = offload<Making>(url);
  const signals = Array.from({ length: 32 }, () => new AbortController().signal);
  assert.throws(() => api.areSame(signals, 1), PayloadError);
});

test('a_thread_passes_a_function_on_that_was_given_to_it', async () => {
  using p = pool<Making>(url, { threads: { min: 1, max: 1 } });
  assert.equal(await p.passOn((n) => n + 1, 5), 15);
  assert.equal(blockOn(p.passOn((n) => n + 1, 5)), 15);
});

test('a_caller_that_dies_fails_what_is_asked_of_it', async () => {
  using p = pool<Making>(url, { threads: 1 });
  const told = words();
  const caller = new Worker(new URL('./dying-caller.worker.js', import.meta.url), {
    workerData: { handle: p.share(), told },
  });
  await untilSet(told, 0);
  assert.equal(told[0], 'ThreadDiedError'.length);
  await caller.terminate();
  assert.equal(await p.areSame(1, 1), true);
});

test('a_thread_that_blocks_drives_the_futures_that_the_function_answers', async () => {
  using api = offload<Making>(url);
  using other = offload<Making>(url);
  const doubled = co.wrap(function* (n: number) {
    yield* sleep(1);
    return 2 * n;
  });
  assert.equal(blockOn(api.callBlocking((n) => ready(n), 10)), 45);
  assert.equal(blockOn(api.callBlocking(doubled, 10)), 90);
  assert.equal(await api.callBlocking(doubled, 10), 90);
  assert.deepEqual(blockOn(all([api.callBlocking(doubled, 3), other.callBlocking(doubled, 4)])), [6, 12]);
  assert.equal(blockOn(api.callBlocking((n) => other.callBlocking(doubled, n), 4)), 2 * (0 + 0 + 1 + 3));
});

test('what_such_a_future_fails_with_is_thrown_where_the_function_was_called', () => {
  using api = offload<Making>(url);
  const fails = co.wrap(function* (): Generator<never, number> {
    throw new RangeError('not that one');
  });
  assert.throws(() => blockOn(api.callBlocking(fails, 1)), /RangeError: not that one/);
  const stuck = (): PromiseLike<number> => fromPromise(new Promise<number>(() => {}));
  assert.throws(() => blockOn(api.callBlocking(stuck, 1)), DeadlockError);
});

test('such_a_future_is_dropped_when_nobody_waits_for_its_answer', () => {
  using api = offload<Making>(url);
  let dropped = 0;
  const [tx, rx] = bounded<string>(1);
  const endless = co.wrap(function* (_: number) {
    try {
      tx.trySend('begun');
      yield* sleep(1e6);
    } finally {
      dropped += 1;
    }
    return 1;
  });
  assert.deepEqual(blockOn(select({ call: api.callBlocking(endless, 1), told: rx.recv() })), {
    key: 'told',
    value: 'begun',
  });
  assert.equal(dropped, 1);
});

test('what_a_function_has_answered_that_was_called_before_its_caller_blocks_is_driven_when_it_does', async () => {
  using api = offload<Making>(url);
  blockOn(api.callBlocking((n) => n, 1));
  for (let round = 0; round < 30; round += 1) {
    assert.equal(blockOn(api.callBlocking((n) => after(n), 2)), 1);
    const [first, second] = [api.callBlocking((n) => after(n), 3), api.callBlocking((n) => after(n), 4)];
    assert.equal(blockOn(first), 3);
    assert.equal(blockOn(second), 6); // asked for while this thread blocked on the first one
    const third = api.callBlocking((n) => after(n), 3);
    blockOn(sleep(2));
    assert.equal(blockOn(third), 3);
    const fourth = api.callBlocking((n) => after(n), 3);
    blockOn(sleep(2));
    assert.equal(await fourth, 3); // and goes on by the event loop
  }
});

const after = co.wrap(function* (n: number) {
  yield* sleep(0.5);
  return n;
});

test('a_promise_that_was_answered_before_the_caller_blocks_is_a_deadlock_then_and_only_then', async () => {
  using api = offload<Making>(url);
  blockOn(api.callBlocking((n) => n, 1));
  for (let round = 0; round < 10; round += 1) {
    const first = api.callBlocking(async (n) => n, 3);
    blockOn(sleep(2));
    assert.throws(() => blockOn(first), DeadlockError);
    const third = api.callBlocking(async (n) => n, 3);
    blockOn(sleep(2));
    assert.equal(await third, 3);
  }
});

test('what_functions_have_answered_is_let_go_of_while_their_call_goes_on', async () => {
  const collect = collector();
  using api = offload<Making>(url);
  for (const answer of [(n: number) => ready(n), async (n: number) => n, after]) {
    const answers: WeakRef<object>[] = [];
    let left = 0;
    const times = 200;
    const look = (n: number): PromiseLike<number> => {
      if (n === times - 1) {
        collect();
        left = answers.filter((one) => one.deref() !== undefined).length;
      }
      const one = answer(n);
      answers.push(new WeakRef(one));
      return one;
    };
    assert.equal(await api.callBlocking(look, times), (times * (times - 1)) / 2);
    assert.ok(left < times / 2, `${left} of ${times} are left`);
  }
});

test('a_future_that_the_function_answers_may_wait_for_calls_of_the_same_threads', async () => {
  for (const api of [offload<Making>(url), pool<Making>(url, { threads: 2 })]) {
    const bare = (n: number): Future<number> => api.echo(n);
    const coroutine = (n: number): Future<number> =>
      co(function* () {
        for (let i = 0; i < 3; i += 1) yield* api.echo(i);
        return yield* api.echo(n);
      });
    for (const answer of [bare, coroutine]) {
      for (const ask of [() => api.callBlocking(answer, 5), () => api.callAwaiting(answer, 5)]) {
        assert.equal(blockOn(ask()), 10);
        assert.equal(await ask(), 10);
      }
    }
    await api.close();
  }
});

test('many_such_futures_are_polled_once_each_time', async () => {
  using api = offload<Making>(url);
  const again = (n: number): Future<number> => api.callAwaiting((m) => api.echo(m + n), 2);
  assert.equal(blockOn(api.callAll(again, 40)), 2 * 780 + 40);
  assert.equal(blockOn(api.callAll((n: number) => timeout(again(n), 60_000), 40)), 2 * 780 + 40);
  assert.equal(await api.callAll(again, 40), 2 * 780 + 40);
});

test('who_waits_for_what_the_function_answers_is_told_when_the_call_is_over', async () => {
  const answers = [() => sleep(1e9), () => new Promise(() => {})];
  for (const ask of ['callBlocking', 'callAwaiting'] as const) {
    for (const answer of answers) {
      await using p = pool<Making>(url, { threads: 1 });
      const words = new Int32Array(new SharedArrayBuffer(4));
      const call = p.telling(words, ask, answer as () => never);
      void call.catch(() => {});
      while (Atomics.load(words, 0) !== 1) await new Promise(setImmediate);
      call[Symbol.dispose]();
      assert.equal(await p.areSame(1, 1), true);
    }
  }
});

test('calls_of_functions_that_answer_too_late_take_no_place_for_good', async () => {
  using api = pool<Making>(url, { threads: 1 });
  const never = (): Future<unknown> => sleep(1e9);
  await api.report(3000, { progress: never });
  const { byteLength } = api.share().table;
  for (let round = 0; round < 5; round += 1) await api.report(3000, { progress: never });
  assert.equal(api.share().table.byteLength, byteLength);
});

test('functions_are_called_by_what_their_names_are_if_those_are_texts', async () => {
  class Named {
    static get name(): string {
      throw new RangeError('no name');
    }
  }
  const numbered = Object.defineProperty(() => 1, 'name', { value: 5 });
  using api = offload<Making>(url);
  assert.equal(await api.areSame(Named, Named), true);
  assert.equal(blockOn(api.callBlocking(numbered, 2)), 2);
});

test('futures_of_several_calls_go_on_whichever_is_over_first', () => {
  using api = offload<Making>(url);
  const calls = [60, ...new Array(12).fill(5)].map((ms: number) =>
    api.callAwaiting(
      (n: number) =>
        co(function* () {
          yield* sleep(ms);
          return n;
        }),
      1,
    ),
  );
  assert.deepEqual(blockOn(all(calls)), new Array(13).fill(0));
  const executor = new Executor();
  const tasks = [60, 5].map((ms) => executor.spawn(api.callAwaiting(() => sleep(ms) as never, 1)));
  executor.runUntil(all(tasks));
});

test('a_function_that_drops_its_own_call_is_told_like_any_other', async () => {
  for (const ask of ['callBlocking', 'callAwaiting'] as const) {
    for (const answer of [() => sleep(1e9), () => new Promise(() => {}), () => 1]) {
      await using p = pool<Making>(url, { threads: 1 });
      const call = p[ask]((): never => {
        call[Symbol.dispose]();
        return answer() as never;
      }, 1);
      await assert.rejects(call.then(), CancelledError);
      assert.equal(await p.echo(2), 2);
    }
  }
});

test('a_call_that_was_dropped_is_told_that_nobody_answers_while_its_caller_has_none_else', async () => {
  const p = pool<Making>(url, { threads: 1 });
  const latch = words();
  const call = p.askLater(latch, (n: number) => n);
  while (Atomics.load(latch, 0) === 0); // its event loop has not turned, and does not look for answers
  call[Symbol.dispose]();
  for (let turns = 10; turns > 0; turns -= 1) await new Promise(setImmediate); // it has looked for the last time by now
  Atomics.store(latch, 1, 1);
  await untilSet(latch, 2);
  assert.equal(latch[2], 1);
  await p.close();
});

test('a_future_that_a_function_answers_goes_on_whatever_the_others_wait_for', async () => {
  using api = pool<Making>(url, { threads: 3 });
  const slowly = (ms: number): Future<number> =>
    co(function* () {
      yield* sleep(ms);
      return 7;
    });
  const executor = new Executor();
  const numbers = api.count(1000);
  const slow = executor.spawn(api.callAwaiting(() => slowly(40), 1));
  const other = executor.spawn(
    co(function* () {
      for (let n = 0; n < 3; n += 1) yield* numbers.next(); // the last one that polls it; goes on to something else
      return yield* slow;
    }),
  );
  assert.equal(executor.runUntil(other), 7);

  const [one, two] = [new Executor(), new Executor()];
  const first = one.spawn(api.callAwaiting(() => slowly(40), 1));
  const long = two.spawn(api.callAwaiting(() => slowly(1e6), 1));
  one.spawn(
    co(function* () {
      two.runUntil(two.spawn(sleep(10)));
      yield* sleep(0);
    }),
  );
  assert.equal(one.runUntil(first), 7);
  long.abort();
  two.runUntilStalled();
});

test('a_future_that_a_function_answers_is_woken_from_any_thread_however_its_caller_waits', async () => {
  await using p = pool<Making>(url, { threads: 2 });
  /** Woken by another thread of the pool, while this one does nothing for it. */
  const wokenThere = (): Future<number> => {
    let waking: Future<void> | null = null;
    const latch = words();
    const handles: WakerHandle[] = [];
    return pollFn((cx) => {
      handles.push(cx.waker.share());
      if (waking === null) waking = p.wake(handles[0] as WakerHandle, latch);
      if (Atomics.load(latch, 0) === 0) return PENDING;
      waking[Symbol.dispose]();
      assert.equal(new Set(handles.map(({ slot }) => slot)).size, 1, 'it has a slot of its own, and one only');
      return 7;
    });
  };
  assert.equal(blockOn(p.callBlocking(wokenThere, 2)), 14);
  assert.equal(await p.callAwaiting(wokenThere, 2), 14);
  const executor = new Executor();
  assert.equal(executor.runUntil(executor.spawn(p.callAwaiting(wokenThere, 1))), 7);

  const clones: Waker[] = [];
  const kept = (): Future<number> =>
    pollFn((cx) => {
      clones.push(cx.waker.clone());
      return 1;
    });
  assert.equal(await p.callAwaiting(kept, 1), 1);
  const handle = clones[0]?.share() as WakerHandle;
  SharedWaker.attach(handle).wake(); // of what is over: wakes nobody
  assert.equal(await p.callAwaiting(kept, 1), 1);
});

test('a_coroutine_that_drops_the_call_that_it_answers_is_dropped_when_it_waits', async () => {
  await using p = pool<Making>(url, { threads: 1 });
  let dropped = 0;
  const call = p.callAwaiting(
    () =>
      co(function* () {
        try {
          yield* sleep(1);
          call[Symbol.dispose]();
          yield* sleep(1e6);
        } finally {
          dropped += 1;
        }
        return 1;
      }),
    1,
  );
  await assert.rejects(call.then(), CancelledError);
  assert.equal(await p.echo(2), 2);
  assert.equal(dropped, 1);
});
