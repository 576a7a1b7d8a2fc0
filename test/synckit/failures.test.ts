import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TimeoutError } from 'reveille';
import { NoWorkerFunctionError } from 'reveille/synckit';
import { ThreadDiedError } from 'reveille/threads';
import { FACES, Folder, OURS } from './faces.js';
import { node } from './programs.js';

const folder = new Folder();

/** Nothing here may take long, and a hang would be found out by the runner only. */
function soon<T>(fn: () => T): T {
  const begin = performance.now();
  try {
    return fn();
  } finally {
    const took = performance.now() - begin;
    assert.ok(took < 5_000, `took ${took} ms`);
  }
}

for (const face of FACES) {
  const { name, createSyncFn } = face;

  test(`a_call_that_takes_too_long_and_the_ones_after_it ${name}`, () => {
    const call = createSyncFn(folder.worker(face), 2_000);
    assert.equal(call('echo', 1), 1);
    assert.throws(() => call('sleep', 2_500), /./);
    for (let i = 0; i < 20; i += 1) assert.equal(call('echo', i), i);
    assert.equal(call('sleep', 10), 'slept 10');
    assert.throws(() => call('never'), /./);
    assert.equal(call('echo', 2), 2);
  });

  test(`a_worker_that_is_not_there ${name}`, () => {
    const call = createSyncFn(`${folder.path}/nowhere.mjs`);
    for (let i = 0; i < 2; i += 1) assert.throws(() => soon(() => call()), /Cannot find module/);
  });

  test(`a_worker_with_a_syntax_error ${name}`, () => {
    const call = createSyncFn(folder.write(`syntax-${name.length}.mjs`, 'let = ;'));
    for (let i = 0; i < 2; i += 1) assert.throws(() => soon(() => call()), SyntaxError);
  });

  test(`a_worker_that_throws_when_it_loads ${name}`, () => {
    const text = 'throw Object.assign(new RangeError("at the top"), { extra: 1 });';
    const call = createSyncFn(folder.worker(face, text));
    for (let i = 0; i < 2; i += 1) {
      assert.throws(() => soon(() => call()), { name: 'RangeError', message: 'at the top', extra: 1 });
    }
  });

  test(`a_worker_that_exits ${name}`, () => {
    const call = createSyncFn(folder.worker(face));
    assert.equal(call('echo', 1), 1);
    assert.throws(() => soon(() => call('exit', 3)), Error);
  });

  test(`an_error_in_the_worker_that_nobody_catches ${name}`, () => {
    const call = createSyncFn(folder.worker(face));
    assert.throws(() => soon(() => call('uncaught')), Error);
  });
}

test('a_call_that_takes_too_long_says_what_was_pending', () => {
  const path = folder.worker(OURS);
  const call = OURS.createSyncFn(path, { timeout: 2_000 });
  call('echo', 1);
  assert.throws(
    () => call('never'),
    (error) => error instanceof TimeoutError && error.message.includes(path) && error.message.includes('2000'),
  );
});

test('the_abandoned_answer_is_never_that_of_a_later_call', () => {
  const call = OURS.createSyncFn(folder.worker(OURS), { timeout: 2_000 });
  call('echo', 1);
  const begin = performance.now();
  assert.throws(() => call('sleep', 2_400), TimeoutError); // its answer arrives while others are asked for
  for (let i = 0; i < 200 || performance.now() - begin < 2_600; i += 1) assert.equal(call('echoLater', i), i);
});

// synckit waits for ever then
test('a_worker_that_never_hands_in_a_function', () => {
  for (const text of [
    '',
    'console.error("loaded");',
    'await new Promise(() => {});',
    'setInterval(() => {}, 1e6).unref();',
  ]) {
    const path = folder.worker(OURS, text);
    const call = OURS.createSyncFn(path);
    for (let i = 0; i < 2; i += 1) {
      assert.throws(
        () => soon(() => call()),
        (error) => error instanceof NoWorkerFunctionError && error.message.includes(path),
      );
    }
  }
});

test('one_that_hands_it_in_later_although_nothing_was_to_be_waited_for', () => {
  const path = folder.worker(
    OURS,
    `const timer = setInterval(() => {}, 1); timer.unref(); setTimeout(() => runAsWorker((x) => x + 1), 1).unref();`,
  );
  const call = OURS.createSyncFn(path);
  const answers = new Set<unknown>();
  for (let tries = 0; !answers.has(2) && tries < 1000; tries += 1) {
    try {
      answers.add(call(1));
    } catch (error) {
      assert.ok(error instanceof NoWorkerFunctionError, String(error));
    }
  }
  assert.deepEqual([...answers], [2]);
});

test('a_worker_that_exits_is_replaced_and_only_its_call_fails', () => {
  const call = OURS.createSyncFn(folder.worker(OURS));
  call('echo', 1);
  assert.throws(() => soon(() => call('exit', 3)), ThreadDiedError);
  assert.equal(call('echo', 2), 2);
});

test('the_cause_of_a_death_is_told', () => {
  const call = OURS.createSyncFn(folder.worker(OURS));
  assert.throws(
    () => soon(() => call('uncaught')),
    (error) => error instanceof ThreadDiedError && /nobody catches this/.test(String(error.cause)),
  );
});

// synckit waits for ever then
test('a_worker_that_runs_out_of_memory', async () => {
  const text = `runAsWorker((wanted) => {
    if (!wanted) return 'enough';
    const all = [];
    for (;;) all.push({ all }); // small ones: from Node 24 on, a large array that finds no room may end the whole process
  });`;
  const program = `import { createSyncFn } from '${OURS.name}';
    const call = createSyncFn(${JSON.stringify(folder.worker(OURS, text))});
    try { call(true); } catch (error) { console.log(error.name, error.message); }
    console.log(call(false));`;
  const { stdout, stderr } = await node(['--max-old-space-size=64', folder.write('memory.mjs', program)]);
  assert.match(stdout, /^ThreadDiedError .*out of memory.*\nenough\n$/, stderr);
});

for (const [limit, error] of [
  [-1, RangeError],
  [Number.NaN, RangeError],
  ['5', TypeError],
] as const) {
  test(`a_limit_of ${limit}`, () => {
    const path = folder.worker(OURS);
    assert.throws(() => OURS.createSyncFn(path, { timeout: limit as never }), error);
  });
}
