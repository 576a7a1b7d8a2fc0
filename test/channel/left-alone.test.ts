/** Another thread, which lives on, drops the last of its own: whoever waits for it is told that nobody else can end that. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockOn, DeadlockError, Executor, type Future } from 'reveille';
import { type EndHandle, type Receiver, type Sender, shared } from 'reveille/channel';
import { WaitGroup, type WaitGroupHandle } from 'reveille/lock';
import { node } from '../synckit/programs.js';
import { Folder } from '../threads/folder.js';
import { blockUntilSet, words } from '../threads/words.js';
import type { Given } from './left-alone.worker.js';

const url = new URL('./left-alone.worker.js', import.meta.url);

/** Starts a thread that has it by now, and drops it soon. */
function start(t: TestContext, handle: EndHandle | WaitGroupHandle): void {
  const latch = words();
  const worker = new Worker(url, { workerData: { handle, latch } satisfies Given });
  t.after(() => worker.terminate());
  blockUntilSet(latch, 0);
}

type Ends = readonly [Sender<number>, Receiver<number>];
const full = (): Ends => {
  const ends = shared.bounded(1, 'i32');
  ends[0].trySend(1);
  return ends;
};

interface Wait {
  readonly handle: EndHandle | WaitGroupHandle;
  readonly blocking: () => unknown;
  readonly future: () => Future<unknown>;
}
const receiving = ([tx, rx]: Ends): Wait => ({
  handle: tx.share(),
  blocking: () => rx.recvBlocking(),
  future: () => rx.recv(),
});
const sending = ([tx, rx]: Ends): Wait => ({
  handle: rx.share(),
  blocking: () => tx.sendBlocking(2),
  future: () => tx.send(2),
});
const meeting = (): Wait => {
  const group = new WaitGroup();
  const other = group.clone();
  return { handle: other.share(), blocking: () => group.waitBlocking(), future: () => group.wait() };
};

const WAITS: readonly (readonly [string, () => Wait])[] = [
  ['recv of bounded(1)', () => receiving(shared.bounded(1, 'i32'))],
  ['recv of bounded(0)', () => receiving(shared.bounded(0, 'i32'))],
  ['recv of unbounded', () => receiving(shared.unbounded('i32'))],
  ['send to bounded(1)', () => sending(full())],
  ['send to bounded(0)', () => sending(shared.bounded(0, 'i32'))],
  ['WaitGroup.wait', meeting],
];

for (const [name, make] of WAITS) {
  test(`a_thread_that_blocks_is_told: ${name}`, (t) => {
    const ways: ((wait: Wait) => unknown)[] = [
      ({ blocking }) => blocking(),
      ({ future }) => blockOn(future()),
      ({ future }) => {
        const executor = new Executor();
        return executor.runUntil(executor.spawn(future()));
      },
    ];
    for (const way of ways) {
      const wait = make();
      start(t, wait.handle);
      assert.throws(() => way(wait), DeadlockError);
    }
  });
}

const folder = new Folder();

test('a_process_that_waits_ends', async () => {
  const made = {
    recv: "const [tx, rx] = shared.bounded(1, 'i32'), handle = tx.share(), wait = () => rx.recv();",
    wait: 'const group = new WaitGroup(), other = group.clone(), handle = other.share(), wait = () => group.wait();',
  };
  for (const [name, make] of Object.entries(made)) {
    const program = folder.write(
      `${name}.mjs`,
      `import { Worker } from 'node:worker_threads';
       import { shared } from 'reveille/channel';
       import { WaitGroup } from 'reveille/lock';
       ${make}
       const latch = new Int32Array(new SharedArrayBuffer(8));
       new Worker(new URL(${JSON.stringify(url.href)}), { workerData: { handle, latch } }).unref();
       while (Atomics.load(latch, 0) === 0) await new Promise(setImmediate);
       wait().then(() => console.log('it came'));`,
    );
    assert.deepEqual(await node([program]), { code: 0, stdout: '', stderr: '' });
  }
});
