import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setEnvironmentData } from 'node:worker_threads';
import { DeadlockError, ReveilleError } from 'reveille';
import { type ExploreOptions, explore, OutsideError, type Program, ScheduleError } from 'reveille/testing';
import { leaveNoWorker } from './alive.js';

leaveNoWorker();

type Class = new (...args: never[]) => Error;

const module = new URL('./programs/mistakes.js', import.meta.url);

/** The program is refused, with an error of this class and message. */
async function refused(program: Partial<Program>, Class: Class, message: RegExp | string): Promise<Error> {
  const whole = { module, setup: 'setup', threads: ['add', 'add'], ...program };
  const error: unknown = await explore(whole).catch((error: unknown) => error);
  assert.ok(error instanceof Class, String((error as Error).stack ?? error));
  assert.equal(error.name, Class.name);
  if (typeof message === 'string') assert.equal(error.message, message);
  else assert.match(error.message, message);
  return error;
}

/** The first thread does it, the second what can be checked. */
const refusedThread = (name: string, Class: Class, message: RegExp | string): Promise<Error> =>
  refused({ threads: [name, 'add'] }, Class, message);

test('exports_that_are_not_there', async () => {
  await refusedThread('ad', TypeError, /^program\.threads\[0\]: the module has no export 'ad'; it has .*add, .*setup/);
  await refused({ threads: ['add', 'ad'] }, TypeError, /^program\.threads\[1\]: the module has no export 'ad'/);
  for (const field of ['setup', 'invariant', 'always', 'model'] as const) {
    await refused(
      { [field]: 'no' },
      TypeError,
      new RegExp(`^program\\.${field}: the module has no export 'no'; it has`),
    );
  }
  const empty = 'data:text/javascript,';
  await refused({ module: empty }, TypeError, "program.threads[0]: the module has no export 'add'; it has none");
});

test('an_export_that_is_no_function', async () => {
  await refusedThread(
    'notAFunction',
    TypeError,
    "program.threads[0]: expected the export 'notAFunction' to be a function, got 7",
  );
});

