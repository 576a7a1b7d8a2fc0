import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

/** What a program prints that ends by itself; one that does not is ended after a minute, with the status null. */
function run(code: string): { stdout: string; stderr: string; status: number | null } {
  const program = `
    import { shared } from 'reveille/channel';
    import { Worker } from 'node:worker_threads';
    const prelude = "import { shared } from 'reveille/channel'; import { workerData } from 'node:worker_threads';";
    const start = (code, workerData) => new Worker(prelude + code, { eval: true, workerData });
    ${code}`;
  const args = ['--input-type=module', '--eval', program];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
  return { stdout, stderr, status };
}

const PROGRAMS: readonly (readonly [situation: string, code: string, prints: string])[] = [
  [
    'a_process_ends_when_nobody_waits',
    `const [tx, rx] = shared.bounded(1, 'i32');
     tx.trySend(1);
     rx.share();
     process.on('exit', () => console.log('ended', rx.length));`,
    'ended 1\n',
  ],
  [
    'a_process_ends_when_a_wait_was_given_up',
    `const [tx, rx] = shared.bounded(1, 'i32');
     const controller = new AbortController();
     rx.recv({ signal: controller.signal }).then(undefined, (error) => console.log(error.message));
     setImmediate(() => controller.abort(new Error('given up')));`,
    'given up\n',
  ],
  [
    'a_process_ends_when_what_was_waited_for_has_come',
    `const [tx, rx] = shared.bounded(0, 'i32');
     start("shared.attachSender(workerData, 'i32').sendBlocking(5);", tx.share());
     console.log(await rx.recv());`,
    '5\n',
  ],
  [
    'a_process_stays_while_a_task_waits_to_receive',
    `const [tx, rx] = shared.bounded(1, 'i32');
     start("const tx = shared.attachSender(workerData, 'i32'); setTimeout(() => tx.trySend(7), 20);", tx.share()).unref();
     rx.recv().then((value) => console.log('received', value));`,
    'received 7\n',
  ],
  [
    'a_process_stays_while_a_task_waits_to_send',
    `const [tx, rx] = shared.bounded(1, 'i32');
     tx.trySend(1);
     start("const rx = shared.attachReceiver(workerData, 'i32'); setTimeout(() => rx.tryRecv(), 20);", rx.share()).unref();
     tx.send(2).then(() => console.log('sent'));`,
    'sent\n',
  ],
  [
    'a_process_ends_when_no_other_thread_could_end_the_wait',
    `const [tx, rx] = shared.bounded(1, 'i32');
     rx.recv().then((value) => console.log('received', value));
     tx.clone();
     console.log('waits');`,
    'waits\n',
  ],
  [
    'a_process_stays_when_another_thread_is_given_an_end_later',
    `const [tx, rx] = shared.bounded(1, 'i32');
     rx.recv().then((value) => console.log('received', value));
     start("const tx = shared.attachSender(workerData, 'i32'); setTimeout(() => tx.trySend(7), 20);", tx.share()).unref();`,
    'received 7\n',
  ],
  [
    'a_process_ends_when_the_other_thread_drops_its_end_and_this_one_has_another',
    `const [tx, rx] = shared.bounded(1, 'i32');
     const worker = start("const tx = shared.attachSender(workerData, 'i32'); setTimeout(() => tx[Symbol.dispose](), 20); setInterval(() => {}, 60_000);", tx.share());
     worker.unref();
     rx.recv().then((value) => console.log('received', value));
     console.log('waits');
     globalThis.kept = tx;`,
    'waits\n',
  ],
  [
    'a_worker_ends_when_nobody_waits_there',
    `const [tx, rx] = shared.bounded(1, 'i32');
     const worker = start("shared.attachSender(workerData, 'i32').trySend(3);", tx.share());
     tx[Symbol.dispose]();
     worker.once('exit', (code) => console.log('exit', code));
     for await (const value of rx) console.log(value);
     console.log('end');`,
    '3\n',
  ],
];

for (const [situation, code, prints] of PROGRAMS) {
  test(situation, () => {
    const { stdout, stderr, status } = run(code);
    assert.deepEqual({ stderr, status }, { stderr: '', status: 0 });
    assert.ok(stdout.startsWith(prints), stdout);
  });
}
