import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ExploreOptions, explore, type Program, type ScheduleError } from 'reveille/testing';
import { leaveNoWorker } from './alive.js';

leaveNoWorker();

const module = new URL('./programs/semantics.js', import.meta.url);
const ALL: ExploreOptions = { bound: Number.POSITIVE_INFINITY };

/** All outcomes, in their order as text: the same by exhaustive search and by DPOR. */
async function outcomes(threads: readonly string[], program: Partial<Program> = {}, options: ExploreOptions = {}) {
  const [all, reduced] = await Promise.all(
    [ALL, { strategy: 'dpor' } as const].map(async (strategy) => {
      const found = await explore({ module, setup: 'setup', threads, ...program }, { ...strategy, ...options });
      assert.equal(found.complete, true);
      return found.outcomes.map(({ answers }) => answers).sort(byText);
    }),
  );
  assert.deepEqual(reduced, all);
  return all as readonly (readonly unknown[])[];
}

const textOf = (answers: readonly unknown[]): string => answers.map((answer) => String(answer)).join(' | ');
const byText = (a: readonly unknown[], b: readonly unknown[]): number => (textOf(a) < textOf(b) ? -1 : 1);

async function assertOutcomes(threads: readonly string[], expected: readonly (readonly unknown[])[]): Promise<void> {
  assert.deepEqual(await outcomes(threads), [...expected].sort(byText));
}

test('a_notify_for_one_wakes_the_first_and_only_one', async () => {
  const found = await outcomes(['waiterToo', 'waiterToo', 'notifier']);
  const woken = found.filter(([a, b]) => [a, b].includes('ok'));
  assert.ok(woken.every(([a, b, count]) => count === 1 && [a, b].includes('timed-out')));
  assert.equal(woken.length, 2);
  assert.deepEqual(
    found.filter((answers) => !woken.includes(answers)),
    [['timed-out', 'timed-out', 0]],
  );
});

test('waiting_with_a_promise', async () => {
  await assertOutcomes(
    ['asyncWaiter', 'storer'],
    [
      ['ok', 1],
      ['not-equal', 0],
    ],
  );
  await assertOutcomes(
    ['limitedAsyncWaiter', 'notifier'],
    [
      ['ok', 1],
      ['timed-out', 0],
    ],
  );
  await assertOutcomes(
    ['limitedAsyncWaiter', 'storer'],
    [
      ['ok', 1],
      ['not-equal', 0],
      ['timed-out', 0],
    ],
  );
});

test('waiting_with_a_promise_and_without_stand_in_one_queue', async () => {
  await assertOutcomes(
    ['limitedAsyncWaiter', 'waiterToo', 'notifier'],
    [
      ['ok', 'timed-out', 1],
      ['timed-out', 'ok', 1],
      ['timed-out', 'timed-out', 0],
    ],
  );
});

test('several_promises_of_one_thread', async () => {
  const twice = await outcomes(['twiceAsyncWaiter', 'notifierOfAll', 'notifierOfAll']).catch((error) => error);
  assert.equal((twice as ScheduleError).kind, 'deadlock'); // who notifies before anybody waits
  const found = (await outcomes(['twoWordsWaiter', 'notifierOfOne', 'notifierOfTwo'])).map(([order]) => String(order));
  assert.deepEqual(
    [...new Set(found)].sort(),
    [
      ...['1 ok,2 ok', '1 ok,2 timed-out', '1 timed-out,2 ok', '1 timed-out,2 timed-out'],
      ...['2 ok,1 ok', '2 ok,1 timed-out'],
    ].sort(),
  );
});

test('several_promises_of_one_thread_are_taken_up_in_the_order_of_notifications', async () => {
  for (const waiter of ['patientWaiter', 'lateWaiter']) {
    const found = (await outcomes([waiter, 'storerOfOne', 'storerOfTwo'])).map(([order]) => String(order));
    for (const order of ['1 ok,2 ok', '2 ok,1 ok']) assert.ok(found.includes(order), `${waiter}: ${order}`);
  }
});

