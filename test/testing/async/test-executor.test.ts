import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  all,
  CancelledError,
  co,
  DeadlockError,
  Executor,
  fromPromise,
  interval,
  type JoinHandle,
  now,
  PENDING,
  PollError,
  pending,
  pollFn,
  race,
  sleep,
  sleepUntil,
  spawn,
  TimeoutError,
  timeout,
  type Waker,
  yieldNow,
} from 'reveille';
import { EndlessError, OutsideError, TestExecutor, type TestExecutorOptions } from 'reveille/testing';
import { observe } from 'reveille/trace';
import { Probe } from '../../support/probe.js';

/** What a task of a random program does, one after the other: `y` yields, a number sleeps so many milliseconds. */
type Script = readonly (number | 'y')[];

const scripts = fc.array(fc.array(fc.oneof(fc.constant('y' as const), fc.nat(3)), { maxLength: 5 }), { maxLength: 6 });
const seeds = fc.nat(2 ** 32 - 1);

/** Runs a program of such tasks; the answer is what its tasks did, in order. */
function perform(program: readonly Script[], options: TestExecutorOptions): { log: string[]; executor: TestExecutor } {
  const log: string[] = [];
  const executor = new TestExecutor(options);
  for (const [name, script] of program.entries()) {
    executor.spawn(
      co(function* task() {
        for (const step of script) {
          yield* step === 'y' ? yieldNow() : sleep(step);
          log.push(`${name} at ${now()}`);
        }
      }),
    );
  }
  executor.run();
  return { log, executor };
}

// The order.

test('the_same_seed_is_the_same_run_byte_for_byte', () => {
  fc.assert(
    fc.property(scripts, seeds, (program, seed) => {
      const [one, other] = [perform(program, { seed }), perform(program, { seed })];
      assert.equal(one.executor.trace, other.executor.trace);
      assert.deepEqual(one.log, other.log);
    }),
  );
});

test('the_choices_of_a_run_are_a_schedule_that_gives_the_same_run', () => {
  fc.assert(
    fc.property(scripts, seeds, (program, seed) => {
      const { executor } = perform(program, { seed });
      const again = perform(program, { schedule: executor.choices });
      assert.equal(again.executor.trace, executor.trace);
      assert.deepEqual(again.executor.choices, executor.choices);
    }),
  );
});

test('an_empty_schedule_is_the_order_of_an_ordinary_executor', () => {
  fc.assert(
    fc.property(scripts, (program) => {
      const log: string[] = [];
      const executor = new Executor();
      for (const [name, script] of program.entries()) {
        executor.spawn(
          co(function* () {
            for (const _ of script) {
              yield* yieldNow();
              log.push(`${name} at 0`);
            }
          }),
        );
      }
      executor.run();
      const yields = program.map((script) => script.map(() => 'y' as const));
      assert.deepEqual(perform(yields, { schedule: [] }).log, log);
    }),
  );
});

test('all_orders_are_found', () => {
  const program: Script[] = [['y'], ['y'], ['y'], ['y']];
  const orders = new Set(Array.from({ length: 500 }, (_, seed) => perform(program, { seed }).log.join()));
  assert.equal(orders.size, 24);
});

test('a_task_is_left_behind_for_long_by_some_seeds', () => {
  const program: Script[] = [['y'], Array(20).fill('y')];
  const last = Array.from({ length: 100 }, (_, seed) => perform(program, { seed }).log.at(-1));
  assert.ok(last.filter((line) => line?.startsWith('0')).length >= 10, 'twenty heads in a row are no matter of chance');
});

test('whoever_waits_in_a_loop_for_another_does_not_hang', () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const executor = new TestExecutor({ seed, maxPolls: 10_000 });
    let done = false;
    executor.spawn(
      co(function* impatient() {
        while (!done) yield* yieldNow();
      }),
    );
    executor.spawn(
      co(function* slow() {
        for (let i = 0; i < 10; i += 1) yield* yieldNow();
        done = true;
      }),
    );
    executor.run();
  }
});

test('a_task_that_is_woken_takes_part_in_the_next_draw', () => {
  const executor = new TestExecutor({ schedule: [0, 2, 0] });
  const log: string[] = [];
  const probe = new Probe('probe', log);
  executor.spawn(probe);
  executor.runUntilStalled();
  for (const name of ['a', 'b', 'c']) {
    executor.spawn(
      pollFn(() => {
        log.push(name);
        if (name === 'a') probe.answer('now');
      }),
    );
  }
  executor.run();
  assert.deepEqual(log, ['poll probe', 'a', 'poll probe', 'b', 'c']);
});

