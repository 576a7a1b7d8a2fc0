import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import {
  blockOn,
  Executor,
  HandleError,
  PENDING,
  pollFn,
  SharedWaker,
  sleep,
  spawn,
  type Waker,
  type WakerHandle,
} from 'reveille';
import { Camp, type CampHandle, type Fellow } from 'reveille/camp';
import type { Orders } from './member.worker.js';

const camp = Camp.own();

interface Told extends Fellow {
  readonly buffer: SharedArrayBuffer;
  readonly handles: readonly WakerHandle[];
}

/** A member that says who it is before it ends. */
async function member(orders: Orders): Promise<{ worker: Worker; told: Told }> {
  const resourceLimits = orders.end === 'memory' ? { maxOldGenerationSizeMb: 16 } : {};
  const url = new URL('./member.worker.js', import.meta.url);
  const worker = new Worker(url, { workerData: orders, resourceLimits });
  worker.on('error', () => {}); // it was told to
  // Not by `once` of node:events, which fails of an error: that one may come before what the worker said earlier.
  const told = await new Promise<Told>((resolve) => worker.once('message', resolve));
  return { worker, told };
}

/** The next thread that the camp hears to have ended. */
function nextEnd(): Promise<Fellow> {
  return new Promise((resolve) => {
    const listening = camp.onThreadEnd((fellow) => {
      listening[Symbol.dispose]();
      resolve(fellow);
    });
  });
}

const who = ({ record, epoch }: Fellow): Fellow => ({ record, epoch });

/** How many blocks the camp's memory has. */
const blocks = (): number => ((camp.share().buffer.byteLength >> 2) - 16) / 256;
const ownerOf = (block: number): number => new Int32Array(camp.share().buffer)[16 + 256 * block] as number;

test('a_worker_finds_the_camp_of_the_thread_that_started_it', async () => {
  const { worker, told } = await member({ end: 'wait' });
  const [handle] = told.handles as [WakerHandle];
  SharedWaker.attach(handle).wake();
  const words = new Int32Array(handle.buffer);
  assert.notEqual(told.record, camp.me.record);
  assert.equal(new Int32Array(camp.share().buffer)[16 + 256 * told.record], told.record + 1, 'the same memory');
  assert.equal(words.length, new Int32Array(camp.share().buffer).length);
  assert.ok(camp.isAlive(told) && camp.isAlive(camp.me));
  await worker.terminate();
});

for (const end of ['return', 'exit', 'throw', 'memory'] as const) {
  test(`the end of a thread is heard of: ${end}`, async () => {
    const ended = nextEnd();
    const { told } = await member({ end });
    assert.deepEqual(await ended, who(told));
    assert.equal(camp.isAlive(told), false);
  });
}

for (const end of ['wait', 'block'] as const) {
  test(`the end of a thread is heard of: terminated while it would ${end}`, async () => {
    const { worker, told } = await member({ end });
    const ended = nextEnd();
    assert.ok(camp.isAlive(told));
    await worker.terminate();
    assert.deepEqual(await ended, who(told));
    assert.equal(camp.isAlive(told), false);
  });
}

test('a_wake_that_a_thread_was_in_the_midst_of_is_made_up_for_when_its_end_is_heard (I22)', async () => {
  const { worker } = await member({ end: 'wait' });
  let slot = -1;
  const woken = spawn(
    pollFn((cx) => {
      if (slot >= 0) return 'woken';
      slot = cx.waker.share().slot;
      return PENDING;
    }),
  );
  while (slot < 0) await sleep(1);
  const words = new Int32Array(camp.share().buffer);
  words[16 + 2 * slot] = (words[16 + 2 * slot] as number) | 1; // as a wake does before it queues the slot
  await worker.terminate();
  assert.equal(await woken, 'woken');
});

const [OWNER, EPOCH, THREAD, ENDER] = [0, 1, 4, 9];
const wordOf = ({ record, epoch }: Fellow): number => (1 + (epoch >>> 1)) * 2 ** 14 + record;

/** The word of a field of a record, in the camp's memory. */
function field(record: number, name: number): Int32Array {
  return new Int32Array(camp.share().buffer, 4 * (16 + 256 * record + name), 1);
}

