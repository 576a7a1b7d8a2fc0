import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { type Call, offload, pool, ThreadDiedError } from 'reveille/threads';
import { blockUntilSet, words } from './words.js';

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);
const resourceLimits = { maxOldGenerationSizeMb: 30 };

const ENDS: readonly [name: string, die: (api: Deadly) => Call<never>, message: RegExp][] = [
  ['process_exit', (api) => api.exit(3), /ended itself: process\.exit\(3\)/],
  ['an_uncaught_error', (api) => api.burst('boom'), /uncaught error: TypeError: boom/],
  ['want_of_memory', (api) => api.eat(), /out of memory/],
];
type Deadly = { exit(code: number): Call<never>; burst(message: string): Call<never>; eat(): Call<never> };

for (const [name, die, message] of ENDS) {
  test(`${name}_fails_the_calls_of_a_blocked_thread_and_the_next_ones_get_another_thread`, () => {
    using api = offload<Task>(url, { resourceLimits });
    const bystander = api.linger(words());
    assert.throws(() => blockOn(die(api as never)), { name: 'ThreadDiedError', message });
    assert.throws(() => blockOn(bystander), ThreadDiedError);
    assert.equal(blockOn(api.add(1, 1)), 2);
  });

  test(`${name}_fails_the_calls_of_an_event_loop`, async () => {
    await using api = offload<Task>(url, { resourceLimits });
    await assert.rejects(async () => await die(api as never), { name: 'ThreadDiedError', message });
    assert.equal(await api.add(1, 1), 2);
  });

  test(`${name}_of_one_thread_of_a_pool_fails_its_own_call_only`, async () => {
    await using p = pool<Task>(url, { threads: 2, resourceLimits });
    const others = Array.from({ length: 20 }, (_, i) => p.later(i));
    await assert.rejects(async () => await die(p as never), ThreadDiedError);
    assert.deepEqual(
      await Promise.all(others),
      Array.from({ length: 20 }, (_, i) => i),
    );
  });
}

test('the_cause_of_a_death_is_the_error', () => {
  using api = offload<Task>(url);
  assert.throws(
    () => blockOn(api.burst('boom')),
    (error) => error instanceof ThreadDiedError && error.cause instanceof TypeError && error.cause.message === 'boom',
  );
});

const MODULES: readonly [name: string, code: string, message: RegExp][] = [
  ['with_a_syntax_error', 'export const f = ;', /SyntaxError/],
  ['that_throws', 'throw new RangeError("at load")', /RangeError: at load/],
  ['that_imports_what_is_not_there', 'import "nowhere-to-be-found"', /nowhere-to-be-found/],
  ['that_exits', 'process.exit(4)', /process\.exit\(4\)/],
];
for (const [name, code, message] of MODULES) {
  test(`calls_of_a_module_${name}_fail`, async () => {
    await using api = offload<{ f(): void }>(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    assert.throws(() => blockOn(api.f()), { message });
    await assert.rejects(async () => await api.f(), { message });
  });
}

test('a_file_that_is_not_there_is_named', () => {
  using api = offload<{ f(): void }>(new URL('./not-there.js', import.meta.url));
  assert.throws(() => blockOn(api.f()), { name: 'ModuleError', message: /not-there\.js/ });
});

test('a_call_that_does_not_heed_its_cancelling_is_ended_with_its_thread_after_a_while', () => {
  using p = pool<Task>(url, { threads: 1, grace: 20 });
  const thread = blockOn(p.where());
  const latch = words();
  const call = p.stuck(latch);
  blockUntilSet(latch, 0);
  call[Symbol.dispose]();
  assert.notEqual(blockOn(p.where()), thread);
});

test('one_that_heeds_it_keeps_its_thread', () => {
  using p = pool<Task>(url, { threads: 1, grace: 60_000 });
  const thread = blockOn(p.where());
  const latch = words();
  const call = p.spin(latch);
  blockUntilSet(latch, 0);
  call[Symbol.dispose]();
  assert.equal(blockOn(p.where()), thread);
});

test('close_now_ends_threads_that_heed_nothing', () => {
  const p = pool<Task>(url, { threads: 1 });
  const latch = words();
  const call = p.stuck(latch);
  blockUntilSet(latch, 0);
  blockOn(p.close({ now: true, grace: 10 }));
  assert.throws(() => blockOn(call), /closed/);
});

/** Runs a program in a process of its own, which must end by itself. */
function run(code: string): { status: number | null; stdout: string; stderr: string } {
  const program = `import { pool, offload } from 'reveille/threads';\nimport { blockOn } from 'reveille';\nconst url = ${JSON.stringify(url.href)};\n${code}`;
  const cwd = new URL('../../..', import.meta.url);
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
  });
}

test('a_process_with_flags_of_the_engine_has_workers_too', () => {
  const code = `import('reveille/threads').then(async ({ offload }) =>
    console.log(await offload(${JSON.stringify(url.href)}).add(1, 2)))`;
  const { status, stdout } = spawnSync(process.execPath, ['--max-old-space-size=200', '-e', code], {
    cwd: new URL('../../..', import.meta.url),
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.deepEqual([status, stdout], [0, '3\n']);
});

test('an_idle_pool_keeps_no_process_alive', () => {
  const { status, stdout } = run(
    `const p = pool(url, { threads: 2 }); await p.add(1, 1); console.log(await p.add(1, 2));`,
  );
  assert.deepEqual([status, stdout], [0, '3\n']);
});

test('a_call_under_way_does', () => {
  const { status, stdout } = run(`const p = pool(url, { threads: 1 }); p.later(1).then(() => console.log('done'));`);
  assert.deepEqual([status, stdout], [0, 'done\n']);
});

test('a_failing_call_that_nobody_awaits_is_an_unhandled_rejection', () => {
  const { status, stderr } = run(`const api = offload(url); api.fail('unheard'); await api.close();`);
  assert.equal(status, 1);
  assert.match(stderr, /RangeError: unheard/);
});

test('what_a_worker_prints_is_there_before_the_blocked_caller_goes_on', () => {
  const { stdout } = run(`const api = offload(url);
for (let i = 0; i < 3; i++) { blockOn(api.print('worker ' + i)); console.log('caller ' + i); }
try { blockOn(api.print('last words')); blockOn(api.exit(1)); } catch {}`);
  assert.equal(stdout, 'worker 0\ncaller 0\nworker 1\ncaller 1\nworker 2\ncaller 2\nlast words\n');
});

test('pools_leave_nothing_behind', async () => {
  const before = process.getActiveResourcesInfo().length;
  for (let round = 0; round < 30; round += 1) {
    const p = pool<Task>(url, { threads: 1 });
    assert.equal(await p.add(round, 1), round + 1);
    await p.close();
  }
  assert.ok(process.getActiveResourcesInfo().length <= before + 2);
});
