import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { inspect } from 'node:util';
import { co, DeadlockError, fromPromise, now, pending, pollFn, ready, sleep, spawn, yieldNow } from 'reveille';
import {
  type SimulatedProgram,
  type SimulateOptions,
  SimulationError,
  type SimulationProgress,
  simulate,
  TestExecutor,
} from 'reveille/testing';

/** Fails when `use` overtakes `load`, which it does not on an ordinary executor. */
const hasty: SimulatedProgram = (executor) => {
  let config = 'none';
  executor.spawn(
    co(function* load() {
      yield* yieldNow();
      config = 'loaded';
    }),
  );
  executor.spawn(
    co(function* use() {
      yield* yieldNow();
      yield* yieldNow();
      assert.equal(config, 'loaded', 'too early');
    }),
  );
};

/** What `simulate` rejects with. */
async function failureOf(simulation: Promise<unknown>): Promise<SimulationError> {
  const error: unknown = await simulation.then(
    () => assert.fail('it did not fail'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof SimulationError, String(error));
  return error;
}

test('an_ordinary_executor_does_not_find_it', () => {
  const executor = new TestExecutor({ schedule: [] });
  hasty(executor);
  executor.run();
});

test('a_seed_that_fails_is_reported_with_its_trace_and_replays', async () => {
  const error = await failureOf(simulate(1_000, hasty, { seed: 100 }));
  assert.ok(error.seed >= 100);
  assert.match(error.message, new RegExp(`^seed ${error.seed} fails: AssertionError.*: too early`));
  assert.ok(error.message.includes(`It fails the same way again: simulate(1, program, { seed: ${error.seed} })`));
  assert.ok(error.message.endsWith(error.trace), 'a short trace is all in the message');
  assert.ok(error.cause instanceof assert.AssertionError);
  const again = await failureOf(simulate(1, hasty, { seed: error.seed }));
  assert.equal(again.message, error.message, 'byte for byte');
  assert.equal(again.trace, error.trace);
});

test('several_tasks_that_fail_are_each_told_in_full', async () => {
  const far = `${'far '.repeat(30)}away`;
  const failing = co.wrap(function* failing(message: string) {
    yield* yieldNow();
    throw new RangeError(`${message}\nand more`);
  });
  const program: SimulatedProgram = (executor) => {
    executor.spawn(failing(`one ${far}`));
    executor.spawn(failing(`two ${far}`));
  };
  const { message, trace } = await failureOf(simulate(1, program));
  const [first, ...lines] = message.split('\n');
  assert.equal(first, 'seed 0 fails: AggregateError: 2 tasks failed, and nobody joined them');
  assert.deepEqual(lines.slice(0, 3).sort(), ['', `  RangeError: one ${far}`, `  RangeError: two ${far}`]);
  assert.ok(trace.includes(`task 1 failed: RangeError: one ${far}\n`), 'nor is it cut in the trace');
});

test('the_message_has_the_end_of_a_long_trace', async () => {
  const program: SimulatedProgram = () =>
    co(function* long() {
      for (let i = 0; i < 100; i += 1) yield* yieldNow();
      throw new Error('at last');
    });
  const { message, trace } = await failureOf(simulate(1, program));
  assert.match(message, /\n\.\.\. 263 lines before\n/);
  assert.equal(trace.split('\n').length, 303);
});

const programs: [string, SimulatedProgram][] = [
  ['a future', () => sleep(10)],
  ['tasks', (executor) => void executor.spawn(sleep(10))],
  ['a task, whose handle is a future', (executor) => executor.spawn(sleep(10))],
  ['an async function', async () => await sleep(10)],
  ['an async function that spawns', async () => await spawn(sleep(10))],
  ['a function that runs its executor itself', (executor) => executor.runUntil(sleep(10))],
];

for (const [name, program] of programs) {
  test(`a program can be ${name}`, async () => {
    const report = await simulate(20, program, { verify: true });
    assert.deepEqual([report.runs, report.virtualMs], [20, 200]);
    assert.ok(report.polls >= 20 && report.ms >= 0);
  });
}

test('what_a_program_leaves_is_aborted', async () => {
  let cleaned = 0;
  const program: SimulatedProgram = (executor) => {
    executor.spawn(
      co(function* server() {
        try {
          for (;;) yield* sleep(7);
        } finally {
          yield* sleep(1_000_000);
          cleaned += 1;
        }
      }),
    );
    return sleep(100);
  };
  await simulate(10, program);
  assert.equal(cleaned, 10);
});

test('what_is_left_cleans_up_with_promises_and_in_virtual_time', async () => {
  const log: string[] = [];
  const program: SimulatedProgram = (executor) => {
    executor.spawn(
      co(function* server() {
        try {
          for (;;) yield* sleep(7);
        } finally {
          yield* sleep(1);
          yield* fromPromise(Promise.resolve());
          yield* sleep(3_600_000);
          log.push(`closed at ${now()}`);
        }
      }),
    );
    return sleep(100);
  };
  const { virtualMs } = await simulate(2, program, { verify: true });
  assert.deepEqual(log, Array(4).fill('closed at 3600101'));
  assert.equal(virtualMs, 7_200_202);
  await failureOf(simulate(1, (executor) => void program(executor), { maxPolls: 50 }));
  assert.match(log.at(-1) ?? '', /^closed at 36003/);
});

test('a_clean_up_that_waits_for_the_host_is_left_to_it', async () => {
  let finish = (): void => {};
  const program: SimulatedProgram = (executor) => {
    executor.spawn(
      co(function* () {
        try {
          yield* pending();
        } finally {
          yield* fromPromise(new Promise<void>((resolve) => setTimeout(resolve, 1)));
          finish();
        }
      }),
    );
    return sleep(1);
  };
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  await simulate(1, program);
  await finished;
});

test('a_clean_up_that_fails_is_told_besides_the_failure', async () => {
  const program: SimulatedProgram = (executor) => {
    executor.spawn(
      co(function* () {
        try {
          yield* sleep(100);
        } finally {
          yield* fromPromise(Promise.resolve());
          for (;;) yield* sleep(1);
        }
      }),
    );
    return co(function* () {
      yield* yieldNow();
      throw new Error('bad');
    });
  };
  const { message } = await failureOf(simulate(1, program, { maxPolls: 20 }));
  assert.match(message, /^seed 0 fails: SuppressedError.*\n {2}Error: bad\n {2}EndlessError: after 20 more polls/);
});

test('now_is_virtual_while_the_program_builds_its_tasks', async () => {
  await simulate(1, () => {
    assert.equal(now(), 0);
    return sleep(1);
  });
});

test('a_program_that_fails_before_it_runs_is_reported', async () => {
  const failing: SimulatedProgram = () => {
    throw new Error('at once');
  };
  assert.match((await failureOf(simulate(3, failing))).message, /^seed 0 fails: Error: at once/);
});

test('whatever_a_program_throws_is_told', async () => {
  const thrown: [unknown, string][] = [
    [undefined, 'undefined'],
    [Symbol('s'), 'Symbol(s)'],
    [Object.create(null), '{}'],
    [{ code: 1 }, '{ code: 1 }'],
  ];
  for (const [error, text] of thrown) {
    const program: SimulatedProgram = () => {
      throw error;
    };
    const { message, cause } = await failureOf(simulate(1, program));
    assert.equal(message.split('\n')[0], `seed 0 fails: ${text}`);
    assert.equal(cause, error);
    const task: SimulatedProgram = (executor) => void executor.spawn(pollFn(program as () => never));
    assert.ok((await failureOf(simulate(1, task))).trace.endsWith(`task 1 failed: ${text}`));
  }
});

test('a_deadlock_is_a_failure', async () => {
  const error = await failureOf(simulate(3, () => pending()));
  assert.ok(error.cause instanceof DeadlockError);
  assert.match(error.message, /task 1 \(pending\)\nAt 0 ms of seed 0/);
});

test('an_asynchronous_program_is_found_to_be_hasty_too', async () => {
  const program: SimulatedProgram = async () => {
    let config = 'none';
    const load = async (): Promise<void> => {
      await sleep(1);
      config = 'loaded';
    };
    const use = async (): Promise<void> => {
      await sleep(1);
      assert.equal(config, 'loaded');
    };
    await Promise.all([load(), use()]);
  };
  const { seed, message } = await failureOf(simulate(100, program));
  assert.equal((await failureOf(simulate(1, program, { seed }))).message, message);
});

test('an_asynchronous_program_that_throws_at_once_is_reported', async () => {
  const failing = (): Promise<void> => {
    throw new Error('at once');
  };
  assert.match((await failureOf(simulate(1, failing))).message, /^seed 0 fails: Error: at once\n\nIt fails the same/);
});

test('a_program_may_simulate_another_that_needs_no_promises', async () => {
  const { runs } = await simulate(2, async () => {
    await simulate(2, () => sleep(1), { verify: true });
    await sleep(1);
  });
  assert.equal(runs, 2);
});

test('a_program_may_not_drive_another_and_nothing_is_left_of_it', async () => {
  const inner = async (): Promise<void> => {
    await sleep(1);
    throw new Error('not heard of, since it was never driven');
  };
  const { message } = await failureOf(simulate(1, async () => void (await simulate(1, inner))));
  assert.match(
    message,
    /^seed 0 fails: SimulationError: seed 0 fails: PollError: runUntilAsync: another TestExecutor driv/,
  );
  await simulate(1, async () => await sleep(1)); // this thread is free again
});

test('two_simulations_at_a_time_do_not_mix', async () => {
  const program = async (): Promise<void> => await sleep(1);
  const [one, other] = await Promise.allSettled([simulate(3, program), simulate(3, program)]);
  assert.equal(one?.status, 'fulfilled');
  assert.match(
    String(other?.status === 'rejected' && other.reason),
    /another TestExecutor drives this thread; await the/,
  );
});

test('a_program_that_awaits_ready_futures_for_ever_is_endless', async () => {
  const program = async (): Promise<void> => {
    await sleep(1);
    for (;;) await ready(1); // microtasks without end
  };
  const { message } = await failureOf(simulate(1, program, { maxPolls: 100 }));
  assert.match(
    message,
    /^seed 0 fails: EndlessError: after 100 polls \(options.maxPolls\), at 1 ms of seed 0, there is no/,
  );
  const modest = async (): Promise<void> => {
    for (let i = 0; i < 200; i += 1) await (i % 2 === 0 ? ready(1) : yieldNow());
  };
  await simulate(1, modest, { maxPolls: 101 });
});

test('what_besides_the_seed_decides_is_found', async () => {
  let runs = 0;
  const program: SimulatedProgram = (executor) => {
    runs += 1;
    for (let i = 0; i < runs; i += 1) executor.spawn(yieldNow());
  };
  const error = await failureOf(simulate(5, program, { verify: true }));
  assert.match(
    error.message,
    /^seed 0 is not the same run twice\n\nA second run of it was another one: line 2 of the trace/,
  );
  assert.equal(error.cause, undefined);
});

test('a_failure_that_does_not_come_again_says_so', async () => {
  let runs = 0;
  const program: SimulatedProgram = () => {
    runs += 1;
    return runs === 1 ? Promise.reject(new Error('only once')) : Promise.resolve();
  };
  const { message } = await failureOf(simulate(1, program));
  assert.match(message, /^seed 0 fails: Error: only once\n\nA second run of it was another one: .*\n\n/);
});

test('it_ended_otherwise_with_the_same_trace', async () => {
  let runs = 0;
  const program: SimulatedProgram = (executor) => {
    executor.runUntil(ready(1));
    runs += 1;
    if (runs === 1) throw new Error('only once');
  };
  const { message } = await failureOf(simulate(1, program));
  assert.match(message, /it ended with Error: only once and then well/);
});

test('a_program_that_returns_what_cannot_be_run_is_refused', async () => {
  const message = /^program: expected to return a future, a promise or nothing, got /;
  for (const answer of [1, null, {}, () => sleep(1)]) {
    await assert.rejects(
      simulate(1, () => answer as never),
      { name: 'TypeError', message },
    );
  }
});

test('an_endless_program_is_run_once_and_told_briefly', async () => {
  let runs = 0;
  const clock: SimulatedProgram = () => {
    runs += 1;
    return co(function* clock() {
      for (;;) yield* sleep(1);
    });
  };
  const error = await failureOf(simulate(3, clock, { verify: true }));
  assert.equal(runs, 1);
  assert.match(error.message, /^seed 0 fails: EndlessError: after 100000 polls \(options.maxPolls\), at /);
  assert.match(error.message, /\n\nAgain: simulate\(1, program, \{ seed: 0 \}\)\n/);
  assert.ok(inspect(error).split('\n').length < 150, 'the trace is not printed once more');
});

test('the_event_loop_turns_between_runs_and_progress_is_told', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const told: SimulationProgress[] = [];
  let clock = performance.now();
  const spent = mock.method(performance, 'now', () => (clock += 10)); // each look at the clock is 10 ms later
  try {
    await simulate(1_000, () => sleep(1), { onProgress: (progress) => told.push(progress) });
  } finally {
    spent.mock.restore();
    clearInterval(timer);
  }
  assert.ok(turns > 0);
  assert.ok(told.length > 5);
  const { runs, of, rate, ms } = told.at(-1) as SimulationProgress;
  assert.ok(runs > 0 && runs <= of && of === 1_000 && rate > 0 && ms > 1_000);
});