test('what_a_thread_had_begun_to_end_before_it_died_is_ended (I22)', async () => {
  const [ender, other, last] = [
    await member({ end: 'wait' }),
    await member({ end: 'wait' }),
    await member({ end: 'wait' }),
  ];
  const { record, epoch } = other.told;
  field(record, ENDER)[0] = wordOf(ender.told); // as it does before anything else
  field(record, EPOCH)[0] = epoch + 1;
  await other.worker.terminate();
  assert.equal(field(record, OWNER)[0], record + 1, 'it is at it');
  await ender.worker.terminate();
  await last.worker.terminate(); // whoever ends anybody looks
  for (const { told } of [ender, other, last]) assert.equal(field(told.record, OWNER)[0], 0);
});

test('a_thread_that_dies_as_it_ends_itself_or_joins_leaves_nothing (I22)', async () => {
  const { worker, told } = await member({ end: 'wait' });
  field(told.record, ENDER)[0] = wordOf(told);
  const buffer = new Int32Array(camp.share().buffer);
  let free = told.record;
  while (Atomics.load(buffer, 16 + 256 * free) !== 0) free += 1;
  field(free, OWNER)[0] = free + 1; // a second one, not joined to the end
  field(free, THREAD)[0] = worker.threadId;
  const underWay = free + 1; // and a third one, that it was about to take, or to give back after ending another thread
  field(underWay, OWNER)[0] = -worker.threadId - 2;
  field(underWay, ENDER)[0] = wordOf(told);
  await worker.terminate();
  assert.equal(camp.isAlive(told), false);
  assert.deepEqual([field(told.record, OWNER)[0], field(free, OWNER)[0]], [0, 0]);
  assert.deepEqual([field(underWay, OWNER)[0], field(underWay, ENDER)[0]], [0, 0]);
});

test('a_thread_is_ended_with_the_thread_that_started_it', async () => {
  const { worker, told } = await member({ end: 'parent' }); // it says so itself,
  const [grandchild] = (await once(worker, 'message')) as [Told]; // then its child
  assert.ok(camp.isAlive(grandchild) && camp.isAlive(told));
  const ends = camp.ends;
  await worker.terminate();
  while (camp.ends < ends + 2) await nextEnd();
  assert.equal(camp.isAlive(grandchild), false);
  assert.equal(camp.isAlive(told), false);
});

test('a_blocked_thread_hears_of_an_end_while_it_blocks', async () => {
  const { worker, told } = await member({ end: 'wait' });
  const heard: Fellow[] = [];
  const waiting: Waker[] = [];
  using _ = camp.onThreadEnd((fellow) => {
    heard.push(who(fellow));
    for (const waker of waiting.splice(0)) waker.wake();
  });
  const handle = camp.share();
  const supervisor = new Worker(
    `import('reveille/camp').then(({ Camp }) => {
      const { handle, thread } = require('node:worker_threads').workerData;
      Camp.join(handle).ended(thread);
      setInterval(() => {}, 60_000); // its own end is not to be heard of
    });`,
    { eval: true, workerData: { handle, thread: worker.threadId } },
  );
  blockOn(
    pollFn((cx) => {
      cx.waker.share(); // otherwise it is a deadlock: there is nobody to wake it
      waiting.push(cx.waker.clone());
      return heard.length > 0 ? 'heard' : PENDING;
    }),
    { timeout: 60_000 },
  );
  assert.deepEqual(heard, [who(told)]);
  await Promise.all([worker.terminate(), supervisor.terminate()]);
});

test('a_wake_for_a_thread_that_has_ended_does_nothing', async () => {
  const { worker, told } = await member({ end: 'wait', tasks: 3 });
  const wakers = told.handles.map((handle) => SharedWaker.attach(handle));
  const [first] = wakers as [SharedWaker];
  first.wake(); // perhaps it is queued when the thread ends
  await worker.terminate();
  for (const waker of wakers) waker.wake();
  const { worker: heir, told: heirTold } = await member({ end: 'wait', tasks: 3 });
  for (const waker of wakers) waker.wake();
  assert.ok(camp.isAlive(heirTold));
  await heir.terminate();
});

