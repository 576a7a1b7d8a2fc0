import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FACES, Folder, OURS } from './faces.js';

const folder = new Folder();

for (const face of FACES) {
  const { name, createSyncFn, worker } = face;
  const call = createSyncFn(worker);

  test(`the_answer_of_a_function_and_of_a_promise ${name}`, () => {
    assert.equal(call('echo', 7), 7);
    assert.equal(call('echoLater', 'seven'), 'seven');
    assert.equal(call('echo'), undefined);
    assert.equal(call('echo', null), null);
  });

  test(`values_that_can_be_cloned ${name}`, () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const value = { map: new Map([[1, new Set(['a'])]]), date: new Date(0), big: 1n, bytes, hole: undefined };
    assert.deepEqual(call('echo', value), value);
    assert.deepEqual([...(call('echo', new Uint8Array(300_000).fill(9)) as Uint8Array)].length, 300_000);
    assert.equal((call('echo', 'x'.repeat(200_000)) as string).length, 200_000);
  });

  test(`all_arguments_arrive ${name}`, () => {
    assert.equal(call('count'), 0);
    assert.equal(call('count', 1, undefined, 3, undefined), 4);
  });

  test(`many_calls_have_their_own_answers ${name}`, () => {
    for (let i = 0; i < 500; i += 1) assert.equal(call(i % 7 === 0 ? 'echoLater' : 'echo', i), i);
  });

  test(`the_same_path_is_the_same_function_whatever_the_options ${name}`, () => {
    const again = [worker, fileURLToPath(worker), worker.href].map((path) => createSyncFn(path, { timeout: 1 }));
    for (const fn of again) assert.equal(fn, call);
    assert.equal(again[0]?.('sleep', 20), 'slept 20'); // no limit of 1 ms
  });

  test(`a_path_that_is_not_absolute ${name}`, () => {
    for (const path of ['./worker.js', 'worker', '']) assert.throws(() => createSyncFn(path), /must be absolute/);
    for (const path of [5, undefined]) assert.throws(() => createSyncFn(path as never), TypeError);
  });

  test(`state_of_the_worker_lasts ${name}`, () => {
    const next = createSyncFn(folder.worker(face, 'let calls = 0; runAsWorker(() => (calls += 1));'));
    assert.deepEqual([next(), next(), next()], [1, 2, 3]);
  });

  test(`of_two_functions_the_first_counts ${name}`, () => {
    const fn = createSyncFn(folder.worker(face, 'runAsWorker(() => 1); runAsWorker(() => 2);'));
    assert.deepEqual([fn(), fn()], [1, 1]);
  });

  test(`a_function_that_comes_after_the_module_has_loaded ${name}`, () => {
    const fn = createSyncFn(folder.worker(face, 'setTimeout(() => runAsWorker((x) => x + 1), 300);'));
    assert.equal(fn(1), 2);
  });

  test(`a_function_that_comes_after_work_that_node_does_not_list ${name}`, () => {
    const later = {
      crypto: `import { scrypt } from 'node:crypto'; scrypt('a', 'b', 64, { N: 2 ** 14 }, go);`,
      zlib: `import { deflate } from 'node:zlib'; deflate(Buffer.alloc(1e6), go);`,
      port: `const { port1, port2 } = new MessageChannel(); port1.on('message', () => (port1.close(), go())); port2.postMessage(1);`,
      thread: `import { Worker } from 'node:worker_threads';
               new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true }).on('message', go);`,
      import: `import(${JSON.stringify(`data:text/javascript,import { scrypt } from 'node:crypto'; import { promisify } from 'node:util';
               await promisify(scrypt)('a', 'b', 64);`)}).then(go);`,
    };
    for (const [what, text] of Object.entries(later)) {
      const fn = createSyncFn(folder.worker(face, `const go = () => runAsWorker((x) => x + 1); ${text}`));
      assert.equal(fn(1), 2, what);
    }
  });

  test(`a_worker_that_calls_a_worker ${name}`, () => {
    const inner = JSON.stringify(folder.worker(face, 'runAsWorker(async (x) => 2 * x);'));
    const text = `import { createSyncFn } from '${name}'; const double = createSyncFn(${inner}); runAsWorker((x) => double(x) + 1);`;
    assert.equal(createSyncFn(folder.worker(face, text))(20), 41);
  });

  test(`on_a_thread_that_is_no_worker_nothing_happens ${name}`, () => {
    assert.equal(
      face.runAsWorker(() => 1),
      undefined,
    );
  });

  test(`the_file_of_the_worker_is_the_program_of_its_thread ${name}`, () => {
    const { argv, home } = call('about') as { argv: string[]; home: string };
    assert.deepEqual(argv[0], fileURLToPath(worker));
    assert.equal(home, process.cwd());
  });
}

test('the_same_file_by_a_path_and_by_a_url', () => {
  const path = folder.worker(OURS);
  assert.equal(OURS.createSyncFn(path), OURS.createSyncFn(pathToFileURL(path)));
});

test('a_url_that_is_no_file', () => {
  assert.throws(() => OURS.createSyncFn(new URL('https://example.org/worker.js')), {
    name: 'TypeError',
    message: /^workerPath: .*https:\/\/example\.org/,
  });
});
