import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ExploreOptions, explore, type Program, ScheduleError, type ScheduleErrorKind } from 'reveille/testing';
import { ROOT } from '../../package/fixture.js';
import { leaveNoWorker } from './alive.js';

leaveNoWorker();

const module = new URL('./programs/failures.js', import.meta.url);

async function failure(program: Program, options?: ExploreOptions): Promise<ScheduleError> {
  const error: unknown = await explore(program, options).catch((error: unknown) => error);
  assert.ok(error instanceof ScheduleError, String((error as Error).stack ?? error));
  return error;
}

/** The program fails, and its schedule, run again, fails in the same way with the same trace. */
async function fails(
  kind: ScheduleErrorKind,
  threads: readonly string[],
  given: Partial<Program> = {},
  options: ExploreOptions = {},
): Promise<ScheduleError> {
  const program = { module, setup: 'setup', threads, ...given };
  const { maxSteps } = options;
  const error = await failure(program, options);
  assert.equal(error.kind, kind);
  for (const thread of threads) assert.match(error.trace, new RegExp(`^ +end +${thread}(?:#\\d)? `, 'm'));
  assert.ok(error.message.includes(error.trace));
  assert.ok(error.message.includes(`explore(program, { replay: '${error.schedule}'`));
  const again = await failure(program, { replay: error.schedule, ...(maxSteps === undefined ? {} : { maxSteps }) });
  assert.equal(again.kind, kind);
  assert.equal(again.trace, error.trace);
  assert.equal(again.schedule, error.schedule);
  assert.equal(again.runs, 1);
  return error;
}

/** Without the folder, which is another one everywhere. */
const bare = (text: string): string => text.replaceAll(ROOT, '');