// Time.

test('time_is_virtual_and_jumps_from_deadline_to_deadline', () => {
  const executor = new TestExecutor();
  const seen: number[] = [];
  executor.spawn(
    co(function* clock() {
      const ticks = interval(3_600_000);
      while ((yield* ticks.next()) < 2) seen.push(executor.now(), now());
      yield* sleepUntil(now() + 0.5);
      seen.push(now());
    }),
  );
  const started = performance.now();
  executor.run();
  assert.ok(performance.now() - started < 3_600_000);
  assert.deepEqual(seen, [0, 0, 3_600_000, 3_600_000, 7_200_000.5]);
});

test('a_time_limit_is_missed_only_in_virtual_time', () => {
  const executor = new TestExecutor();
  assert.equal(executor.runUntil(timeout(sleep(59_999), 60_000)), undefined);
  assert.throws(() => executor.runUntil(timeout(sleep(60_001), 60_000)), TimeoutError);
  assert.equal(executor.now(), 119_999);
});

test('time_may_be_as_long_as_numbers_are_large', () => {
  const executor = new TestExecutor({ maxPolls: 100 });
  executor.runUntil(sleep(2 ** 60));
  executor.runUntil(sleep(1)); // less than the clock can show
  assert.equal(executor.now(), 2 ** 60);
  executor.runUntil(timeout(sleep(1e308), 1.7e308));
  assert.equal(executor.now(), 1e308);
  assert.match(executor.trace, /^1e\+308 ms {4}task 3 is done$/m);
  assert.throws(() => executor.runUntil(sleep(Number.MAX_VALUE)), DeadlockError, 'it never comes');
});

test('time_stands_still_while_a_task_can_run', () => {
  const executor = new TestExecutor();
  executor.spawn(sleep(5));
  let left = 100;
  executor.spawn(
    co(function* busy() {
      while (left-- > 0) yield* yieldNow();
      assert.equal(now(), 0);
    }),
  );
  executor.run();
  assert.equal(executor.now(), 5);
});

test('run_until_stalled_and_tick_leave_the_clock_alone', () => {
  const executor = new TestExecutor();
  executor.spawn(sleep(5));
  executor.spawn(yieldNow());
  assert.equal(executor.tick(), true);
  assert.equal(executor.polls, 1, 'a tick is one poll');
  executor.runUntilStalled();
  assert.deepEqual([executor.now(), executor.size], [0, 1]);
});

test('advance_runs_what_becomes_due_on_the_way', () => {
  const executor = new TestExecutor();
  const log: string[] = [];
  executor.spawn(
    co(function* clock() {
      const ticks = interval(10);
      for (;;) log.push(`${yield* ticks.next()} at ${now()}`);
    }),
  );
  executor.advance(25);
  assert.deepEqual(log.splice(0), ['0 at 0', '1 at 10', '2 at 20']);
  assert.equal(executor.now(), 25);
  executor.advance(5);
  assert.deepEqual(log, ['3 at 30']);
});

// What belongs to the executor while it runs.

test('now_and_spawn_are_the_executors_in_its_tasks_only', () => {
  const executor = new TestExecutor();
  const before = now();
  const inside = executor.runUntil(
    co(function* outer() {
      yield* sleep(1_000_000_000);
      const inner = spawn(
        co(function* inner() {
          yield* sleep(1);
          return now();
        }),
      );
      return yield* inner;
    }),
  );
  assert.equal(inside, 1_000_000_001);
  assert.ok(now() >= before && now() < 1_000_000_000);
});

test('they_are_the_hosts_again_after_a_task_threw', () => {
  const executor = new TestExecutor();
  executor.advance(1_000_000_000);
  const failing = pollFn(() => {
    throw new Error(`at ${now()}`);
  });
  assert.throws(() => executor.runUntil(failing), { message: 'at 1000000000' });
  assert.ok(now() < 1_000_000_000);
});

test('an_executor_in_a_task_of_another_has_a_time_of_its_own', () => {
  const outer = new TestExecutor();
  const times = outer.runUntil(
    co(function* () {
      yield* sleep(10);
      const inner = new TestExecutor();
      inner.runUntil(sleep(5));
      return [inner.now(), now()];
    }),
  );
  assert.deepEqual(times, [5, 10]);
});