test('threads_one_after_the_other_use_the_same_records_and_blocks', async () => {
  const { worker } = await member({ end: 'wait', tasks: 500 });
  await worker.terminate();
  const size = blocks();
  for (let round = 0; round < 30; round += 1) {
    const { worker, told } = await member({ end: 'wait', tasks: 300 });
    await worker.terminate();
    assert.equal(camp.isAlive(told), false);
  }
  assert.equal(blocks(), size, 'nothing grew');
  const mine = camp.me.record + 1;
  for (let block = 0; block < size; block += 1) assert.ok([0, mine].includes(ownerOf(block)), `block ${block}`);
});

test('executors_within_each_other_are_woken_by_whoever_sleeps', () => {
  const log: string[] = [];
  const outer = new Executor();
  let outerWaker: SharedWaker | undefined;
  outer.spawn(
    pollFn((cx) => {
      log.push('outer task');
      if (outerWaker !== undefined) return undefined;
      outerWaker = SharedWaker.attach(cx.waker.share());
      return PENDING;
    }),
  );
  outer.spawn(
    pollFn(() => {
      outerWaker?.wake(); // while the inner call sleeps on the same bell
      const inner = pollFn<never>((cx) => {
        cx.waker.share();
        return PENDING;
      });
      blockOn(inner, { timeout: 5 });
    }),
  );
  assert.throws(() => outer.run(), { name: 'TimeoutError' }, 'nobody woke the inner call');
  outer.run();
  assert.deepEqual(log, ['outer task', 'outer task']);
});

test('an_event_loop_is_woken_although_the_thread_has_blocked_meanwhile', async () => {
  let handle: WakerHandle | undefined;
  const task = spawn(
    pollFn((cx) => {
      if (handle !== undefined) return 'woken';
      handle = cx.waker.share();
      return PENDING;
    }),
  );
  await new Promise(setImmediate); // the event loop listens to the bell
  blockOn(sleep(2)); // which this takes over, and gives back
  SharedWaker.attach(handle as unknown as WakerHandle).wake();
  assert.equal(await task, 'woken');
});

test('a_wake_while_the_thread_blocks_on_something_else_reaches_the_event_loop', async () => {
  let handle: WakerHandle | undefined;
  const task = spawn(
    pollFn((cx) => {
      if (handle !== undefined) return 'woken';
      handle = cx.waker.share();
      return PENDING;
    }),
  );
  await new Promise(setImmediate);
  const waker = SharedWaker.attach(handle as unknown as WakerHandle);
  const elsewhere = pollFn<never>((cx) => {
    cx.waker.share();
    waker.wake(); // takes the thread out of its sleep, for nothing
    return PENDING;
  });
  assert.throws(() => blockOn(elsewhere, { timeout: 5 }), { name: 'TimeoutError' });
  assert.equal(await task, 'woken');
});

test('a_camp_of_another_version_is_refused', () => {
  const { buffer } = camp.share();
  const copy = new SharedArrayBuffer(buffer.byteLength);
  new Int32Array(copy).set(new Int32Array(buffer));
  (new Int32Array(copy)[1] as number) += 1;
  assert.throws(
    () => Camp.join({ buffer: copy }),
    (error) =>
      error instanceof HandleError && /handle\.buffer: made by another version of the library/.test(error.message),
  );
});

test('what_is_no_camp_is_refused', () => {
  for (const [handle, type] of [
    [undefined, TypeError],
    [null, TypeError],
    [{}, TypeError],
    [{ buffer: new ArrayBuffer(8192) }, TypeError],
    [{ buffer: new SharedArrayBuffer(8192) }, HandleError],
  ] as const) {
    assert.throws(
      () => Camp.join(handle as unknown as CampHandle),
      (error) => error instanceof type && error.message.startsWith('handle'),
    );
  }
  assert.throws(() => camp.isAlive({ record: 2 ** 20, epoch: 1 }), HandleError);
  assert.throws(() => camp.isAlive({ record: -1, epoch: 1 }), RangeError);
  assert.throws(() => camp.isAlive(undefined as unknown as Fellow), TypeError);
  assert.throws(() => camp.ended(-1), RangeError);
  assert.throws(() => camp.ended('1' as unknown as number), TypeError);
  assert.throws(() => camp.onThreadEnd(1 as unknown as () => void), TypeError);
  camp.ended(2 ** 31 - 1); // nobody
});
