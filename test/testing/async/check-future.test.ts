import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Context,
  co,
  Future,
  fromPromise,
  PENDING,
  type Poll,
  pending,
  pollFn,
  ready,
  type Suspend,
  sleep,
  timeout,
  yieldNow,
} from 'reveille';
import { type CheckFutureOptions, ContractError, checkFuture, type FutureRule, OutsideError } from 'reveille/testing';
import { BROKEN, type Broken } from './broken-futures.js';
import { Door } from './door.js';

/** All rules, which the compiler holds against the type. */
const RULES: Readonly<Record<FutureRule, true>> = {
  'lost-wake-up': true,
  'stale-waker': true,
  'spurious-poll': true,
  'never-ends': true,
  'same-answer': true,
  'wakers-balanced': true,
  'waker-misused': true,
  'woken-after-end': true,
  'timer-left': true,
  'poll-after-end': true,
  'poll-after-drop': true,
  'drop-throws': true,
  'drop-loses': true,
  'drop-again': true,
  'step-throws': true,
};

const open = (future: Future<unknown>): (() => void)[] =>
  future instanceof Door
    ? [
        function open() {
          future.open();
        },
      ]
    : [];

function check({ make, steps, options }: Broken, more: CheckFutureOptions<string> = {}): Promise<unknown> {
  return checkFuture(make, steps ?? open, { ...options, ...more });
}