test('tasks_are_numbered_from_one_on_each_executor', () => {
  for (let i = 0; i < 2; i += 1) {
    const executor = new TestExecutor();
    assert.deepEqual([executor.spawn(pending()).id, executor.spawn(pending()).id], [1, 2]);
  }
});

// The ends.

test('a_deadlock_lists_who_waits_for_what', () => {
  const executor = new TestExecutor({ seed: 12 });
  const first: JoinHandle<void> = executor.spawn(
    co(function* first() {
      yield* sleep(7);
      yield* co(function* inner() {
        yield* second;
      });
    }),
  );
  const second: JoinHandle<void> = executor.spawn(
    co(function* second() {
      yield* race([first, pending()]);
    }),
  );
  assert.throws(
    () => executor.run(),
    (error) => {
      assert.ok(error instanceof DeadlockError);
      assert.deepEqual(error.message.split('\n'), [
        'nothing can run, and 2 tasks wait:',
        '  task 1 (co first in inner awaiting join of task 2)',
        '  task 2 (co second awaiting race(join of task 1, pending))',
        'At 7 ms of seed 12 no timer is armed, and nobody is left to wake them.',
      ]);
      return true;
    },
  );
  assert.equal(executor.size, 2, 'they stay');
});

test('a_deadlock_of_many_tasks_lists_twenty', () => {
  const executor = new TestExecutor({ schedule: [] });
  for (let i = 0; i < 25; i += 1) executor.spawn(pending());
  assert.throws(
    () => executor.run(),
    /25 tasks wait:\n {2}task 1 \(pending\)\n(.*\n){19} {2}and 5 more\nAt 0 ms of this schedule/,
  );
});

test('a_promise_needs_an_asynchronous_run', () => {
  const executor = new TestExecutor();
  assert.throws(() => executor.runUntil(fromPromise(new Promise(() => {}))), DeadlockError);
});

test('what_never_ends_is_an_error_that_names_it', () => {
  const executor = new TestExecutor({ maxPolls: 100 });
  executor.spawn(
    co(function* forEver() {
      for (;;) yield* sleep(10);
    }),
  );
  const message =
    /^after 100 polls \(options.maxPolls\), at 1000 ms of seed 0, there is no end to it:\n {2}task 1 \(co for/;
  assert.throws(() => executor.run(), { name: 'EndlessError', message });
  assert.throws(() => executor.tick(), EndlessError);
});

test('a_waker_for_another_thread_is_refused', () => {
  const executor = new TestExecutor();
  const sharing = (): unknown => executor.runUntil(pollFn((cx) => cx.waker.share()));
  assert.throws(sharing, { name: 'OutsideError', message: /^share: .*other|another thread/ });
  const many = all(Array.from({ length: 20 }, () => pollFn((cx) => cx.waker.share())));
  assert.throws(() => executor.runUntil(many), OutsideError);
});

test('an_error_that_nobody_joins_is_thrown', () => {
  const executor = new TestExecutor();
  const failing = (): unknown =>
    executor.spawn(
      pollFn(() => {
        throw new Error('nobody asked');
      }),
    );
  failing();
  assert.throws(() => executor.run(), { message: 'nobody asked' });
  failing();
  assert.throws(() => executor.runUntilStalled(), { message: 'nobody asked' });
});

test('a_task_cannot_run_its_own_executor', () => {
  const executor = new TestExecutor();
  assert.throws(() => executor.runUntil(pollFn(() => executor.run())), PollError);
  assert.throws(() => executor.runUntil(pollFn(() => executor[Symbol.dispose]())), PollError);
});

// Cancelling.

test('an_aborted_task_cleans_up_in_virtual_time', () => {
  const executor = new TestExecutor();
  const times: number[] = [];
  const task = executor.spawn(
    co(function* tidy() {
      try {
        yield* pending();
      } finally {
        times.push(now());
        yield* sleep(1_000_000_000);
        times.push(now());
      }
    }),
  );
  executor.advance(5);
  task.abort();
  assert.throws(() => executor.runUntil(task), CancelledError);
  assert.deepEqual(times, [5, 1_000_000_005]);
});

test('dropping_the_executor_cleans_up_in_virtual_time', () => {
  const log: string[] = [];
  {
    using executor = new TestExecutor();
    for (const ms of [2_000_000, 1_000_000]) {
      executor.spawn(
        co(function* () {
          try {
            yield* pending();
          } finally {
            yield* sleep(ms);
            log.push(`at ${now()}`);
          }
        }),
      );
    }
    executor.spawn(pending());
    executor.runUntilStalled();
  }
  assert.deepEqual(log, ['at 1000000', 'at 2000000']);
});

test('a_clean_up_that_needs_a_promise_outlives_the_executor', async () => {
  let answer = 'nothing';
  const executor = new TestExecutor();
  executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        answer = yield* fromPromise(Promise.resolve('on the host'));
      }
    }),
  );
  executor.runUntilStalled();
  executor[Symbol.dispose]();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(answer, 'on the host');
  assert.throws(() => executor.spawn(pending()), PollError);
});

