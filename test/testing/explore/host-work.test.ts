import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeadlockError } from 'reveille';
import { type Exploration, type ExploreOptions, explore, OutsideError, ScheduleError } from 'reveille/testing';
import { leaveNoWorker } from './alive.js';

leaveNoWorker();

const module = new URL('./programs/host-work.js', import.meta.url);
const KINDS = ['File', 'Deflate', 'Digest', 'Pbkdf2', 'RandomBytes', 'Blob', 'Message'];

function exploring(threads: readonly string[], options: ExploreOptions = {}): Promise<Exploration> {
  return explore({ module, setup: 'setup', threads }, options);
}

/** The first of two threads is refused, with this message. */
async function refused(threads: readonly [string, string], message: RegExp, options?: ExploreOptions): Promise<void> {
  const end: unknown = await exploring(threads, options).catch((error: unknown) => error);
  assert.ok(end instanceof OutsideError, `${threads[0]}: ${(end as Error).stack ?? JSON.stringify(end)}`);
  assert.match(end.message, message, threads[0]);
}

const MEANWHILE = /^explore: what a thread has the host do meanwhile \(\w+\) is outside the model$/;

test('what_the_host_brings_about_is_awaited', async () => {
  for (const kind of KINDS) await refused([`awaits${kind}`, 'add'], MEANWHILE);
  await refused(['failsLater', 'add'], MEANWHILE);
});

test('what_the_host_brings_about_races_with_a_timer', async () => {
  for (const kind of KINDS) await refused([`races${kind}`, 'add'], MEANWHILE, { strategy: 'dpor' });
});

test('what_the_host_brings_about_is_left_behind', async () => {
  await refused(['leavesFile', 'add'], MEANWHILE);
});

test('work_that_nothing_shows', async () => {
  await refused(
    ['compiles', 'add'],
    /: WebAssembly\.compile, as all that the host does meanwhile, is outside the model$/,
  );
  await refused(['instantiates', 'add'], /: WebAssembly\.instantiate, as all that/);
});

test('standard_input', async () => {
  for (const name of ['readsInput', 'iteratesInput'])
    await refused([name, 'add'], /: process\.stdin is outside the model$/);
});

test('the_host_wakes_a_thread_when_no_other_can', async () => {
  const many = { strategy: 'random', seed: 1, runs: 100_000 } as const; // in one of them it comes late enough
  const message = /: what an asynchronous thread awaits is outside the model: the host brought it about when no thread/;
  await refused(['awaitsModule', 'addOften'], message, many);
});

test('a_set_up_that_races_with_a_timer', async () => {
  const program = { module, setup: 'setupThatRaces', threads: ['add', 'add'] };
  await assert.rejects(explore(program), DeadlockError);
});

test('a_set_up_that_awaits_the_host', async () => {
  const program = { module, setup: 'setupThatReads', threads: ['add', 'add'] };
  await assert.rejects(explore(program), DeadlockError);
});

test('what_the_host_does_at_once_is_plain_code', async () => {
  for (const name of ['worksAtOnce', 'worksAtOnceBetween']) {
    const { outcomes } = await exploring([name, 'add'], { strategy: 'dpor' });
    assert.ok(outcomes.length > 1, name);
  }
});

test('a_deadlock_of_which_the_host_knows_nothing', async () => {
  const error: unknown = await exploring(['waitsForEver', 'waitsForEver']).catch((error: unknown) => error);
  assert.ok(error instanceof ScheduleError, String(error));
  assert.equal(error.kind, 'deadlock');
});
