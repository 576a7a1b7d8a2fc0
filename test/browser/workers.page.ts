import { SharedWaker, type WakerHandle } from 'reveille';
import { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import { RemoteThread } from './remote-thread.js';
import type { QueueHandle } from './thread-functions.js';

export async function names(): Promise<string[]> {
  using worker = new RemoteThread('bugler');
  return [(await worker.call('thread')).name];
}

export async function blocksForAWhile(): Promise<string[]> {
  using worker = new RemoteThread('sleeper');
  return await worker.call('blockFor', 5);
}

export async function takingTurns(): Promise<boolean> {
  const turns = new Int32Array(new SharedArrayBuffer(4 * 2_001));
  turns.fill(-1, 0, -1);
  using ping = new RemoteThread('ping');
  using pong = new RemoteThread('pong');
  const [first, second] = await Promise.all([ping.call('thread'), pong.call('thread')]);
  await Promise.all([ping.call('takeTurns', 0, turns.buffer, second), pong.call('takeTurns', 1, turns.buffer, first)]);
  return turns.subarray(0, -1).every((name, index) => name === index % 2);
}

/** A worker waits for a word of this page, each time in another way. */
export async function wordsForAWorker(): Promise<string[]> {
  using worker = new RemoteThread('reader');
  const answers: string[] = [];
  for (const driver of ['blockOn', 'executor', 'eventLoop'] as const) {
    const cell = new SharedArrayBuffer(4);
    const { port1, port2 } = new MessageChannel();
    const told = new Promise<WakerHandle>((resolve) => {
      port1.onmessage = ({ data }: MessageEvent<WakerHandle>) => resolve(data);
    });
    const answer = worker.call('receiveWord', driver, cell, port2);
    const waker = SharedWaker.attach(await told);
    Atomics.store(new Int32Array(cell), 0, 42);
    waker.wake();
    answers.push(`${driver} ${await answer}`);
    port1.close();
  }
  return answers;
}

export async function throughAnArrayQueue(): Promise<unknown[]> {
  return await throughQueue({ kind: 'array', buffer: new SharedArrayQueue(16).share() });
}

export async function throughASegQueue(): Promise<unknown[]> {
  return await throughQueue({ kind: 'segments', buffer: new SharedSegQueue({ capacity: 5_000 }).share() });
}

/** Two workers push 5,000 words each, a third pops them: how many came, and whether each producer's came in order. */
async function throughQueue(queue: QueueHandle): Promise<unknown[]> {
  const count = 5_000;
  using reader = new RemoteThread('consumer');
  using writer0 = new RemoteThread('producer 0');
  using writer1 = new RemoteThread('producer 1');
  const [consumer, ...producers] = await Promise.all([
    reader.call('thread'),
    writer0.call('thread'),
    writer1.call('thread'),
  ]);
  const [words] = await Promise.all([
    reader.call('consume', queue, 2 * count, producers),
    writer0.call('produce', queue, 0, count, consumer),
    writer1.call('produce', queue, count, count, consumer),
  ]);
  const from0 = words.filter((word) => word < count);
  const from1 = words.filter((word) => word >= count);
  return [words.length, from0.every((word, at) => word === at), from1.every((word, at) => word === count + at)];
}