/** Goes on and on, and has an hour's work to do when it is dropped. */
const busy = co.wrap(function* busy(log: string[]) {
  try {
    for (;;) yield* sleep(10);
  } finally {
    yield* sleep(3_600_000);
    log.push(`closed at ${now()}`);
  }
});

test('after_an_endless_run_clean_ups_have_polls_of_their_own_and_virtual_time', () => {
  const log: string[] = [];
  const run = (): void => {
    using executor = new TestExecutor({ maxPolls: 100 });
    executor.spawn(busy(log));
    executor.run();
  };
  assert.throws(run, EndlessError);
  assert.deepEqual(log, ['closed at 3601000']);
});

test('a_task_whose_run_failed_is_cleaned_up_too', async () => {
  const log: string[] = [];
  for (const verb of ['runUntil', 'runUntilAsync'] as const) {
    const run = async (): Promise<void> => {
      using executor = new TestExecutor({ maxPolls: 100 });
      await executor[verb](busy(log));
    };
    await assert.rejects(run, EndlessError);
  }
  assert.deepEqual(log, ['closed at 3601000', 'closed at 3601000']);
});

test('a_clean_up_without_end_is_an_error_and_left_where_it_stands', () => {
  const log: string[] = [];
  const executor = new TestExecutor({ maxPolls: 100 });
  const task = executor.spawn(
    co(function* stubborn() {
      try {
        yield* pending();
      } finally {
        try {
          for (;;) yield* sleep(10);
        } finally {
          log.push(`left at ${now()}`);
          yield* sleep(1); // is not waited for
          log.push('never');
        }
      }
    }),
  );
  executor.runUntilStalled();
  const message =
    /^after 100 more polls \(options.maxPolls\), at 1000 ms of seed 0, there is no end to cleaning up:\n {2}task 1 \(clean-up of/;
  assert.throws(() => executor[Symbol.dispose](), { name: 'EndlessError', message });
  assert.deepEqual(log, ['left at 1000']);
  assert.equal(task.isFinished, true);
  assert.equal(executor.size, 0);
});

test('what_a_clean_up_spawns_runs_on_as_long_as_it_goes_on', () => {
  const log: string[] = [];
  const executor = new TestExecutor();
  executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        executor.spawn(
          co(function* () {
            yield* sleep(1_000_000);
            log.push('spawned');
            try {
              yield* pending();
            } finally {
              yield* sleep(1_000_000);
              log.push(`aborted at ${now()}`);
            }
          }),
        );
      }
    }),
  );
  executor.runUntilStalled();
  executor[Symbol.dispose]();
  assert.deepEqual(log, ['spawned', 'aborted at 2000000']);
});

