import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockOn } from 'reveille';
import { Camp } from 'reveille/camp';
import { RecvError, shared } from 'reveille/channel';
import { Mutex, PoisonError, Semaphore } from 'reveille/lock';
import { offload, ThreadDiedError } from 'reveille/threads';
import { moduleOf } from '../threads/folder.js';
import { blockUntilSet, words } from '../threads/words.js';

/** The time within which whoever waits for a thread hears of its death, in milliseconds: what docs/guarantees.md states. */
const STATED = { timeout: 5_000 };

/** Functions that say in a word that they are about to end their thread, and do. */
const DEADLY = `const say = (words) => { Atomics.store(words, 0, 1); Atomics.notify(words, 0); };
  export const exit = (words) => { say(words); process.exit(3); };
  export const uncaught = (words) => { setImmediate(() => { throw new Error('uncaught'); }); say(words); return new Promise(() => {}); };
  export const rejected = (words) => { say(words); Promise.reject(new Error('rejected')); return new Promise(() => {}); };
  export const ready = () => {};`;

type Deadly = Record<'exit' | 'uncaught' | 'rejected', (words: Int32Array) => Promise<never>> & { ready(): void };

for (const way of ['exit', 'uncaught', 'rejected'] as const) {
  test(`a_caller_that_blocks_hears_of_its_thread_s_death_in_time: ${way} (I22, I25)`, () => {
    using api = offload<Deadly>(moduleOf(DEADLY));
    blockOn(api.ready());
    const latch = words();
    const call = api[way](latch);
    blockUntilSet(latch, 0);
    assert.throws(() => blockOn(call, STATED), ThreadDiedError);
  });

  test(`a_caller_that_awaits_hears_of_its_thread_s_death_in_time: ${way} (I22, I25)`, async () => {
    using api = offload<Deadly>(moduleOf(DEADLY));
    await api.ready();
    const latch = words();
    const call = api.with(STATED)[way](latch);
    blockUntilSet(latch, 0);
    await assert.rejects(call.then(), ThreadDiedError);
  });
}

/** A thread that has a part of something, says so, and then ends in a way of its own, or waits to be ended. */
function holder(take: string, end: string, handle: object): { worker: Worker; latch: Int32Array } {
  const latch = words();
  const code = `const { workerData: { handle, latch } } = require('node:worker_threads');
    Promise.all([import('reveille/channel'), import('reveille/lock')]).then(([{ shared }, { Mutex, Semaphore }]) => {
      globalThis.held = ${take};
      Atomics.store(latch, 0, 1);
      Atomics.notify(latch, 0);
      ${end};
    });`;
  return { worker: new Worker(code, { eval: true, workerData: { handle, latch } }), latch };
}

for (const [how, end] of Object.entries({
  'process.exit()': 'process.exit(1)',
  'an uncaught error': `setImmediate(() => { throw new Error('as told'); })`,
})) {
  test(`one_who_blocks_at_a_channel_a_lock_or_permits_of_a_thread_hears_of_its_death_in_time: ${how} (I22, I23, I24)`, () => {
    Camp.own(); // before the threads start
    const [tx, rx] = shared.bounded(1, 'i32');
    const sender = holder(`shared.attachSender(handle, 'i32')`, end, tx.share());
    tx[Symbol.dispose]();
    sender.worker.on('error', () => {});
    blockUntilSet(sender.latch, 0);
    assert.throws(() => rx.recvBlocking(STATED), RecvError);

    using mutex = new Mutex();
    const locker = holder('Mutex.attach(handle).lockBlocking()', end, mutex.share());
    locker.worker.on('error', () => {});
    blockUntilSet(locker.latch, 0);
    assert.throws(() => mutex.lockBlocking(STATED), PoisonError);

    using semaphore = new Semaphore(1);
    const taker = holder('Semaphore.attach(handle).acquireBlocking()', end, semaphore.share());
    taker.worker.on('error', () => {});
    blockUntilSet(taker.latch, 0);
    using permit = semaphore.acquireBlocking(1, STATED);
    assert.ok(permit !== undefined);
  });
}

test('one_who_awaits_hears_in_time_of_a_thread_that_is_terminated (I22, I23, I24)', async () => {
  Camp.own();
  const [tx, rx] = shared.bounded(1, 'i32');
  const sender = holder(`shared.attachSender(handle, 'i32')`, 'setInterval(() => {}, 1_000)', tx.share());
  tx[Symbol.dispose]();
  using mutex = new Mutex();
  const locker = holder('Mutex.attach(handle).lockBlocking()', 'for (;;);', mutex.share());
  await Promise.all([sender, locker].map(({ worker }) => once(worker, 'online')));
  blockUntilSet(sender.latch, 0);
  blockUntilSet(locker.latch, 0);
  const [received, locked] = [rx.recv(STATED).then(), mutex.lock(STATED).then()];
  void Promise.all([sender, locker].map(({ worker }) => worker.terminate()));
  await Promise.all([assert.rejects(received, RecvError), assert.rejects(locked, PoisonError)]);
});
