/**
 * A stranger's program, compiled as an ES module, as a CommonJS module and for a bundler. It uses every entry point and
 * types that must survive packing: what `yield*` answers, what a queue holds, what a handle is.
 */
import { blockOn, co, Executor, type Future, fromPromise, ready, sleep, yieldNow } from 'reveille';
import { Camp } from 'reveille/camp';
import { bounded, type Receiver, type Sender, shared } from 'reveille/channel';
import { type Codec, json, list, optional, type RecordOf, record } from 'reveille/codec';
import { msgpack } from 'reveille/codec/msgpack';
import { parking, Executor as SameExecutor } from 'reveille/executor';
import { Mutex } from 'reveille/lock';
import { Parker } from 'reveille/park';
import { ArrayQueue, SharedArrayQueue } from 'reveille/queue';
import { AtomicWaker } from 'reveille/sync';
import type { SynckitOptions } from 'reveille/synckit'; // Node alone can load it, and this is bundled for browsers, too
import { record as recordCall } from 'reveille/testing';
import { type Call, type Offloaded, offload } from 'reveille/threads';
import { observe } from 'reveille/trace';

function expect<T>(name: string, actual: T, expected: T): void {
  if (actual !== expected) throw new Error(`${name}: expected ${expected}, got ${actual}`);
}

const sum = co.wrap(function* sum(a: number, b: Future<number>) {
  yield* yieldNow();
  yield* sleep(1);
  const later: number = yield* b;
  return a + later;
});

const order = record({ id: 'u32', items: list('string'), note: optional('string') });

function there<T>(codec: Codec<T>, value: T): T {
  const frame = new Uint8Array(100);
  return codec.decode(frame, 0, codec.encode(value, frame, 0));
}

function main(): void {
  const tea: RecordOf<typeof order> = { id: 7, items: ['tea'] };
  for (const codec of [order, json<RecordOf<typeof order>>(), msgpack<RecordOf<typeof order>>()]) {
    expect(codec.name, there(codec, tea).items[0], 'tea');
  }

  expect('blockOn', blockOn(sum(1, ready(41))), 42);

  let polls = 0;
  const executor = new SameExecutor({ idle: parking() });
  const watching = observe({ poll: () => (polls += 1) });
  expect('executor', executor.runUntil(executor.spawn(sum(2, ready(3)))), 5);
  watching[Symbol.dispose]();
  expect('trace', polls > 0, true);
  expect('one copy of the package', executor instanceof Executor, true);

  const [tx, rx]: [unknown, Receiver<string>] = bounded<string>(1);
  expect('sender', String(tx), 'sender of bounded(1)');
  expect('receiver', rx.isEmpty, true);

  const [ours]: [Sender<RecordOf<typeof order>>, unknown] = shared.bounded(4, order);
  expect('handle', ours.share().items, order.name);
  const [, big] = shared.bounded(4, 'i64');
  expect('i64', big.tryRecv() === 7n, false);

  const mutex = new Mutex({ bytes: 4 });
  mutex.lockBlocking()[Symbol.dispose]();
  expect('mutex', mutex.tryLock()?.bytes.length, 4);

  const camp = Camp.own();
  expect('camp', camp.isAlive(camp.me), true);

  const parker = new Parker();
  parker.unparker().unpark();
  parker.park();

  const names = new ArrayQueue<string>(1);
  expect('push', names.push('a'), true);
  expect('push when full', names.push('b'), false);
  const name: string | undefined = names.pop();
  expect('pop', name, 'a');
  const words = SharedArrayQueue.attach(new SharedArrayQueue(4).share());
  words.push(7);
  expect('shared pop', words.pop(), 7);

  const none: number | undefined = recordCall('pop', [], () => words.pop());
  expect('recorded pop', none, undefined);

  type Sums = { add(a: number, b: number): Promise<number> };
  const api: Offloaded<Sums> = offload<Sums>('file:///no/thread/starts/before/a/call.js');
  const add: (a: number, b: number) => Call<number> = api.add;
  expect('offloaded', typeof add, 'function');
  api[Symbol.dispose]();

  const synchronous: SynckitOptions = { timeout: 1 };
  expect('time limit', synchronous.timeout, 1);

  const waker = new AtomicWaker();
  waker.wake();
  expect('take', waker.take(), undefined);
}

main();
fromPromise(Promise.resolve('all entry points work')).then((text) => console.log(text));
