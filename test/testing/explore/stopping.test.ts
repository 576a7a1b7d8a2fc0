import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock, type TestContext, test } from 'node:test';
import { ReveilleError } from 'reveille';
import { type ExploreOptions, explore, type Program, type Progress, ScheduleError } from 'reveille/testing';
import { leaveNoWorker } from './alive.js';
import { appears, stopTheClock, tickUntil } from './ticking.js';

leaveNoWorker();

const module = new URL('./programs/reports.js', import.meta.url);
const ENDLESS: Program = { module, setup: 'setup', threads: ['addOften', 'addOften'] };

/** The module, by a URL that names a file in which a thread says how far it has come. */
async function saying(t: TestContext): Promise<{ url: URL; file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-said-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'here');
  const url = new URL(module);
  url.search = `${new URLSearchParams({ file })}`;
  return { url, file };
}

test('a_time_box', async () => {
  const found = await explore(ENDLESS, { bound: Number.POSITIVE_INFINITY, timeBox: 1_000 });
  assert.equal(found.complete, false); // and it may not even have begun, on a slow machine
  assert.ok(found.bound === undefined || found.bound < 100);
  assert.match(found.text, /schedules? \(depth-first, bound Infinity\), and none fails; stopped/);
  assert.ok(found.outside.includes('what was left when the exploration was stopped'));
});

test('a_signal_that_was_given_before', async () => {
  const found = await explore(ENDLESS, { signal: AbortSignal.abort() });
  const { runs, complete, bound, rate, text } = found;
  assert.deepEqual({ runs, complete, bound, rate }, { runs: 0, complete: false, bound: undefined, rate: 0 });
  assert.equal(
    text,
    '0 schedules (depth-first, bound 2), and none fails; stopped before the end\n' +
      'Outside: what was left when the exploration was stopped.',
  );
});

test('a_signal_that_is_given_on_the_way', async (t) => {
  stopTheClock(t);
  const controller = new AbortController();
  const seen: Progress[] = [];
  const onProgress = (progress: Progress): void => {
    seen.push(progress);
    if (progress.runs > 0) controller.abort();
  };
  const options = { strategy: 'random', seed: 1, runs: 1e9, signal: controller.signal, onProgress } as const;
  const { url, file } = await saying(t);
  const exploring = explore({ ...ENDLESS, module: url, threads: ['addOften', 'addOftenAndSaySo'] }, options);
  await appears(file);
  mock.timers.tick(1_000);
  const found = await exploring;
  assert.equal(found.complete, false);
  assert.ok(found.runs > 0);
  assert.match(found.text, /\(random, seed 1\), and none fails; stopped before the end\nOutside: what was left when/);
  const { phase, runs, rate, ms } = seen.at(-1) as Progress;
  assert.ok(runs > 0 && rate > 0 && ms > 0);
  assert.match(phase, /^starting$|^run \d+ of 1000000000$/);
});

test('progress_that_throws_ends_it', async (t) => {
  stopTheClock(t);
  const onProgress = (): never => {
    throw new RangeError('no progress, please');
  };
  await assert.rejects(tickUntil(explore(ENDLESS, { onProgress })), { name: 'RangeError', message: /^no progress/ });
});

test('a_line_every_five_seconds', async (t) => {
  stopTheClock(t);
  const lines: string[] = [];
  let ms = 0;
  t.mock.method(performance, 'now', () => ms);
  const write = t.mock.method(process.stderr, 'write', (line: string) => lines.push(line) > 0);
  const controller = new AbortController();
  const exploring = explore(ENDLESS, { strategy: 'dpor', signal: controller.signal });
  for (let second = 1; second <= 12; second += 1) {
    ms = second * 1_000;
    mock.timers.tick(1_000);
  }
  write.mock.restore();
  controller.abort();
  await exploring;
  assert.equal(lines.length, 2);
  assert.match(lines[0] as string, /^explore reports\.js: [\d,]+ schedules in 5 s, [\d,]+ a second, starting\n$/);
  assert.match(lines[1] as string, /^explore reports\.js: [\d,]+ schedules in 10 s, /);
});

/** The program comes to a point from which it does not go on; answers how that ends, half a minute later. */
async function standsStill(t: TestContext, program: Partial<Program>, options: ExploreOptions = {}): Promise<Error> {
  stopTheClock(t);
  const { url, file } = await saying(t);
  const exploring = explore({ module: url, setup: 'setup', threads: ['add', 'add'], ...program }, options);
  exploring.catch(() => {}); // awaited below
  await appears(file);
  return tickUntil(exploring).then(
    () => assert.fail('it went on'),
    (error) => error,
  );
}