test('a_wait_that_a_thread_leaves_behind_stands_in_the_queue', () =>
  assertOutcomes(
    ['passingWaiter', 'notifierOfAll'],
    [
      [0, 0],
      [0, 1],
    ],
  ));

test('the_event_loop_of_a_thread_goes_on_until_it_has_nothing_to_do', async () => {
  await assertOutcomes(
    ['lateWorker', 'looker'],
    [
      [undefined, 0],
      [undefined, 1],
    ],
  );
  const program = { module, setup: 'setup', threads: ['lateThrower', 'onlooker'] };
  await explore(program, { strategy: 'dpor' });
  const late = { ...program, threads: ['lateThrower', 'lateWorker'] };
  await assert.rejects(explore(late, { strategy: 'dpor' }), /lateThrower: too late/);
});

test('asynchronous_threads_take_turns', async () => {
  const { outcomes: found, complete } = await explore({ module, setup: 'setup', threads: ['ping', 'pong'] });
  assert.equal(complete, true);
  assert.deepEqual([...new Set(found.map(({ answers: [, last] }) => last))], [4]);
});

test('a_job_of_the_loop_and_a_notification_come_in_either_order', async () => {
  const error: ScheduleError = await explore(
    { module, setup: 'setup', threads: ['jobOrNotice', 'notifier'] },
    ALL,
  ).then(
    () => assert.fail('the notification that came too early is a deadlock'),
    (error) => error,
  );
  assert.equal(error.kind, 'deadlock');
  const orders = await outcomes(['jobOrNotice', 'keepsNotifying']);
  assert.deepEqual([...new Set(orders.map(([order]) => String(order)))].sort(), ['job,ok', 'ok,job']);
});

test('nobody_settles_a_promise', async () => {
  const error: ScheduleError = await explore({ module, setup: 'setup', threads: ['onlooker', 'never'] }).catch(
    (error) => error,
  );
  assert.equal(error.kind, 'deadlock');
  assert.match(error.message, /^ *end +never +waits in its event loop, for ever/m);
});

test('timers_come_in_order', async () => {
  const [outcome, ...others] = await outcomes(['timers', 'onlooker']);
  assert.deepEqual(others, []);
  assert.deepEqual(outcome?.[0], [
    'at once, without a turn',
    'at once',
    'after 1',
    'after 1 again',
    'after 10',
    'after 10, as a promise',
    'after 5 more',
    'at once, as a promise',
    'after 20',
    'after 15, twice',
    'after 20, made a promise',
  ]);
});

test('a_timer_comes_however_busy_the_loop_is', () => assertOutcomes(['busy', 'onlooker'], [[true, 0]]));

test('clocks_go_on_by_looks_and_time_limits_alone', async () => {
  const start = Date.UTC(2020, 0, 1);
  const clocks = [0.001, 0.002, 3_000, 4_000, 10, start + 10, '2020-01-01T00:00:00.010Z', 0];
  await assertOutcomes(['clocks', 'onlooker'], [[clocks, 0]]);
  await assertOutcomes(['asyncClocks', 'onlooker'], [[[0.001, 150], 0]]);
});

test('a_loop_that_looks_at_the_clock_ends', () => assertOutcomes(['impatient', 'onlooker'], [[0, 0]]));

test('chance_is_the_same_in_every_run', async () => {
  const [outcome, ...others] = await outcomes(['chance', 'chance']);
  assert.deepEqual(others, []);
  const [one, two] = outcome as [number[], number[]];
  assert.deepEqual(one, two);
  assert.ok(one.every((value) => value >= 0 && value < 1) && one[0] !== one[1]);
});

test('a_thread_has_the_same_number_in_every_exploration', () =>
  assertOutcomes(
    ['identity', 'identity'],
    [
      [
        [0, 1, null],
        [0, 2, null],
      ],
    ],
  ));

test('what_the_host_shares_with_its_threads', async () => {
  await assertOutcomes(['folder', 'folder'], [[0, 0]]);
});