test('long_work_writes_lines_to_the_console', async () => {
  let clock = performance.now();
  const spent = mock.method(performance, 'now', () => (clock += 10));
  const lines = mock.method(console, 'error', () => {});
  try {
    await simulate(2_000, () => sleep(1));
  } finally {
    spent.mock.restore();
    lines.mock.restore();
  }
  assert.ok(lines.mock.callCount() >= 2);
  assert.match(String(lines.mock.calls[0]?.arguments), /^simulate: [\d,]+ of 2,000 seeds, \d+ a second$/);
});

const wrong: [string, () => Promise<unknown>, RegExp][] = [
  ['no runs', () => simulate(0, hasty), /^runs: expected a whole number/],
  ['no program', () => simulate(1, undefined as never), /^program: expected a function, got undefined$/],
  ['a future', () => simulate(1, sleep(1) as never), /^program: expected a function, got an object of class Sleep$/],
  ['a class', () => simulate(1, class Server {} as never), /^program: expected a function, got class Server$/],
  [
    'a generator function',
    () => simulate(1, function* body() {} as never),
    /^program: expected a function, got generator function body \(wrap it in co: \(\) => co\(function\* /,
  ],
  [
    'an asynchronous generator function',
    () => simulate(1, async function* body() {} as never),
    /^program: expected a function, got asynchronous generator function body$/,
  ],
  [
    'an unknown option',
    () => simulate(1, hasty, { seeds: 1 } as SimulateOptions),
    /^options.seeds: there is no such option/,
  ],
  ['a seed that is none', () => simulate(1, hasty, { seed: 0.5 }), /^options.seed: /],
  ['seeds beyond the last', () => simulate(10, hasty, { seed: 2 ** 32 - 9 }), /^options.seed: /],
  ['no budget', () => simulate(1, hasty, { budget: 0 }), /^options.budget: /],
  ['no yes or no', () => simulate(1, hasty, { verify: 1 as never }), /^options.verify: expected a boolean, got 1$/],
  ['progress that is no function', () => simulate(1, hasty, { onProgress: 1 as never }), /^options.onProgress: /],
];

for (const [name, start, message] of wrong) {
  test(`bad input: ${name}`, async () => {
    await assert.rejects(start(), { message });
  });
}
