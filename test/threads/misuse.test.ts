import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { blockOn, ready, sleep, spawn, TimeoutError } from 'reveille';
import { offload, PayloadError, PoolClosedError, pool, ThreadDiedError } from 'reveille/threads';
import { Folder, moduleOf } from './folder.js';
import { untilSet, words } from './words.js';

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);
const folder = new Folder();
const run = promisify(execFile);

test('a_call_can_be_posted_to_no_other_thread_and_the_error_says_what_to_do', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  const call = p.add(1, 2);
  const { port1, port2 } = new MessageChannel();
  const told = /a call can't be sent to another thread: wait for it, and send its answer/;
  assert.throws(() => port1.postMessage(call), told);
  assert.throws(() => structuredClone({ deep: [call] }), told);
  assert.throws(
    () => p.echo({ deep: [call] }),
    (error) => error instanceof PayloadError && /args\[0\]\.deep\[0\]: a future can't be sent/.test(error.message),
  );
  port1.close();
  port2.close();
  assert.equal(await call, 3);
});

test('a_call_that_a_function_answers_is_waited_for', async () => {
  const code = `import { offload } from 'reveille/threads'; import { isMainThread, threadId } from 'node:worker_threads';
    export const ask = (callback) => callback(1);
    export const pass = (x) => api.twice(x);
    export const twice = (x) => 2 * x;
    const api = offload(import.meta.url); // which starts with its first call`;
  type Module = { ask(callback: (x: number) => number): Promise<number>; pass(x: number): Promise<number> };
  await using api = offload<Module>(folder.module('passing.mjs', code));
  assert.equal(await api.ask((x) => x + 1), 2);
  assert.equal(blockOn(api.ask((x) => x + 2)), 3);
  assert.equal(await api.pass(21), 42);
});

test('a_module_that_calls_itself_while_it_is_loaded_is_told_before_it_starts_one_thread_after_another', async () => {
  const code = `import { offload } from 'reveille/threads';
    export const f = (x) => x + 1;
    const api = offload(import.meta.url);
    await api.f(1);`;
  await using api = offload<{ f(x: number): number }>(folder.module('endless.mjs', code));
  const told =
    /^endless\.mjs could not be loaded: ReveilleError: endless\.mjs calls itself while it is loaded: .*isMainThread/;
  await assert.rejects(async () => await api.f(1), { name: 'ModuleError', message: told });
});

test('a_closed_pool_is_neither_warmed_up_nor_shared', async () => {
  const p = pool<Task>(url, { threads: 1 });
  assert.equal(await p.add(1, 2), 3);
  await p.close();
  assert.throws(() => p.warmUp(), PoolClosedError);
  assert.throws(() => p.share(), PoolClosedError);
});

test('a_future_that_a_function_answers_within_an_object_is_an_error_of_its_call', async () => {
  const code = `import { sleep } from 'reveille'; export const wrapped = () => ({ later: sleep(1) }); export const one = () => 1;`;
  using api = offload<{ wrapped(): unknown; one(): number }>(folder.module('wrapped.mjs', code));
  await assert.rejects(async () => await api.wrapped(), {
    name: 'PayloadError',
    message: /later: a future can't be sent/,
  });
  assert.equal(await api.one(), 1);
});

/** Calls that with less and less room on the stack, until there is none: somewhere in it a call finds none. */
function overflow(job: () => void): void {
  for (let more = 0; more < 40; more += 1) {
    const go = (...fill: number[]): void => {
      try {
        go(...fill);
      } catch {
        job();
      }
    };
    try {
      go(...Array<number>(more).fill(0));
    } catch (error) {
      assert.ok(error instanceof RangeError || error instanceof PayloadError, String(error));
    }
  }
}

test('a_call_for_which_the_stack_has_no_room_leaves_calls_and_tasks_as_they_were', async () => {
  using api = offload<Task>(url);
  assert.equal(await api.add(1, 2), 3);
  overflow(() => api.echo({ deep: [1, { in: [2] }] })[Symbol.dispose]());
  assert.equal(blockOn(api.add(2, 3)), 5);
  overflow(() => spawn(ready(1)).abort());
  assert.equal(await spawn(ready(7)), 7);
});

test('what_the_language_asks_of_any_object_is_not_called_on_the_thread', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  assert.doesNotThrow(() => JSON.stringify({ p }));
  assert.equal(`${p}`, '[object Object]');
  assert.equal(p.stats.queued + p.stats.done + p.stats.failed, 0);
});

test('threads_whose_program_a_bundler_left_behind_are_an_error_while_the_caller_blocks', async () => {
  const program = `import { blockOn } from 'reveille'; import { offload } from 'reveille/threads';
    const api = offload('data:text/javascript,export const f = (x) => x');
    try { blockOn(api.f(1)); } catch (error) { console.log(error.name, error.message); }`;
  const entry = folder.write('bundled/entry.mjs', program);
  const outfile = folder.write('bundled/out.mjs', '');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  const { stdout } = await run(process.execPath, [outfile], { timeout: 120_000 });
  assert.match(
    stdout,
    /^ThreadDiedError call of f\(\) of .*: no thread of .* could be started: .*thread\.js is not there: .* not to be bundled/,
  );
});

test('a_clock_that_stands_still_stops_no_thread_that_blocks', () => {
  const { now } = performance;
  performance.now = () => 0;
  try {
    using p = pool<Task>(url, { threads: 1 });
    const latch = words();
    const call = p.hold(latch);
    assert.throws(() => blockOn(call, { timeout: 20 }), TimeoutError);
    assert.equal(blockOn(sleep(5)), undefined);
  } finally {
    performance.now = now;
  }
});