test('a_waker_that_outlives_its_executor_does_nothing', () => {
  const kept: Waker[] = [];
  const executor = new TestExecutor();
  const task = executor.spawn(
    pollFn((cx) => {
      kept.push(cx.waker.clone(), cx.waker.clone());
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  executor[Symbol.dispose]();
  const { trace } = executor;
  const [first, second] = kept as [Waker, Waker];
  first.wakeByRef();
  first.wake();
  assert.throws(() => second.share(), OutsideError);
  second[Symbol.dispose]();
  assert.deepEqual([task.isFinished, executor.size, executor.polls, executor.trace], [true, 0, 1, trace]);
});

test('an_executor_that_was_dropped_has_nothing_to_do', async () => {
  const executor = new TestExecutor();
  executor[Symbol.dispose]();
  executor[Symbol.dispose]();
  executor.run();
  executor.runUntilStalled();
  executor.advance(5);
  assert.deepEqual([executor.now(), executor.tick(), executor.trace], [5, false, '']);
  assert.throws(() => executor.runUntil(yieldNow()), {
    name: 'PollError',
    message: 'spawn: this executor was dropped',
  });
  await assert.rejects(executor.runUntilAsync(yieldNow()), PollError);
});

test('a_task_aborts_itself_and_all_others_in_its_poll', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const executor = new TestExecutor({ seed });
    const log: string[] = [];
    const handles: JoinHandle<void>[] = ['a', 'b', 'c'].map((name) =>
      executor.spawn(
        co(function* () {
          try {
            yield* yieldNow();
            for (const handle of handles) handle.abort();
            log.push(`${name} aborts`);
            yield* yieldNow();
            log.push('never');
          } finally {
            for (const handle of handles) handle.abort();
            yield* sleep(1);
            log.push(`${name} is closed`);
          }
        }),
      ),
    );
    executor.run();
    assert.ok(handles.every(({ isFinished }) => isFinished));
    assert.equal(log.filter((line) => line.endsWith('aborts')).length, 1, log.join());
    const started = log.filter((line) => line.endsWith('closed')).length;
    assert.ok(started >= 1 && started <= 3);
  }
});

test('an_executor_is_dropped_in_a_task_of_another', () => {
  const [one, other] = [new TestExecutor(), new TestExecutor()];
  const log: string[] = [];
  one.spawn(busy(log));
  one.runUntilStalled();
  other.advance(5);
  other.runUntil(pollFn(() => one[Symbol.dispose]()));
  assert.deepEqual(log, ['closed at 3600000']);
  assert.deepEqual([one.size, other.now()], [0, 5]);
  const own = (): unknown => one.runUntil(pollFn(() => one[Symbol.dispose]()));
  assert.throws(own, PollError);
  const around = (): unknown => other.runUntil(pollFn(() => new TestExecutor().runUntil(pollFn(() => other.run()))));
  assert.throws(around, { message: /^this executor is running already/ });
});

test('a_task_that_is_aborted_while_it_is_ready_is_not_drawn', () => {
  const executor = new TestExecutor({ seed: 3 });
  const log: string[] = [];
  const tasks = ['a', 'b', 'c'].map((name) => executor.spawn(pollFn(() => void log.push(name))));
  tasks[1]?.abort();
  executor.run();
  assert.deepEqual(log.sort(), ['a', 'c']);
});

// What one can look at.

test('the_trace_tells_the_run', () => {
  const executor = new TestExecutor({ schedule: [] });
  const sleeper = executor.spawn(
    co(function* sleeper() {
      yield* sleep(5);
      throw new Error('bad dream');
    }),
  );
  executor.spawn(
    co(function* waiter() {
      yield* yieldNow();
      try {
        yield* sleeper;
      } catch {
        aborted.abort();
      }
    }),
  );
  const aborted = executor.spawn(pending());
  executor.run();
  assert.deepEqual(executor.trace.split('\n'), [
    '     0 ms  spawn task 1 (co sleeper)',
    '     0 ms  spawn task 2 (co waiter)',
    '     0 ms  spawn task 3 (pending)',
    '     0 ms  poll task 1 (co sleeper)',
    '     0 ms    waits: co sleeper awaiting sleep(5 ms)',
    '     0 ms  poll task 2 (co waiter)',
    '     0 ms    wake task 2',
    '     0 ms    waits: co waiter awaiting yieldNow',
    '     0 ms  poll task 3 (pending)',
    '     0 ms    waits: pending',
    '     0 ms  poll task 2 (co waiter)',
    '     0 ms    waits: co waiter awaiting join of task 1',
    '     5 ms  wake task 1',
    '     5 ms  poll task 1 (co sleeper)',
    '     5 ms    wake task 2',
    '     5 ms    task 1 failed: Error: bad dream',
    '     5 ms  poll task 2 (co waiter)',
    '     5 ms    abort task 3',
    '     5 ms    task 2 is done',
  ]);
});

test('the_trace_of_a_long_run_is_its_end', () => {
  const executor = new TestExecutor();
  executor.runUntil(
    co(function* () {
      for (let i = 0; i < 10_000; i += 1) yield* yieldNow();
    }),
  );
  const lines = executor.trace.split('\n');
  assert.equal(lines[0], '... 20000 lines before');
  assert.equal(lines.length, 10_004);
  assert.match(lines.at(-1) ?? '', /task 1 is done/);
});

test('a_future_that_cannot_be_told_fails_nothing', async () => {
  const untold = Object.assign(pending(), {
    toString: (): string => {
      throw new RangeError('no name');
    },
  });
  const executor = new TestExecutor();
  executor.spawn(untold);
  const told = 'task 1 \\(\\(its toString fails with RangeError\\)\\)';
  assert.throws(() => executor.run(), { name: 'DeadlockError', message: new RegExp(told) });
  assert.match(executor.trace, new RegExp(`spawn ${told}`));
  await assert.rejects(
    executor.runUntilAsync(async () => await untold),
    { message: /await 1 \(\(its toString fails/ },
  );
});

test('a_snapshot_has_the_same_parts', () => {
  const executor = new TestExecutor();
  executor.spawn(pending());
  executor.runUntilStalled();
  executor.spawn(yieldNow());
  const { ready, waiting, wakeQueue, cachedWakers } = executor.snapshot();
  assert.deepEqual(ready, [{ id: 2, future: 'yieldNow' }]);
  assert.deepEqual(waiting, [{ id: 1, future: 'pending' }]);
  assert.deepEqual([wakeQueue, cachedWakers], [[], [1, 2]]);
});

test('observers_are_told_as_of_any_executor', () => {
  const log: string[] = [];
  const executor = new TestExecutor();
  {
    using _ = observe({ poll: (id) => log.push(`poll ${id}`), end: (id) => log.push(`end ${id}`) });
    executor.runUntil(yieldNow());
  }
  assert.deepEqual(log, ['poll 1', 'poll 1', 'end 1']);
});

test('an_observer_that_throws_loses_no_task', () => {
  const executor = new TestExecutor();
  executor.spawn(yieldNow());
  {
    using _ = observe({
      poll: () => {
        throw new Error('observer');
      },
    });
    assert.throws(() => executor.run(), { message: 'observer' });
  }
  executor.run();
  assert.equal(executor.size, 0);
});

test('it_is_an_executor', () => {
  const answer = (executor: Executor): number => executor.runUntil(pollFn(() => 7));
  assert.equal(answer(new TestExecutor()), 7);
});

test('its_end_can_be_awaited_on_another', () => {
  const executor = new TestExecutor();
  executor.spawn(sleep(5));
  const other = new TestExecutor();
  const finished = other.spawn(executor.finished());
  other.runUntilStalled();
  executor.run();
  assert.equal(other.runUntil(finished), undefined);
});

const wrong: [string, () => unknown, RegExp][] = [
  [
    'an unknown option',
    () => new TestExecutor({ seeds: 1 } as TestExecutorOptions),
    /^options.seeds: there is no such/,
  ],
  ['no seed', () => new TestExecutor({ seed: null as never }), /^options.seed: expected a number, got null$/],
  [
    'a seed that is a string',
    () => new TestExecutor({ seed: '1' as never }),
    /^options.seed: expected a number, got "1"$/,
  ],
  ['a seed that is no number', () => new TestExecutor({ seed: Number.NaN }), /^options.seed: .*, got NaN$/],
  ['polls without number', () => new TestExecutor({ maxPolls: Number.NaN }), /^options.maxPolls: .*, got NaN$/],
  [
    'polls without end',
    () => new TestExecutor({ maxPolls: Number.POSITIVE_INFINITY }),
    /^options.maxPolls: .*Infinity$/,
  ],
  ['a negative seed', () => new TestExecutor({ seed: -1 }), /^options.seed: expected a whole number/],
  ['a seed of 33 bits', () => new TestExecutor({ seed: 2 ** 32 }), /^options.seed: /],
  [
    'a seed and a schedule',
    () => new TestExecutor({ seed: 1, schedule: [] }),
    /^options.seed: a schedule leaves nothing/,
  ],
  [
    'a schedule that is none',
    () => new TestExecutor({ schedule: 'x' as unknown as [] }),
    /^options.schedule: expected an/,
  ],
  ['a choice that is none', () => new TestExecutor({ schedule: [0, -1] }), /^options.schedule\[1\]: expected a whole/],
  ['no budget', () => new TestExecutor({ budget: 0 }), /^options.budget: /],
  ['no polls', () => new TestExecutor({ maxPolls: 0 }), /^options.maxPolls: /],
  ['time that runs backwards', () => new TestExecutor().advance(-1), /^ms: expected milliseconds/],
  [
    'time beyond all numbers',
    () => {
      const executor = new TestExecutor();
      executor.advance(Number.MAX_VALUE);
      executor.advance(Number.MAX_VALUE);
    },
    /^ms: for ever never ends/,
  ],
  ['time without end', () => new TestExecutor().advance(Number.POSITIVE_INFINITY), /^ms: for ever never ends/],
];

for (const [name, make, message] of wrong) {
  test(`bad input: ${name}`, () => {
    assert.throws(make, (error) => error instanceof TypeError || error instanceof RangeError);
    assert.throws(make, { message });
  });
}
