import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReveilleError } from 'reveille';
import { type Exploration, type ExploreOptions, explore, NondeterminismError, ScheduleError } from 'reveille/testing';
import { leaveNoWorker } from './alive.js';

leaveNoWorker();

const module = new URL('./programs/reports.js', import.meta.url);

const report = (threads: readonly string[], options?: ExploreOptions): Promise<Exploration> =>
  explore({ module, setup: 'setup', threads }, options);

async function assertReport(
  threads: readonly string[],
  options: ExploreOptions,
  expected: Pick<Exploration, 'runs' | 'complete' | 'bound' | 'strategy' | 'text'>,
): Promise<void> {
  const { runs, complete, bound, strategy, text, outside, ms, rate } = await report(threads, options);
  assert.deepEqual({ runs, complete, bound, strategy, text }, expected);
  assert.deepEqual(
    outside.map((what) => `Outside: ${what}.`),
    text.split('\n').slice(1),
  );
  assert.ok(ms > 0 && Math.abs(rate - (runs * 1_000) / ms) < 1);
}

const TWICE = ['addTwice', 'addTwice'];

test('dpor_says_that_races_between_plain_accesses_are_outside', async () => {
  const program = { module, setup: 'setup', invariant: 'bothAdded', threads: ['addsPlainly', 'addsPlainly'] };
  await assert.rejects(explore(program), { kind: 'invariant' }); // depth-first
  const { outside, text } = await explore(program, { strategy: 'dpor' });
  const races =
    'races between plain accesses (such as the write to shared[2]): dpor tells orders apart by atomic steps';
  assert.deepEqual(outside, [races]);
  assert.match(text, /but for what is outside\n/);
  const { outside: none } = await report(['add', 'add'], { strategy: 'dpor' });
  assert.deepEqual(none, [], 'words that are changed by atomic operations alone');
});

test('depth_first_says_up_to_which_bound_it_is_complete', async () => {
  await assertReport(
    TWICE,
    { bound: 1, afterWrites: false },
    {
      runs: 4,
      complete: true,
      bound: 1,
      strategy: 'depth-first, bound 1',
      text:
        '4 schedules (depth-first, bound 1), and none fails; complete up to 1 preemption\n' +
        'Outside: schedules of more than 1 preemption.\n' +
        'Outside: interruptions between a write and the plain code behind it.',
    },
  );
  await assertReport(
    TWICE,
    { bound: 0 },
    {
      runs: 2,
      complete: true,
      bound: 0,
      strategy: 'depth-first, bound 0',
      text:
        '2 schedules (depth-first, bound 0), and none fails; complete up to 0 preemptions\n' +
        'Outside: schedules of more than 0 preemptions.',
    },
  );
});

test('a_search_without_anything_left_is_complete_whatever_its_bound', async () => {
  const complete = {
    complete: true,
    bound: Number.POSITIVE_INFINITY,
    strategy: 'depth-first, bound 9',
    text: '70 schedules (depth-first, bound 9), and none fails; complete: every interleaving is covered',
  };
  await assertReport(TWICE, { bound: 9 }, { ...complete, runs: 70 });
});

test('dpor_is_complete_at_its_end', async () => {
  const infinite = { complete: true, bound: Number.POSITIVE_INFINITY, strategy: 'dpor' };
  await assertReport(
    ['load', 'add'],
    { strategy: 'dpor' },
    { ...infinite, runs: 1, text: '1 schedule (dpor), and none fails; complete: every interleaving is covered' },
  );
  await assertReport(
    ['load', 'add'],
    { strategy: 'dpor', afterWrites: false },
    {
      ...infinite,
      runs: 1,
      text:
        '1 schedule (dpor), and none fails; complete: every interleaving is covered, but for what is outside\n' +
        'Outside: interruptions between a write and the plain code behind it.',
    },
  );
});

test('a_thread_that_was_held_leaves_something_outside', async () => {
  const { text } = await report(['spin', 'add'], { strategy: 'dpor', looks: 2 });
  assert.match(
    text,
    /; complete: every interleaving is covered, but for what is outside\nOutside: more than 2 looks in vain: spin, for one, was held at shared\[0\] until something changed; options\.looks allows more\.$/,
  );
  const again = await report(['add', 'retry'], { strategy: 'dpor', looks: 1 });
  assert.match(
    again.text,
    /\nOutside: more than 1 look in vain: retry, for one, was held at shared\[1\] until something changed; options\.looks allows more\.$/,
  );
});

test('what_is_drawn_by_chance_is_a_sample', async () => {
  const sample = { runs: 20, complete: false, bound: undefined };
  const text = (strategy: string): string =>
    `20 schedules (${strategy}), and none fails; a sample\nOutside: schedules that were not drawn.`;
  for (const strategy of ['random', 'pct'] as const) {
    const name = `${strategy}, seed 7`;
    await assertReport(TWICE, { strategy, seed: 7, runs: 20 }, { ...sample, strategy: name, text: text(name) });
  }
  const { strategy } = await report(TWICE, { strategy: 'pct', runs: 1 });
  assert.match(strategy, /^pct, seed \d+$/);
});

test('more_outcomes_than_are_kept', async () => {
  const { outcomes, text } = await report(['counts', 'load'], { strategy: 'random', seed: 1, runs: 1_200 });
  assert.equal(outcomes.length, 1_000);
  assert.match(text, /\nOutside: the outcomes of 200 schedules, which were too many to keep\.$/);
});

test('the_same_options_give_the_same_exploration', async () => {
  for (const options of [
    { bound: 2 },
    { strategy: 'dpor' },
    { strategy: 'random', seed: 3, runs: 50 },
    { strategy: 'pct', seed: 3, runs: 50, depth: 2 },
  ] as const) {
    const [one, two] = await Promise.all([report(TWICE, options), report(TWICE, options)]);
    assert.equal(one.text, two.text);
    assert.deepEqual(one.outcomes, two.outcomes);
  }
  const [one, two] = [await report(TWICE, { ...RANDOM, seed: 3 }), await report(TWICE, { ...RANDOM, seed: 4 })];
  assert.notDeepEqual(one.outcomes, two.outcomes);
});

const RANDOM = { strategy: 'random', runs: 50 } as const;

test('the_same_seed_finds_the_same_failure', async () => {
  const failures = new URL('./programs/failures.js', import.meta.url);
  const program = { module: failures, setup: 'setup', threads: ['adds', 'adds'], invariant: 'bothCounted' };
  for (const strategy of ['random', 'pct'] as const) {
    const [one, two] = await Promise.all(
      [1, 2].map(() => explore(program, { strategy, seed: 5 }).catch((error: unknown) => error)),
    );
    assert.ok(one instanceof ScheduleError && two instanceof ScheduleError);
    assert.equal(one.message, two.message);
    assert.equal(one.runs, two.runs);
  }
});

test('what_outlives_a_run_is_found_out', async () => {
  for (const thread of ['grows', 'changes', 'numbers', 'remembers']) {
    const error: unknown = await report([thread, 'load']).catch((error: unknown) => error);
    assert.ok(error instanceof NondeterminismError, String(error));
    assert.ok(error instanceof ReveilleError);
    assert.equal(error.name, 'NondeterminismError');
    assert.match(error.message, /^step \d+: expected that .*, as in an earlier run with the same turns, but /);
    assert.ok(error.step >= 0);
  }
  const error: Error = await report(['numbers', 'load']).catch((error) => error);
  assert.match(
    error.message,
    /expected that thread 0 came to \{"value":1,.*, as in an earlier run with the same turns, but thread 0 came to \{"value":2,/,
  );
});