async function breachOf(checking: Promise<unknown>): Promise<ContractError> {
  const error: unknown = await checking.then(
    () => assert.fail('nothing was found'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof ContractError, String(error));
  return error;
}

test('a_door_keeps_the_contract', async () => {
  const report = await checkFuture(() => new Door(), open, { runs: 3_000 });
  assert.ok(report.runs > 3_000 && report.dropped > 100 && report.polls > report.runs);
  assert.deepEqual([report.answered + report.dropped, report.failed], [report.runs, 0]);
});

for (const one of BROKEN) {
  test(`${one.rule}: a future that ${one.what}`, async () => {
    const error = await breachOf(check(one));
    assert.equal(error.rule, one.rule, error.message);
    assert.ok(error.message.includes(error.trace));
    const replay: CheckFutureOptions<string> = error.seed === undefined ? { runs: 0 } : { seed: error.seed, runs: 1 };
    assert.equal((await breachOf(check(one, replay))).message, error.message, 'the same run, byte for byte');
  });
}

test('each_rule_has_a_future_that_breaks_it', () => {
  assert.deepEqual(new Set(BROKEN.map(({ rule }) => rule)), new Set(Object.keys(RULES)));
});

test('a_rule_that_does_not_count_is_not_found', async () => {
  for (const one of BROKEN) {
    if (one.rule === 'never-ends' || one.rule === 'same-answer') continue; // below
    const others = await check(one, { except: [one.rule] }).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (others instanceof ContractError) assert.notEqual(others.rule, one.rule);
    else assert.equal(others, undefined);
  }
});

test('the_report_tells_what_was_done', async () => {
  const deaf = BROKEN[0] as Broken;
  const { message, seed, cause } = await breachOf(check(deaf));
  assert.equal(seed, undefined, 'the first run finds it');
  assert.equal(cause, undefined);
  assert.deepEqual(message.split('\n'), [
    'door breaks lost-wake-up: what it waits for happened, and its waker was not woken',
    '',
    'poll 1 with waker 1',
    '  stays pending',
    'step 1 (open)',
    'poll 2 with waker 1, for nothing',
    '  answers "come in"',
    '',
    'Again: checkFuture(factory, driver, { runs: 0 })',
  ]);
});

test('the_error_of_a_step_is_the_cause', async () => {
  const { message, cause } = await breachOf(
    checkFuture(
      () => new Door(),
      [
        () => {
          throw new Error('no step');
        },
      ],
    ),
  );
  assert.match(message, /^door breaks step-throws: a step of the driver fails, .*: step 1: Error: no step\n/);
  assert.ok(cause instanceof Error && cause.message === 'no step');
});

test('an_asynchronous_step_may_take_microtasks_only', async () => {
  const steps = (door: Door): (() => unknown)[] => [
    async function knock() {
      await Promise.resolve();
      door.open();
    },
  ];
  await checkFuture(() => new Door(), steps);
  const forTheHost = (door: Door): (() => unknown)[] => [
    async function wait() {
      await new Promise(() => {});
      door.open();
    },
  ];
  const { rule, message } = await breachOf(checkFuture(() => new Door(), forTheHost));
  assert.equal(rule, 'never-ends');
  assert.match(message, / wake it \(step 1 \(wait\) is not done: a step must not wait for the host\)\n/);
});

test('an_asynchronous_step_that_fails_is_no_unhandled_rejection', async () => {
  const failing = async (): Promise<void> => {
    await Promise.resolve();
    throw new Error('no step');
  };
  const { rule, message, cause } = await breachOf(checkFuture(() => new Door(), [failing]));
  assert.equal(rule, 'step-throws');
  assert.match(message, /: step 1 \(failing\): Error: no step\n/);
  assert.equal((cause as Error).message, 'no step');
});

test('a_future_that_a_step_answers_is_not_polled', async () => {
  const step = (): Future<never> =>
    pollFn(() => {
      throw new Error('polled');
    });
  await checkFuture(() => pending(), [step], { endless: true });
});

test('an_asynchronous_look_at_the_outcome_counts_as_well', async () => {
  const wrong = async (): Promise<void> => {
    await Promise.resolve();
    throw new Error('not that');
  };
  const { message } = await breachOf(checkFuture(() => new Door(), open, { outcome: wrong }));
  assert.match(message, /^door breaks same-answer: .*: Error: not that\n/);
  assert.equal((await breachOf(checkFuture(() => new Door(), open, { dropped: wrong }))).rule, 'drop-loses');
});

test('a_future_that_shares_its_waker_is_not_taken_for_one_that_fails', async () => {
  const sharing = (): Future<unknown> => pollFn((cx) => cx.waker.share());
  await assert.rejects(checkFuture(sharing), {
    name: 'OutsideError',
    message: /^share: checkFuture runs on one thread/,
  });
  const unashamed = (): Future<unknown> =>
    pollFn((cx) => {
      try {
        return cx.waker.clone().share();
      } catch {
        return 'nothing happened';
      }
    });
  await assert.rejects(checkFuture(unashamed), OutsideError);
});

test('a_future_that_breaks_a_rule_is_dropped', async () => {
  let aborted = false;
  const never = (): Future<never> =>
    fromPromise((signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(() => {});
    });
  const failing = (): never => {
    throw new Error('no step');
  };
  assert.equal((await breachOf(checkFuture(never, [failing]))).rule, 'step-throws');
  assert.equal(aborted, true);
});

/** An object that contains itself. */
function ring(): object {
  const ring: { self?: object } = {};
  ring.self = ring;
  return ring;
}

const answers: [string, () => unknown, RegExp | undefined][] = [
  ['nothing', () => undefined, undefined],
  ['an object without a prototype', () => Object.create(null), undefined],
  ['an object that contains itself', ring, undefined],
  [
    'a future',
    () => sleep(1),
    /it answers future sleep\(1 ms\), and in the first run .* compare with options.outcome\)/,
  ],
  [
    'a promise',
    () => Promise.resolve(1),
    /it answers a promise, and in the first run answers a promise \(which is not/,
  ],
  ['a function', () => () => 1, /which is not the same value; compare with options.outcome/],
];

for (const [what, make, message] of answers) {
  test(`a_future_may_answer_${what}`, async () => {
    const answering = (): Future<unknown> => ready(make());
    const report = await checkFuture(answering, [], { outcome: ({ status }) => assert.equal(status, 'fulfilled') });
    assert.deepEqual([report.answered + report.dropped, report.failed], [report.runs, 0]);
    if (message === undefined) await checkFuture(answering);
    else assert.match((await breachOf(checkFuture(answering))).message, message);
  });
}

test('what_several_runs_share_is_told', async () => {
  const shared = sleep(1);
  const { rule, message } = await breachOf(checkFuture(() => timeout(shared, 10)));
  assert.equal(rule, 'same-answer');
  assert.match(message, / undefined \(does the factory make all that belongs to the future anew\?\)\n/);
});

test('a_future_that_wakes_itself_for_ever_is_found_or_meant_to', async () => {
  const spinning = (): Future<never> =>
    co(function* spinning(): Generator<Suspend, never, unknown> {
      for (;;) yield* yieldNow();
    });
  const ticking = (): Future<never> =>
    co(function* ticking(): Generator<Suspend, never, unknown> {
      for (;;) yield* sleep(10);
    });
  for (const make of [spinning, ticking]) {
    const { rule, message, trace } = await breachOf(checkFuture(make));
    assert.equal(rule, 'never-ends');
    assert.match(message, /wake it: it goes on after 10000 polls\n\n\.\.\. \d+ lines before\n/);
    assert.ok(message.split('\n').length < 220 && trace.split('\n').length > 10_000);
    const report = await checkFuture(make, [], { endless: true, runs: 20 });
    assert.deepEqual([report.dropped, report.answered, report.failed], [report.runs, 0, 0]);
  }
});

test('a_future_that_wakes_itself_until_something_happens_keeps_the_contract', async () => {
  let happened = false;
  const impatient = (): Future<string> => {
    happened = false;
    return pollFn((cx) => {
      if (happened) return 'at last';
      cx.waker.wakeByRef();
      return PENDING;
    });
  };
  const report = await checkFuture(impatient, [() => (happened = true)], { except: ['lost-wake-up'] });
  assert.equal(report.answered + report.dropped, report.runs);
});

test('a_clean_up_that_goes_on_and_on_is_found', async () => {
  const stubborn = (): Future<void> =>
    co(function* stubborn() {
      try {
        yield* sleep(1);
      } finally {
        for (;;) yield* sleep(1);
      }
    });
  const { rule, message } = await breachOf(checkFuture(stubborn));
  assert.equal(rule, 'never-ends', message);
});

test('what_never_ends_may_be_meant_to', async () => {
  const report = await checkFuture(() => pending(), [() => {}], { endless: true });
  assert.equal(report.dropped, report.runs);
  assert.equal((await breachOf(checkFuture(() => pending()))).rule, 'never-ends');
});

test('what_was_to_be_endless_and_ends_is_fine', async () => {
  await checkFuture(() => ready(1), [], { endless: true });
});

/** Does its work at its first poll, and fails at it. */
class Failing extends Future<string> {
  override poll(_cx: Context): Poll<string> {
    throw new RangeError('no such door');
  }
}

/** The same after a while; with no idea that it is over. */
class FailingLater extends Door {
  protected override answer(): string {
    throw new RangeError('no such room');
  }
}

for (const [when, make] of [
  ['at its first poll', () => new Failing()],
  ['later', () => new FailingLater()],
] as const) {
  test(`a_future_that_fails_${when}_may_fail_the_same_way_again`, async () => {
    const seen = new Set<string>();
    const outcome = (found: PromiseSettledResult<string>): void => {
      seen.add(found.status === 'rejected' ? String(found.reason) : found.value);
    };
    const report = await checkFuture(make, open);
    assert.deepEqual([report.answered, report.failed + report.dropped], [0, report.runs]);
    assert.ok(report.failed > 200 && report.dropped > 10);
    await checkFuture(make, open, { outcome });
    assert.deepEqual([...seen].length, 1);
    assert.match([...seen].join(), /^RangeError: no such (door|room)$/);
  });
}

/** Fails at its first poll, and does something else at the next. */
class Changing extends Future<string> {
  #polls = 0;
  constructor(private readonly next: () => string) {
    super();
  }
  override poll(): Poll<string> {
    this.#polls += 1;
    if (this.#polls > 1) return this.next();
    throw new Error('at first');
  }
}

test('a_future_that_failed_may_neither_fail_otherwise_nor_answer', async () => {
  const otherwise = (): never => {
    throw new Error('then');
  };
  const { rule, message } = await breachOf(checkFuture(() => new Changing(otherwise)));
  assert.equal(rule, 'poll-after-end');
  assert.match(message, /a PollError; it throws Error: then\n\npoll 1 with waker 1\n {2}fails with Error: at first\n/);
  const answering = await breachOf(checkFuture(() => new Changing(() => 'fine')));
  assert.match(answering.message, /breaks poll-after-end: .*; it answers "fine"\n/);
});

test('an_outcome_may_depend_on_what_happens_first', async () => {
  let door = new Door();
  const limited = (): Future<string> => {
    door = new Door();
    return timeout(door, 10);
  };
  const steps = [() => door.open()];
  const { rule, message } = await breachOf(checkFuture(limited, steps));
  assert.equal(rule, 'same-answer');
  assert.match(message, /: it fails with TimeoutError: .*, and in the first run answers "come in"\n/);
  const seen = new Set<string>();
  await checkFuture(limited, steps, { outcome: ({ status }) => seen.add(status) });
  assert.deepEqual([...seen].sort(), ['fulfilled', 'rejected']);
});

test('time_is_virtual', async () => {
  const started = performance.now();
  await checkFuture(() => sleep(3_600_000), [], { runs: 20 });
  assert.ok(performance.now() - started < 3_600_000);
});

test('clean_ups_are_driven_to_their_end', async () => {
  let [started, left, cleaned] = [0, 0, 0];
  const report = await checkFuture(() =>
    co(function* () {
      started += 1;
      try {
        yield* sleep(10);
      } finally {
        try {
          yield* yieldNow();
          yield* sleep(10);
          cleaned += 1;
        } finally {
          left += 1; // also when it was dropped while it cleaned up by itself
        }
      }
    }),
  );
  assert.ok(started > report.runs / 2);
  assert.equal(left, started);
  assert.ok(cleaned > started / 2);
});

test('a_clean_up_that_never_ends_is_found', async () => {
  const { rule, message } = await breachOf(
    checkFuture(() =>
      co(function* () {
        try {
          yield* sleep(1);
        } finally {
          yield* sleep(Number.POSITIVE_INFINITY);
        }
      }),
    ),
  );
  assert.equal(rule, 'never-ends', message);
});

const untidy = co.wrap(function* untidy(done: boolean) {
  yield* yieldNow();
  if (!done) throw new Error('untidy');
});

test('a_clean_up_that_fails_is_found', async () => {
  const { rule, message } = await breachOf(
    checkFuture(() =>
      co(function* () {
        let done = false;
        try {
          yield* sleep(1);
          done = true;
        } finally {
          yield* untidy(done);
        }
      }),
    ),
  );
  assert.equal(rule, 'drop-throws');
  assert.match(message, /: Error: untidy\n/);
});

test('what_the_factory_or_the_driver_throws_is_thrown', async () => {
  const failing = (): never => {
    throw new Error('no future');
  };
  await assert.rejects(checkFuture(failing), { message: 'no future' });
  await assert.rejects(
    checkFuture(() => new Door(), failing),
    { message: 'no future' },
  );
});

const wrong: [string, () => Promise<unknown>, RegExp][] = [
  [
    'no factory',
    () => checkFuture(undefined as never),
    /^factory: expected a function that makes a future, got undefi/,
  ],
  [
    'a future',
    () => checkFuture(new Door() as never),
    /^factory: expected a function .*, got an object of class Door$/,
  ],
  ['a class', () => checkFuture(Door as never), /^factory: .*, got class Door \(to check its instances: \(\) => new /],
  [
    'a factory that is asynchronous',
    () => checkFuture((async () => new Door()) as never),
    /^factory: expected a function that makes a future, got asynchronous function .* \(to check what it comes to: /,
  ],
  [
    'a factory that is a coroutine',
    () => checkFuture(function* body() {} as never),
    /^factory: .* got generator function body \(to check a coroutine: co.wrap\(it\)\)$/,
  ],
  ['no future', () => checkFuture((() => 1) as never), /^factory\(\): expected a Future, got 1/],
  [
    'a promise of a future',
    () => checkFuture((() => Promise.reject(new Error('nobody hears of it'))) as never),
    /^factory\(\): expected a Future, got an object of class Promise \(a factory cannot be asynchronous; /,
  ],
  [
    'the same future twice',
    () => {
      const door = new Door();
      return checkFuture(() => door, open);
    },
    /^factory\(\): expected a new future for each run, got door once more$/,
  ],
  [
    'a driver that is none',
    () => checkFuture(() => new Door(), 1 as never),
    /^driver: expected an array of functions or a function that answers one, got 1$/,
  ],
  [
    'a driver that is asynchronous',
    () => checkFuture(() => new Door(), (async () => []) as never),
    /^driver: expected an array of functions or a function that answers one, got asynchronous function \(anon/,
  ],
  [
    'a driver that answers nothing',
    () => checkFuture(() => new Door(), (() => undefined) as never),
    /^driver\(\): expected an array of functions, got undefined$/,
  ],
  [
    'a driver that answers a promise',
    () => checkFuture(() => new Door(), (() => Promise.reject(new Error('nobody hears of it'))) as never),
    /^driver\(\): expected an array of functions, got an object of class Promise$/,
  ],
  [
    'a driver that answers no steps',
    () => checkFuture(() => new Door(), (() => [open, 1]) as never),
    /^driver\(\)\[1\]: expected a function, got 1$/,
  ],
  ['a step that is none', () => checkFuture(() => new Door(), [1 as never]), /^driver\[0\]: expected a function/],
  ['an unknown option', () => checkFuture(() => new Door(), [], { run: 1 } as never), /^options.run: there is no such/],
  ['runs that are none', () => checkFuture(() => new Door(), [], { runs: -1 }), /^options.runs: /],
  ['runs without number', () => checkFuture(() => new Door(), [], { runs: Number.NaN }), /^options.runs: .* got NaN$/],
  ['seeds beyond the last', () => checkFuture(() => new Door(), [], { seed: 2 ** 32 - 300 + 1 }), /^options.seed: /],
  ['an end that is none', () => checkFuture(() => new Door(), [], { endless: 1 as never }), /^options.endless: expec/],
  [
    'no list of rules',
    () => checkFuture(() => new Door(), [], { except: 'x' as never }),
    /^options.except: expected an/,
  ],
  ['a seed that is none', () => checkFuture(() => new Door(), [], { seed: 0.5 }), /^options.seed: /],
  [
    'a rule that is none',
    () => checkFuture(() => new Door(), [], { except: ['x' as never] }),
    /^options.except: there is no/,
  ],
  ['an outcome that is none', () => checkFuture(() => new Door(), [], { outcome: 1 as never }), /^options.outcome: /],
];

for (const [name, start, message] of wrong) {
  test(`bad input: ${name}`, async () => {
    await assert.rejects(start(), { message });
  });
}