test('the_lost_wake_up_of_a_naive_hlt', async () => {
  const hlt = new URL('../../model/programs/hlt.js', import.meta.url);
  const error = await fails('deadlock', ['naiveProcessor', 'device'], { module: hlt, setup: undefined } as never);
  assert.ok(error.runs <= 10, `found in run ${error.runs}`);
  assert.match(bare(error.trace), /wait cpu\.buffer\[\d\] while -2147483648: sleeps +src\/park\/cpu\.ts:\d+ #sleep$/m);
});

test('a_story_in_all_its_words', async () => {
  const error = await fails('deadlock', ['registersLate', 'wakes']);
  const at = (line: number, name: string): string => `test/testing/explore/programs/failures.ts:${line} ${name}`;
  const [late, wakes] = [(line: number) => at(line, 'registersLate'), (line: number) => at(line, 'wakes')];
  assert.equal(
    bare(error.message),
    `\
deadlock: threads wait, and nobody is left to wake them (schedule ${error.runs} of depth-first, bound 2)

7 steps, 1 preemption (>):

    1  registersLate  load shared[0] = 0              ${late(12)}
>   2  wakes              store shared[0] = 1         ${wakes(17)}
    3                     (the code behind it)
    4                     load shared[1] = 0          ${wakes(18)}
    5  registersLate  store shared[1] = 1             ${late(13)}
    6                 (the code behind it)
    7                 wait shared[2] while 0: sleeps  ${late(14)}
  end  registersLate  waits for ever                  since step 7
  end  wakes              is through                  since step 4

to see it again:  explore(program, { replay: '${error.schedule}' })`,
  );
});

test('threads_that_spin_for_ever', async () => {
  const error = await fails('livelock', ['spinsOnOne', 'spinsOnTwo']);
  assert.match(error.message, /^livelock: all that is left spins, and nothing changes any more \(schedule 1 of /);
  assert.match(error.trace, /^ +end +spinsOnOne +spins/m);
});

test('a_loop_that_writes_for_ever', async () => {
  const error = await fails('livelock', ['counts', 'once'], {}, { maxSteps: 1_000 });
  assert.match(error.message, /^livelock: not over after 1000 steps \(schedule 1 of /);
  assert.match(error.trace, /^ +\.\.\. +these 3 steps again, \d+ times$/m);
  assert.ok(error.trace.split('\n').length < 20, error.trace);
});

test('waits_with_a_time_limit_that_go_on_for_ever', async () => {
  const STEPS = 10_000;
  for (const threads of [
    ['waitsAndLooks', 'once'],
    ['sleepsForEver', 'sleepsForEver', 'once'],
    ['ticksForEver', 'once'],
  ]) {
    const error = await fails('livelock', threads, {}, { bound: 0 });
    assert.match(error.message, new RegExp(`^livelock: not over after ${STEPS} steps \\(schedule 1 of `));
  }
  await fails('livelock', ['waitsAndLooks', 'once'], {}, { strategy: 'dpor' });
});

test('a_run_makes_as_many_steps_as_it_may_and_no_more', async () => {
  for (const strategy of ['depth-first', 'dpor'] as const) {
    const error = await fails('livelock', ['ticksSixtyTimes', 'once'], {}, { maxSteps: 50, strategy });
    assert.match(error.message, /^livelock: not over after 50 steps/);
    assert.match(error.message, /explore\(program, \{ replay: '[^']+', maxSteps: 50 \}\)/);
  }
  for (const threads of [
    ['adds', 'waitsAndLooks'],
    ['ticksForEver', 'recordsAdd'],
  ]) {
    for (let maxSteps = 1; maxSteps <= 4; maxSteps += 1) {
      const error = await failure({ module, setup: 'setup', threads }, { maxSteps, bound: 0 });
      assert.equal(error.kind, 'livelock', `${threads} in ${maxSteps} steps`);
      const last = error.trace.match(/^>? +(\d+) {2}/gm)?.at(-1);
      assert.ok(last === undefined || Number(last.replace('>', '')) <= maxSteps, error.trace);
    }
  }
});

test('a_thread_that_throws', async () => {
  const error = await fails('error', ['readsBoth', 'writesBoth']);
  assert.match(error.message, /^a thread threw: readsBoth: 0 is not 1 \(schedule \d+ of depth-first, bound 2\)$/m);
  assert.match(error.trace, /^ +end +readsBoth +threw TornError at .*failures\.ts:\d+ readsBoth /m);
  const cause = error.cause as Error;
  assert.equal(cause.name, 'TornError');
  assert.equal(cause.message, '0 is not 1');
  assert.match(cause.stack ?? '', /failures\.ts:\d+/);
});

test('a_thread_that_throws_before_its_first_step', async () => {
  for (const threads of [
    ['throwsAtOnce', 'once'],
    ['once', 'throwsAtOnce'],
  ]) {
    const error = await fails('error', threads);
    assert.match(error.message, /^a thread threw: throwsAtOnce: before anything was done/);
  }
});

test('an_asynchronous_thread_that_rejects', async () => {
  const error = await fails('error', ['rejects', 'once', 'adds']);
  assert.match(error.message, /^a thread threw: rejects: too late/);
  const unheard = await fails('error', ['rejectsUnheard', 'adds'], {}, { strategy: 'dpor' });
  assert.match(unheard.message, /^a thread threw: rejectsUnheard: unheard/);
  const tick = await fails('error', ['throwsInTick', 'adds'], {}, { strategy: 'dpor' });
  assert.match(tick.message, /^a thread threw: throwsInTick: before anything was done/);
});

test('a_thread_that_throws_what_is_no_error', async () => {
  const error = await fails('error', ['throwsNoError', 'adds']);
  assert.match(error.message, /^a thread threw: throwsNoError: threw "just a text"/);
});

test('errors_that_nobody_catches_in_a_thread_that_is_not_asynchronous', async () => {
  const aside = await fails('error', ['rejectsAside', 'adds']);
  assert.match(aside.message, /^a thread threw: rejectsAside: nobody handles this \(schedule \d+ of depth-first/);
  const last = await fails('error', ['adds', 'rejectsAside'], {}, { strategy: 'random', seed: 1 });
  assert.match(last.message, /^a thread threw: rejectsAside: nobody handles this/);
  const micro = await fails('error', ['adds', 'throwsAside'], {}, { strategy: 'dpor' });
  assert.match(micro.message, /^a thread threw: throwsAside: before anything was done/);
  const both = await fails('error', ['rejectsAndThrows', 'adds']);
  assert.match(both.message, /^a thread threw: rejectsAndThrows: threw "just a text"/);
});

test('an_error_that_nobody_catches_in_what_judges_a_run', async () => {
  const error = await fails('invariant', ['adds', 'once'], { invariant: 'rejectsInJudgement' });
  assert.match(error.message, /^the invariant does not hold at the end: nobody handles this/);
});

test('what_rejects_only_since_a_run_is_given_up', async () => {
  const error = await fails('deadlock', ['once', 'waitsAside']);
  assert.match(error.trace, /^ +end +waitsAside +waits for ever/m);
});

test('a_thread_that_cannot_be_got_out_of_its_code', async () => {
  const program = { module, setup: 'setup', threads: ['catchesAll', 'wakesTooEarly'] };
  for (const options of [{}, { strategy: 'dpor', maxSteps: 100 }] as const) {
    const error = await failure(program, options);
    assert.equal(error.kind, 'deadlock');
    assert.match(error.message, /^deadlock: threads wait, and nobody is left to wake them \(schedule \d+\)$/m);
    assert.match(error.message, /\n\ncatchesAll waits for ever\nwakesTooEarly is through\n\n/);
    assert.match(
      error.message,
      /\nThere is no trace: catchesAll goes on after the run was given up: it catches every /,
    );
    assert.ok(error.message.includes(`explore(program, { replay: '${error.schedule}'`));
    const again = await failure(program, { replay: error.schedule });
    assert.equal(again.kind, 'deadlock');
    assert.equal(again.schedule, error.schedule);
  }
  const { kind, message, cause } = await failure({ ...program, threads: ['catchesAll', 'throwsAtOnce'] });
  assert.equal(kind, 'error');
  assert.match(message, /^a thread threw: throwsAtOnce: before anything was done \(schedule 1\)$/m);
  assert.match(message, /\nthrowsAtOnce threw TypeError at .*failures\.ts:\d+ /);
  assert.equal((cause as Error).name, 'TypeError');
});

test('a_thread_that_throws_more_than_can_be_told', async () => {
  const error = await fails('error', ['throwsAtLength', 'adds']);
  const { message, name } = error.cause as Error;
  assert.ok(message.length > 1_000 && '\u001b"\n'.repeat(5_000).startsWith(message), message);
  assert.ok(name.length > 1_000 && '\u0001'.repeat(9_000).startsWith(name), name);
});

test('a_thread_that_throws_what_throws_when_it_is_looked_at', async () => {
  const error = await fails('error', ['throwsProxy', 'adds']);
  assert.match(error.message, /^a thread threw: throwsProxy: threw something that throws when it is looked at/);
});

test('a_thread_that_throws_an_object_shows_what_is_in_it', async () => {
  const error = await fails('error', ['throwsObject', 'adds']);
  const shown = String.raw`\{ not: 'an error', at: \[ 'all', \{ deep: \[Array\] \} \], rest: 'x{20,200}…`;
  assert.match(error.message, new RegExp(`^a thread threw: throwsObject: threw ${shown} \\(schedule `));
  assert.match(error.trace, new RegExp(`^ +end +throwsObject +threw ${shown} `, 'm'));
});

test('a_set_up_that_was_forgotten', async () => {
  const error = await failure({ module, threads: ['once', 'wakes'] });
  assert.match(error.message, /^a thread threw: once: undefined is not an integer typed array\. \(schedule 1 /);
  assert.match(error.message, /^The program names no set-up \(program\.setup\): its threads share no memory\.$/m);
  const named = await failure({ module, setup: 'setup', threads: ['throwsAtOnce', 'once'] });
  assert.doesNotMatch(named.message, /names no set-up/);
});

test('an_invariant_that_does_not_hold', async () => {
  const error = await fails('invariant', ['adds', 'adds'], { invariant: 'bothCounted' });
  assert.match(error.message, /^the invariant does not hold at the end: /);
  assert.equal((error.cause as Error).name, 'AssertionError');
  assert.match(error.trace, /, 1 preemption \(>\):\n/);
  assert.match(error.trace, /^ +end +adds#1 +is through/m);
  await fails('invariant', ['adds', 'adds'], { invariant: 'answersDiffer' }, { strategy: 'dpor' });
});

test('what_must_always_hold_and_does_not', async () => {
  const error = await fails('always', ['writesWrongWayRound', 'once'], { always: 'inStep' });
  assert.match(error.message, /^what must always hold does not: writesWrongWayRound: the second word is ahead, 0,1 /);
  assert.equal((error.cause as Error).name, 'AssertionError');
});

test('operations_that_fit_no_order', async () => {
  const error = await fails('not linearizable', ['recordsAdd', 'recordsAdd'], { model: 'counter' });
  assert.match(error.message, /^the recorded operations fit no order \(schedule /);
  assert.match(error.message, /add\(1\)/);
  assert.match(error.trace, /add\(1\) begins +.*failures\.ts:\d+ recordsAdd$/m);
  assert.match(error.trace, /add ends: 0/);
});

test('operations_are_called_the_same_in_steps_and_in_the_drawing', async () => {
  const error = await fails('not linearizable', ['recordsLists', 'once'], { model: 'writesNothing' });
  const call = String.raw`write\(\[1, \[2\]\], \{ by: "me" \}\)`;
  assert.match(error.message, new RegExp(`^  recordsLists  ${call}  \\[0, \\{ ok: true \\}\\]  ├`, 'm'));
  assert.match(error.trace, new RegExp(`${call} begins `));
  assert.match(error.trace, /write ends: \[0, \{ ok: true \}\] /);
});

test('every_strategy_finds_it', async () => {
  const program = { invariant: 'bothCounted' };
  for (const options of [
    { strategy: 'dpor' },
    { strategy: 'random', seed: 1 },
    { strategy: 'pct', seed: 1 },
    { bound: 1 },
  ] as const) {
    const error = await fails('invariant', ['adds', 'adds'], program, options);
    assert.equal((error.trace.match(/^>/gm) ?? []).length, 1);
  }
});

test('options_that_a_schedule_depends_on_stand_beside_it', async () => {
  const program = { module, setup: 'setup', threads: ['adds', 'adds'], invariant: 'bothCounted' };
  const { message } = await failure(program, { afterWrites: false, looks: 2, bound: 1 });
  assert.match(message, /explore\(program, \{ replay: '0x1 1x2 0x1', afterWrites: false, looks: 2 \}\)$/m);
});

test('a_schedule_that_does_not_fail_any_more', async () => {
  const program = { module, setup: 'setup', threads: ['adds', 'adds'], invariant: 'bothCounted' };
  const { text, outcomes } = await explore(program, { replay: '0x3 1x3' });
  assert.equal(text, '1 schedule (replay of 0x3 1x3), and none fails\nOutside: all other schedules.');
  assert.deepEqual(outcomes, [{ answers: [0, 1], runs: 1 }]);
});