test('a_thread_that_comes_to_no_operation_any_more', async (t) => {
  const error = await standsStill(t, { threads: ['add', 'standingThread'] });
  assert.ok(error instanceof ScheduleError);
  assert.equal(error.kind, 'stuck');
  assert.match(
    error.message,
    /^stuck: standingThread has not ended in half a minute, nor come to an atomic operation\. /,
  );
  assert.match(error.message, /\. Does it wait in a loop that reads shared memory without Atomics\.load, such as /);
  assert.match(error.message, /\n\nschedule: 0x2 1x1$/);
  assert.equal(error.schedule, '0x2 1x1');
  assert.ok(error.message.includes(error.trace));
  assert.match(error.trace, /^ +1 +add +add shared\[0\] 0 -> 1 +.*reports\.ts:\d+ add$/m);
  assert.match(error.trace, /^ +3 +standingThread +load shared\[0\] = 1 +.*reports\.ts:\d+ standingThread$/m);
  assert.match(error.trace, /^ +end +standingThread +is stuck +since step 3$/m);
  assert.match(error.trace, /^ +end +add +is through +since step 2$/m);
});

test('a_thread_that_comes_to_no_operation_at_all', async (t) => {
  const error = await standsStill(t, { threads: ['add', 'standingAtOnce'] });
  assert.match(error.message, /^stuck: standingAtOnce has not ended in half a minute/);
});

test('a_thread_that_comes_to_no_operation_and_goes_first', async (t) => {
  const error = await standsStill(t, { threads: ['standingAtOnce', 'add'] });
  assert.match(error.message, /^stuck: standingAtOnce .* so nothing changes there\.$/);
});

test('a_set_up_that_does_not_end', async (t) => {
  const error = await standsStill(t, { setup: 'standingSetup' });
  assert.ok(error instanceof ReveilleError);
  assert.equal(error.message, 'explore: set-up has not ended in half a minute');
});

test('a_thread_s_own_set_up_that_does_not_end', async (t) => {
  const error = await standsStill(t, { threads: ['add', 'standingInItsSetup'] });
  assert.equal(error.message, 'explore: set-up has not ended in half a minute');
});

test('an_invariant_that_does_not_end', async (t) => {
  const error = await standsStill(t, { invariant: 'standingInvariant' });
  assert.ok(error instanceof ReveilleError);
  assert.equal(error.message, 'explore: what judges a run (the invariant, the model) has not ended in half a minute');
});

test('a_module_that_is_never_loaded', async (t) => {
  stopTheClock(t);
  const never = 'data:text/javascript,await new Promise(() => {})';
  const error: unknown = await tickUntil(explore({ module: never, threads: ['a', 'b'] })).catch((error) => error);
  assert.ok(error instanceof ReveilleError);
  assert.ok(error.message.startsWith(`explore: a, b: the module has not been loaded in half a minute: ${never}. It,`));
  assert.match(error.message, /or it has an export named 'then', which import\(\) takes for that of a promise/);
});

test('a_thread_that_stands_still_when_the_time_is_up', async (t) => {
  const error = await standsStill(t, { threads: ['add', 'standingThread'] }, { timeBox: 5_000 });
  assert.ok(error instanceof ScheduleError);
  assert.equal(error.kind, 'stuck');
  assert.match(
    error.message,
    /^stuck: standingThread was to stop, and has not ended in two seconds, nor come to an at/,
  );
  assert.equal(error.schedule, '0x2 1x1');
});

test('a_thread_that_stands_still_when_a_signal_comes', async (t) => {
  const controller = new AbortController();
  const options = { signal: controller.signal, onProgress: () => controller.abort() };
  const error = await standsStill(t, { threads: ['standingAtOnce', 'add'] }, options);
  assert.match(error.message, /^stuck: standingAtOnce was to stop, and has not ended in two seconds/);
});

test('a_set_up_that_does_not_end_when_it_is_to_stop', async (t) => {
  const error = await standsStill(t, { setup: 'standingSetup' }, { timeBox: 100 });
  assert.equal(error.message, 'explore: set-up was to stop, and has not ended in two seconds');
});

test('what_judges_a_run_is_given_time_to_end', async (t) => {
  const error = await standsStill(t, { invariant: 'standingInvariant' }, { timeBox: 100 });
  assert.match(error.message, /has not ended in half a minute$/);
});

test('a_module_that_is_never_loaded_and_a_signal', async (t) => {
  stopTheClock(t);
  const never = 'data:text/javascript,await new Promise(() => {})';
  const exploring = explore({ module: never, threads: ['a', 'b'] }, { signal: AbortSignal.abort() });
  const { runs, complete, text } = await tickUntil(exploring);
  assert.deepEqual({ runs, complete }, { runs: 0, complete: false });
  assert.match(text, /stopped before the end/);
});