test('a_module_that_does_not_load', async () => {
  const load = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
  await refused({ module: new URL('./none.js', import.meta.url) }, Error, /^Cannot find module '.*none\.js'/);
  await refused({ module: load("throw new RangeError('not now')") }, RangeError, 'not now');
  await refused({ module: load('throw null') }, Error, 'threw null');
  await refused({ module: load("throw 'a text'") }, Error, 'threw "a text"');
  await refused({ module: load('export const = 1') }, SyntaxError, /^Unexpected token .* \(in data:.* or what it/);
  await refused({ module: load("import { no } from 'node:fs'") }, SyntaxError, /does not provide an export named 'no'/);
  await refused(
    { module: load('process.exit(5)') },
    ReveilleError,
    /^explore: the thread of add ended .* with code 5$/,
  );
  const error = await refused({ module: load('\n\nthrow new RangeError("not now")') }, RangeError, 'not now');
  assert.match(error.stack ?? '', /:3:7/);
});

test('errors_that_nobody_catches_while_a_module_is_loaded', async () => {
  for (const when of ['queueMicrotask', 'setImmediate', 'setTimeout', 'process.nextTick']) {
    const code = `
      export const setup = () => new SharedArrayBuffer(4);
      export const add = () => {};
      ${when}(() => { throw new RangeError('from aside'); });
      await new Promise((resolve) => setTimeout(resolve, 2));
    `;
    await refused({ module: `data:text/javascript,${encodeURIComponent(code)}` }, RangeError, 'from aside');
  }
});

test('set_up_that_fails', async () => {
  await refused({ setup: 'throwingSetup' }, RangeError, 'no set-up today');
  await refused({ setup: 'rejectingSetup' }, RangeError, 'no set-up today');
  await refused({ setup: 'strangeSetup' }, Error, 'threw null');
  await refused({ setup: 'waitingSetup' }, ReveilleError, /^explore: set-up may not wait without a time limit/);
  await refused({ setup: 'pendingSetup' }, DeadlockError, /^setup: waits for something that set-up cannot bring about/);
  await refused({ setup: 'rejectingAside' }, RangeError, 'nobody handles this');
  await refused({ setup: 'exitsInSetup' }, ReveilleError, /ended by itself, with code 4$/);
});

test('set_up_that_shares_what_cannot_be_shared', async () => {
  const what = 'setup: what it answers';
  await refused(
    { setup: 'sharesFunction' },
    TypeError,
    /^setup: what it answers\.a\[1\]: expected plain data .*function/,
  );
  await refused(
    { setup: 'sharesInstance' },
    TypeError,
    /^setup: what it answers\.a\.b: .* got a Map; make it on the thr/,
  );
  await refused(
    { setup: 'sharesSymbol' },
    TypeError,
    `${what}: expected plain data and shared memory, got Symbol(mine)`,
  );
  await refused({ setup: 'sharesItself' }, TypeError, `${what}.self: refers to itself, and cannot be shared`);
  await refused({ setup: 'sharesForeign' }, TypeError, /\.words: this SharedArrayBuffer was not made in set-up/);
  await refused({ setup: 'makesMany' }, OutsideError, 'explore: a set-up may make 24 SharedArrayBuffers at most');
});

test('set_up_that_leaves_something_behind', async () => {
  const message =
    'explore: setup: leaves timers, immediates or waits behind, which the first run alone would have: await them';
  await refused({ setup: 'leavesWaitInSetup' }, OutsideError, message);
  await refused({ setup: 'leavesTimerInSetup' }, OutsideError, message);
});

test('shared_memory_that_is_outside_the_model', async () => {
  await refused(
    { setup: 'derives' },
    OutsideError,
    /: set-up makes shared memory by a subclass of SharedArrayBuffer, .*outside/,
  );
  const large = 'explore: a SharedArrayBuffer of 64 MB or more is outside the model';
  await refused({ setup: 'makesMuch' }, OutsideError, large);
  await refused({ setup: 'growsMuch', threads: ['growsAndReaches', 'addsInBuffer'] }, OutsideError, large);
});

test('threads_whose_own_set_up_fails', async () => {
  await refusedThread('throwingBefore', RangeError, 'no set-up here');
  await refused({ threads: ['add', 'throwingBefore'] }, RangeError, 'no set-up here');
  const must = 'a thread that is a generator must yield once, after its set-up';
  await refusedThread('neverYields', TypeError, `neverYields: ${must}`);
  await refusedThread('yieldsTwice', TypeError, `yieldsTwice: ${must}`);
  await refusedThread('yieldsTwiceLater', TypeError, `yieldsTwiceLater: ${must}`);
  await refusedThread('yieldsNumber', TypeError, /^yieldsNumber: what it yields: expected an object .* got 1$/);
  await refusedThread('yieldsArray', TypeError, /^yieldsArray: what it yields: expected an object .* of class Array$/);
  await refusedThread('yieldsInstance', TypeError, /^yieldsInstance: what it yields\.map: .* got a Map/);
  await refusedThread('yieldsMany', OutsideError, 'explore: a set-up may make 24 SharedArrayBuffers at most');
});

test('threads_that_share_by_the_same_name', async () => {
  const same = 'yieldsMemory: yields "mine", which set-up or another thread shares, too';
  await refused({ setup: 'sharesNothing', threads: ['yieldsMemory', 'yieldsMemory'] }, TypeError, same);
  await refusedThread(
    'yieldsMemory',
    TypeError,
    'setup: what it answers: expected an object, such as { words }, to which the generator yieldsMemory can add what ' +
      'it yields, got an object of class Int32Array',
  );
});

test('answers_that_cannot_be_sent', async () => {
  await refusedThread('answersFunction', TypeError, /^what answersFunction returns: expected plain data .* function/);
  await refusedThread('answersInstance', TypeError, /^what answersInstance returns\.at: .* got a Date/);
  await refusedThread('answersOwnMemory', TypeError, /^what answersOwnMemory returns: .* was not made in set-up/);
  await refusedThread(
    'answersThrowing',
    TypeError,
    'what answersThrowing returns.at: cannot be read: RangeError: not for you',
  );
  await refused(
    { setup: 'throwingProperty' },
    TypeError,
    /^setup: what it answers\.a\[0\]\.at: cannot be read: RangeError:/,
  );
  await refusedThread(
    'answersProxy',
    TypeError,
    /^what answersProxy returns: cannot be read: RangeError: no set-up today/,
  );
  await refusedThread(
    'answersDeep',
    TypeError,
    'what answersDeep returns: has more than 1000 objects one within the other',
  );
  await refusedThread('answersLate', OutsideError, /: shared memory was used by a getter of what a thread returned, /);
  await refusedThread(
    'answersMuch',
    RangeError,
    /^answersMuch: what it returns and records takes more than 32768 char/,
  );
  await refusedThread('recordsInstance', TypeError, /^what recordsInstance records\[0\]\.args\[0\]: .* got a Map/);
  await refusedThread(
    'answersError',
    TypeError,
    'what answersError returns.failed[0]: expected plain data and shared memory, got a RangeError; take its name or message',
  );
});

test('a_recorded_operation_that_is_not_synchronous', async () => {
  const error = await refusedThread(
    'recordsPromise',
    TypeError,
    /^record\('add'\): expected a synchronous operation, got/,
  );
  assert.match(error.stack ?? '', /mistakes\.ts:\d+/);
});

test('what_is_outside_the_model_is_refused', async () => {
  setEnvironmentData('words', new Int32Array(new SharedArrayBuffer(4)));
  const cases: Record<string, RegExp> = {
    posts: /^explore: postMessage is outside the model; threads share memory that was made in set-up$/,
    triesToPost: /: postMessage is outside the model/,
    startsWorker: /: Worker is outside the model/,
    opensChannel: /: MessageChannel is outside the model/,
    opensGlobalChannel: /: MessageChannel is outside the model/,
    opensBroadcast: /: BroadcastChannel is outside the model/,
    opensGlobalBroadcast: /: BroadcastChannel is outside the model/,
    receives: /: receiveMessageOnPort is outside the model/,
    sharesWebAssembly: /: shared memory of WebAssembly is outside the model/,
    repeats: /: setInterval is outside the model: a run with it would never end$/,
    repeatsLater: /: setInterval is outside the model/,
    givesUpLater: /: AbortSignal\.timeout is outside the model$/,
    waitsWithSignal: /: a timer with an AbortSignal is outside the model$/,
    usesModuleMemory: /: this shared memory was not made in set-up: what a module makes .* each thread has for itself$/,
    waitsOnModuleMemory: /: this shared memory was not made in set-up/,
    usesEnvironmentMemory: /: this shared memory was not made in set-up/,
    waitsForOwnMemory: /: waitAsync on memory that was not made in set-up is outside the model$/,
    readsFile: /: what a thread has the host do meanwhile \((?:FSReqPromise|ReadFileJob)\) is outside the model$/,
    waitsForProcess: /: what a thread has the host do meanwhile \(\w+\) is outside the model$/,
    leavesTimer: /: leavesTimer: a thread that leaves timers, immediates or waits behind must return the promise of/,
    leavesImmediate: /: leavesImmediate: a thread that leaves/,
    leavesWait: /: leavesWait: a thread that leaves/,
    waitsManyTimes: /: more than 64 waits at a time, over all threads, are outside the model$/,
    goesOnAlone: /: shared memory was used after the thread was through: .* must be awaited, and its promise returned$/,
  };
  for (const [name, message] of Object.entries(cases)) await refusedThread(name, OutsideError, message);
});

test('refusals_name_the_line', async () => {
  const error = await refused({ threads: ['add', 'posts'] }, OutsideError, /postMessage/);
  assert.match(error.stack ?? '', /mistakes\.ts:\d+/);
});

test('threads_that_share_nothing', async () => {
  await refused(
    { threads: ['repeatsNothing', 'repeatsNothing'], module: NOTHING },
    OutsideError,
    /so there is nothing to/,
  );
});

const NOTHING = `data:text/javascript,${encodeURIComponent(`
  export const setup = () => new SharedArrayBuffer(4);
  export const repeatsNothing = () => 1;
`)}`;

test('judges_that_answer_a_promise', async () => {
  const must = 'laterInvariant: expected a synchronous function, got one that answers a promise';
  await refused({ invariant: 'laterInvariant' }, TypeError, must);
  await refused({ always: 'laterInvariant' }, TypeError, must);
});

test('judges_that_do_more_than_look', async () => {
  const message = /^explore: what judges a run .* may look at shared memory, and not change it or wait on it$/;
  for (const judge of ['adds', 'exchanges', 'notifies', 'waitsABit', 'waitsForPromise']) {
    await refused({ invariant: judge }, OutsideError, message);
    await refused({ always: judge }, OutsideError, message);
  }
  for (const role of ['invariant', 'always']) {
    await explore({ module, setup: 'setup', threads: ['add', 'add'], [role]: 'looks' });
  }
});

test('a_judge_that_throws_no_error', async () => {
  const error = await refused({ invariant: 'throwsNull' }, ScheduleError, /does not hold at the end: threw null/);
  assert.equal((error as ScheduleError).kind, 'invariant');
});

test('a_thread_that_ends_by_itself', async () => {
  await refusedThread('exits', ReveilleError, 'explore: the thread of exits ended by itself, with code 3');
  await refused({ threads: ['add', 'exits'] }, ReveilleError, /^explore: the thread of exits ended by itself/);
});

test('a_thread_that_cannot_be_got_out_of_its_code_when_nothing_is_wrong', async () => {
  const program = { module, setup: 'setup', threads: ['notifiesTwice', 'catchesAll', 'addsToBoth'] };
  await assert.rejects(explore(program, { strategy: 'dpor' }), {
    name: 'OutsideError',
    message: /^explore: catchesAll: goes on after the run was given up, since others show the same: it catches/,
  });
});

test('programs_that_are_none', async () => {
  const good: Program = { module, threads: ['add', 'add'] };
  const bad = (program: unknown, Class: Class, message: string) =>
    assert.rejects(explore(program as Program), { name: Class.name, message });
  await bad(undefined, TypeError, 'program: expected an object, got undefined');
  await bad(
    { ...good, thread: [] },
    TypeError,
    'program.thread: there is no such option, only module, threads, setup, invariant, always, model',
  );
  await bad({ ...good, module: 1 }, TypeError, 'program.module: expected a URL, got 1');
  await bad(
    { ...good, module: './x.js' },
    TypeError,
    "program.module: expected a file's URL, such as new URL('./x.js', import.meta.url), got ./x.js",
  );
  await bad({ module }, TypeError, 'program.threads: expected an array, got undefined');
  await bad({ ...good, threads: ['add'] }, RangeError, 'program.threads: expected 2 to 4 threads, got 1');
  await bad(
    { ...good, threads: Array.from({ length: 5 }, () => 'add') },
    RangeError,
    'program.threads: expected 2 to 4 threads, got 5',
  );
  await bad(
    { ...good, threads: ['add', add] },
    TypeError,
    "program.threads[1]: expected an export's name, got function add",
  );
  for (const field of ['setup', 'invariant', 'always', 'model']) {
    await bad({ ...good, [field]: add }, TypeError, `program.${field}: expected an export's name, got function add`);
  }
});

function add(): void {}

test('options_that_are_none', async () => {
  const program: Program = { module, setup: 'setup', threads: ['add', 'add'] };
  const bad = (options: unknown, Class: Class, message: RegExp | string) =>
    assert.rejects(explore(program, options as ExploreOptions), { name: Class.name, message });
  await bad(null, TypeError, 'options: expected an object, got null');
  await bad({ bounds: 1 }, TypeError, /^options\.bounds: there is no such option, only strategy, bound, seed, /);
  await bad(
    { strategy: 'best' },
    TypeError,
    'options.strategy: expected one of depth-first, dpor, random, pct, got "best"',
  );
  await bad({ bound: -1 }, RangeError, 'options.bound: expected a whole number from 0 to 1000, got -1');
  await bad({ bound: '2' }, TypeError, 'options.bound: expected a number, got "2"');
  await bad(
    { strategy: 'random', seed: 0.5 },
    RangeError,
    /^options\.seed: expected a whole number from 0 to 4294967295/,
  );
  await bad({ strategy: 'random', runs: 0 }, RangeError, /^options\.runs: expected a whole number from 1 to/);
  await bad({ strategy: 'pct', depth: 0 }, RangeError, 'options.depth: expected a whole number from 1 to 100, got 0');
  await bad({ looks: 0 }, RangeError, 'options.looks: expected a whole number from 1 to 1000, got 0');
  await bad({ maxSteps: 0 }, RangeError, 'options.maxSteps: expected a whole number from 1 to 1000000, got 0');
  await bad({ timeBox: -1 }, RangeError, 'options.timeBox: expected milliseconds from 0 to Infinity, got -1');
  await bad({ afterWrites: 1 }, TypeError, 'options.afterWrites: expected a boolean, got 1');
  await bad({ signal: 1 }, TypeError, 'options.signal: expected an AbortSignal, got 1');
  await bad({ onProgress: 1 }, TypeError, 'options.onProgress: expected a function, got 1');
  await bad({ execArgv: '--x' }, TypeError, 'options.execArgv: expected an array of strings, got "--x"');
  for (const arg of ['--eval', '-e', '-pe', '--eval=1', '--test']) {
    const what = `options.execArgv: expected options for the program's module, got ${arg}, which runs other code`;
    await bad({ execArgv: [arg, '1'] }, RangeError, what);
  }
  await bad(
    { execArgv: ['--no-warnings', '--frozen-intrinsics'] },
    OutsideError,
    /^explore: the built-in objects are frozen, .* --frozen-intrinsics/,
  );
  await bad({ replay: 1 }, TypeError, 'options.replay: expected a string, got 1');
  await bad({ replay: '1y2' }, RangeError, /^options\.replay: expected pieces such as 0x5 .* got "1y2"$/);
  await bad({ replay: '5x2' }, RangeError, 'options.replay: expected threads from 0 to 3, got "5x2"');
  await bad({ replay: '2x1' }, RangeError, 'options.replay: expected threads from 0 to 1, got 2');
  await bad({ replay: '0x20', maxSteps: 10 }, RangeError, /^options\.replay: has 20 steps, where a run has 10 at most/);
  await bad({ replay: '0x20000' }, RangeError, /^options\.replay: has 20000 steps, where a run has 10000 at most/);
  await bad({ seed: 1 }, TypeError, "options.seed: is for random and pct; strategy 'depth-first' has no use for it");
  await bad(
    { strategy: 'dpor', bound: 1 },
    TypeError,
    "options.bound: is for depth-first; strategy 'dpor' has no use for it",
  );
  await bad(
    { strategy: 'random', depth: 1 },
    TypeError,
    "options.depth: is for pct; strategy 'random' has no use for it",
  );
  await bad({ replay: '0x1', bound: 1 }, TypeError, 'options.bound: is for depth-first; a replay has no use for it');
  await bad({ replay: '0x1', strategy: 'dpor' }, TypeError, 'options.strategy: a replay has no use for it');
  await bad(
    { execArgv: ['--no-such-option'] },
    Error,
    /Initiated Worker with invalid execArgv flags: --no-such-option/,
  );
});