test('memory_that_grows', async () => {
  const growing = { setup: 'growing' };
  const found = await outcomes(['grower', 'beholder'], growing);
  const expected = [
    [8, undefined, 2],
    [16, 0, 2],
    [16, 7, 2],
  ].map((seen) => [16, seen]);
  assert.deepEqual(found, expected.sort(byText));
  assert.deepEqual(await outcomes(['overgrower', 'beholder'], growing), [['RangeError', [8, undefined, 2]]]);
});

test('words_that_overlap_are_in_each_other_s_way', async () => {
  await assertOutcomes(
    ['writesByte', 'readsWord'],
    [
      [1, 0],
      [1, 256],
    ],
  );
  await assertOutcomes(
    ['writesShort', 'readsWord'],
    [
      [1, 0],
      [1, 65_536],
    ],
  );
  await assertOutcomes(
    ['writesLong', 'readsWord'],
    [
      [0n, 0],
      [0n, 1],
    ],
  );
  await assertOutcomes(
    ['writesByte', 'readsLong'],
    [
      [1, 0n],
      [1, 2n ** 40n],
    ],
  );
  await assertOutcomes(
    ['writesByOffset', 'readsWord'],
    [
      [0, 0],
      [0, 256],
    ],
  );
  await assertOutcomes(
    ['writesByOffset', 'writesByte'],
    [
      [0, 1],
      [256, 1],
    ],
  );
});

test('the_code_behind_a_write_can_be_interrupted', async () => {
  await assertOutcomes(
    ['stampsFirst', 'takes'],
    [
      [undefined, undefined],
      [undefined, 0],
      [undefined, 7],
    ],
  );
  const found = await outcomes(['stampsFirst', 'takes'], {}, { afterWrites: false });
  assert.deepEqual(
    found,
    [
      [undefined, undefined],
      [undefined, 7],
    ].sort(byText),
  );
});

test('writing_what_is_there_is_spinning_and_writing_something_else_is_not', () =>
  assertOutcomes(
    ['insists', 'looks'],
    [
      [undefined, 0],
      [undefined, 1],
    ],
  ));

test('an_operation_within_the_conversion_of_another_s_value', () =>
  assertOutcomes(['nests', 'onlooker'], [[[0, 10, 1], 0]]));

test('values_come_as_they_were', async () => {
  const [found] = await outcomes(['answersAll', 'onlooker']);
  assert.deepEqual(found?.[0], {
    numbers: [0, -0, 1.5, -1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    texts: ['', 'ä"\\\n\u0000', '\ud800'],
    others: [true, null, undefined, 2n ** 70n, [[]], {}],
    dollar: { $: 'buffer', id: 0 },
  });
  const told = [
    true,
    ['Int32Array', 'BigUint64Array', 'DataView', 'Uint8Array', 'SharedArrayBuffer'],
    [4, 2, 7, 1, 3, 5],
    [16, 8, true],
    [0, -0, 1.5, -1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    { $: 'buffer', id: 0 },
  ];
  assert.deepEqual(await outcomes(['tellsAll', 'tellsAll'], { setup: 'sharesAll' }), [[told, told]]);
});

test('memory_that_a_module_keeps_is_put_back_and_given_to_nobody_else', async () => {
  const found = await outcomes(['keeper', 'visitor'], { setup: undefined } as never);
  assert.deepEqual(found, [
    [
      [5, 0, 0],
      [0, 0],
    ],
    [
      [5, 0, 1],
      [0, 0],
    ],
  ]);
});

test('a_set_up_of_its_own_is_given_what_is_shared_by_then', async () => {
  assert.deepEqual(await outcomes(['host', 'earlyGuest'], { setup: 'openHouse' }), [
    [
      [0, 101],
      [100, 10, 11],
    ],
  ]);
});

test('the_token_of_a_thread', async () => {
  assert.deepEqual(await outcomes(['parked', 'unparks'], { setup: undefined } as never), [['worker-1', undefined]]);
});