/** What a module may do to its thread without harm to its calls. */
const HARMLESS: Readonly<Record<string, string>> = {
  puts_another_Promise_in_its_place: 'globalThis.Promise = class {};',
  puts_another_Atomics_in_its_place: 'globalThis.Atomics = {};',
  changes_Atomics: `for (const key of ['wait', 'notify', 'load', 'store', 'add', 'waitAsync', 'compareExchange'])
    Atomics[key] = () => { throw new Error(key); };`,
  changes_clocks: 'Date.now = () => 0; performance.now = () => 0;',
  takes_away_messages:
    'for (const key of ["postMessage", "MessageChannel", "MessagePort", "Worker"]) globalThis[key] = undefined;',
  takes_away_microtasks: 'globalThis.queueMicrotask = () => {};',
  takes_away_turns_of_the_event_loop: 'globalThis.setImmediate = () => {};',
  takes_away_timers: 'globalThis.setTimeout = () => {}; globalThis.setInterval = () => {};',
  freezes_all:
    'for (const key of Reflect.ownKeys(globalThis)) if (typeof globalThis[key] === "function") Object.freeze(globalThis[key]);',
  gives_all_objects_a_property: 'Object.prototype.evil = 1; Object.prototype.poll = undefined;',
  listens_for_its_exit: 'process.on("exit", () => {}); process.on("beforeExit", () => {});',
  throws_at_its_exit: 'process.on("exit", () => { throw new Error("at exit"); });',
  sets_its_exit_code: 'process.exitCode = 9;',
  listens_to_its_parent:
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => {}); parentPort.postMessage(1);',
  closes_its_parent_s_port: 'import { parentPort } from "node:worker_threads"; parentPort.close();',
  hears_of_what_is_not_caught:
    'process.on("uncaughtException", () => {}); setImmediate(() => { throw new Error("caught"); });',
};
type Plain = { f(x: number): Promise<number>; g(x: number): number };
for (const [what, code] of Object.entries(HARMLESS)) {
  test(`a_module_that_${what}_answers_and_ends`, async () => {
    const module = moduleOf(`${code}\nexport const f = async (x) => x; export const g = (x) => x;`);
    // Looking for calls, and asleep in the event loop.
    for (const host of [offload<Plain>(module), pool<Plain>(module), pool<Plain>(module, { looking: 0 })]) {
      assert.deepEqual(await Promise.all([host.f(1), host.g(2)]), [1, 2]);
      assert.equal(blockOn(host.f(3)), 3);
      await host.close();
    }
  });
}

test('answers_that_are_thenables_of_the_module_s_own_are_awaited_once', async () => {
  const code = `export const twice = (x) => ({ then(done) { done(x); done(2); throw new Error('late'); } });
    export const fails = () => ({ then(_, failed) { failed(new RangeError('no')); } });
    export const throws = () => ({ then() { throw new RangeError('then'); } });
    export const trapped = () => ({ get then() { throw new RangeError('get then'); } });
    export const polled = () => ({ get poll() { throw new RangeError('get poll'); } });
    export const iterated = () => ({ get next() { throw new RangeError('get next'); } });
    export const never = () => ({ then() {} });`;
  type Thenables = Record<
    'fails' | 'throws' | 'trapped' | 'polled' | 'iterated' | 'never',
    () => PromiseLike<never>
  > & {
    twice(x: number): PromiseLike<number>;
  };
  await using p = pool<Thenables>(moduleOf(code), { threads: 1 });
  assert.equal(await p.twice(1), 1);
  for (const [name, message] of Object.entries({
    fails: 'no',
    throws: 'then',
    trapped: 'get then',
    polled: 'get poll',
    iterated: 'get next',
  })) {
    await assert.rejects(async () => await p[name as 'fails'](), { name: 'RangeError', message });
  }
  using never = p.never();
  never[Symbol.dispose]();
});

test('a_call_that_its_function_closes_or_ends_the_pool_of_is_told_so', async () => {
  const code = `import { pool } from 'reveille/threads';
    export const closeOwn = async () => { await pool.current().close(); return 'closed here'; };
    export const add = (a, b) => a + b;`;
  type Own = { closeOwn(): Promise<string>; add(a: number, b: number): number };
  await using p = pool<Own>(folder.module('own.mjs', code), { threads: 1 });
  assert.equal(await p.closeOwn(), 'closed here');
  assert.equal(await p.add(1, 2), 3, 'it was closed for that thread alone');
});

test('a_pool_is_closed_twice_in_each_manner_and_while_it_warms_up', async () => {
  const p = pool<Task>(url, { threads: 2 });
  const warm = p.warmUp();
  const ends = [p.close(), p.close(), p.close({ now: true }), p.close({ now: true, grace: 0 })];
  p[Symbol.dispose]();
  await warm;
  await Promise.all(ends);
  await p.close();
  p[Symbol.dispose]();
  assert.throws(() => p.add(1, 2), PoolClosedError);
  assert.equal(p.stats.threads, 0);
});

test('a_pool_that_is_dropped_in_the_midst_of_calls_settles_each_of_them', async () => {
  const p = pool<Task>(url, { threads: 2, queue: 4 });
  const latch = words();
  const stuck = assert.rejects(p.stuck(latch).then(), isEnd);
  const others = Array.from({ length: 20 }, () => p.linger(latch).then(null, isEnd));
  await untilSet(latch, 0);
  p[Symbol.dispose]();
  await stuck;
  // One that heeds its signal may still have answered.
  for (const end of await Promise.all(others)) assert.ok(end === undefined || end === true);
});

const isEnd = (error: unknown): boolean => error instanceof PoolClosedError || error instanceof ThreadDiedError;
