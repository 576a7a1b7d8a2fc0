import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockOn, PENDING, pollFn } from 'reveille';
import { type EndHandle, type Sender, shared } from 'reveille/channel';
import { CodecError, structured } from 'reveille/codec';
import { Mutex } from 'reveille/lock';
import { Parker } from 'reveille/park';
import { SharedArrayQueue } from 'reveille/queue';
import type { Request } from './service.worker.js';

const LIMIT = { timeout: 20_000 };

/** Another thread that serves requests. */
class Service implements AsyncDisposable {
  readonly worker: Worker;
  readonly requests: Sender<Request>;

  constructor(blocks: boolean) {
    const [tx, rx] = shared.bounded(8, structured<Request>());
    this.requests = tx;
    const workerData = { requests: rx.share(), blocks };
    this.worker = new Worker(new URL('./service.worker.js', import.meta.url), { workerData });
    rx[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.requests[Symbol.dispose]();
    await this.worker.terminate();
  }
}

for (const blocks of [true, false]) {
  const way = blocks ? 'a thread that blocks' : 'a task on an event loop';

  test(`a_sender_goes_through_a_channel_and_the_reply_comes_back_by_it: ${way}`, async () => {
    await using service = new Service(blocks);
    for (let n = 1; n <= 50; n += 1) {
      const [tx, rx] = shared.bounded(1, 'i32');
      service.requests.sendBlocking({ to: 'reply', with: n, through: tx.share() }, LIMIT);
      tx[Symbol.dispose]();
      assert.equal(rx.recvBlocking(LIMIT), 2 * n); // this thread blocks while the other one fetches the memory from it
    }
  });

  test(`the_thread_that_lends_need_not_block: ${way}`, async () => {
    await using service = new Service(blocks);
    const [tx, rx] = shared.bounded(1, 'i32');
    await service.requests.send({ to: 'reply', with: 4, through: tx.share() });
    tx[Symbol.dispose]();
    assert.equal(await rx.recv(), 8);
  });

  test(`all_kinds_of_handles_go_through_a_channel: ${way}`, async () => {
    await using service = new Service(blocks);
    const parker = new Parker();
    const queue = new SharedArrayQueue(4);
    const mutex = new Mutex();
    const words = new Int32Array(new SharedArrayBuffer(64), 16, 4);
    const view = new DataView(words.buffer, 40, 8);
    const big = new BigInt64Array(words.buffer, 48, 2);
    service.requests.sendBlocking({ to: 'push', queue: queue.share() }, LIMIT);
    service.requests.sendBlocking({ to: 'lock', mutex: mutex.share() }, LIMIT);
    service.requests.sendBlocking({ to: 'add', words, view, big }, LIMIT);
    let shares = 0;
    const woken = pollFn((cx) => {
      shares += 1;
      if (shares === 1) service.requests.sendBlocking({ to: 'wake', task: cx.waker.share() }, LIMIT);
      return shares === 1 || Atomics.load(words, 1) === 0 ? PENDING : shares;
    });
    blockOn(woken, LIMIT);
    assert.deepEqual([words[0], view.getInt8(0), big[0], queue.pop()], [1, 2, 3n, 5]);
    service.requests.sendBlocking({ to: 'unpark', thread: parker.share() }, LIMIT);
    await new Promise(setImmediate); // a parker is no wait in which the thread hands anything over
    while (!parker.parkTimeout(1)) await new Promise(setImmediate);
  });
}

test('what_came_from_one_thread_is_passed_on_to_a_third', async () => {
  await using first = new Service(true);
  await using second = new Service(false);
  const [tx, rx] = shared.bounded(4, structured<EndHandle>());
  first.requests.sendBlocking({ to: 'lend', through: tx.share() }, LIMIT);
  const handle = rx.recvBlocking(LIMIT);
  second.requests.sendBlocking({ to: 'pass', handle, through: tx.share() }, LIMIT);
  using received = shared.attachReceiver(rx.recvBlocking(LIMIT), 'i32');
  assert.equal(received.recvBlocking(LIMIT), 7);
});

test('a_handle_of_a_thread_that_has_ended_cannot_be_read', async () => {
  await using service = new Service(true);
  const [tx, rx] = shared.bounded(4, structured<EndHandle>());
  const exited = new Promise((resolve) => service.worker.once('exit', resolve));
  service.requests.sendBlocking({ to: 'lend', through: tx.share() }, LIMIT);
  service.requests.sendBlocking({ to: 'exit' }, LIMIT);
  await exited;
  assert.throws(
    () => rx.recvBlocking(LIMIT),
    (error: Error) => error instanceof CodecError && /thread \d+, which sent it, has ended/.test(error.message),
  );
  tx.trySend(tx.share());
  assert.equal(rx.recvBlocking(LIMIT).end, 'sender'); // the channel is as good as before
});

test('memory_comes_back_to_its_own_thread_as_the_same_object', () => {
  const codec = structured<SharedArrayBuffer[]>();
  const memory = new SharedArrayBuffer(8);
  const frame = new Uint8Array(256);
  const end = codec.encode([memory, memory], frame, 0);
  const [first, second] = codec.decode(frame, 0, end);
  assert.equal(first, memory);
  assert.equal(second, memory);
});
