import {
  blockOn,
  blockOnChannel,
  co,
  Executor,
  fromPromise,
  interval,
  PENDING,
  pollFn,
  ready,
  SharedWaker,
  select,
  sleep,
  spawn,
  timeout,
} from 'reveille';
import { channel, eventLoop, sleeping, spinning } from 'reveille/executor';
import { Cpu, Device, Parker, park, Thread, Unparker } from 'reveille/park';
import { ArrayQueue, SegQueue, SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import { failure } from './failure.js';
import { RemoteThread } from './remote-thread.js';

/** Milliseconds that nobody waits for. */
const HOUR = 3_600_000;

export function setting(): unknown[] {
  return [crossOriginIsolated, typeof SharedArrayBuffer];
}

export async function oneThread(): Promise<unknown[]> {
  const log: string[] = [];
  const worker = spawn(
    co(function* () {
      yield* sleep(1);
      log.push('slept');
      return yield* fromPromise(Promise.resolve('of a promise'));
    }),
  );
  const selected = await select({ slow: sleep(HOUR), quick: sleep(1) });
  for await (const tick of interval(1)) if (tick > 0) break;
  using executor = new Executor({ idle: eventLoop() });
  const own = await executor.spawn(ready('own'));
  return [await worker, log, selected.key, await failure(() => timeout(sleep(1_000), 1)), own];
}

export function blockingWithoutSleep(): unknown[] {
  const executor = new Executor();
  const task = executor.spawn(ready('ready'));
  executor.runUntilStalled();
  const spinner = new Executor({ idle: spinning() });
  spinner.runUntil(sleep(1));
  return [blockOn(ready(1)), blockOnChannel(ready(2)), executor.runUntil(task)];
}

export function queues(): unknown[] {
  return [new ArrayQueue<string>(2), new SegQueue<string>()].map((queue) => {
    queue.push('first');
    queue.push('second');
    return [queue.pop(), queue.pop(), queue.pop()];
  });
}

export async function blocking(): Promise<Record<string, string>> {
  using worker = new RemoteThread('sleeper');
  const [inWorker = ''] = await worker.call('blockFor', HOUR);
  return {
    'blockOn(sleep)': await failure(() => blockOn(sleep(HOUR))),
    'blockOnChannel(sleep)': await failure(() => blockOnChannel(sleep(HOUR))),
    'runUntil(sleep)': await failure(() => new Executor().runUntil(sleep(HOUR))),
    'runUntil(sleep) on a channel': await failure(() => new Executor({ idle: channel() }).runUntil(sleep(HOUR))),
    'blockOn(sleep) in a worker': inWorker,
  };
}

/** The different errors of all that needs shared memory. */
export async function sharing(): Promise<string[]> {
  const sharing = () =>
    pollFn((cx) => {
      cx.waker.share();
      return PENDING;
    });
  const attempts: (() => unknown)[] = [
    () => spawn(sharing()),
    () => blockOn(sharing()),
    () => new SharedArrayQueue(4),
    () => new SharedSegQueue(),
    () => new Parker(),
    () => park(),
    () => Thread.current(),
    () => new Cpu(),
    () => sleeping(1),
  ];
  const failures: string[] = [];
  for (const attempt of attempts) failures.push(await failure(attempt));
  return [...new Set(failures)];
}

/** Memory that cannot be shared memory. */
export async function attaching(): Promise<string[]> {
  const buffer = new ArrayBuffer(1_024) as unknown as SharedArrayBuffer;
  return [
    await failure(() => Unparker.attach(buffer)),
    await failure(() => Device.attach({ buffer, camp: buffer, record: 0 })),
    await failure(() => SharedWaker.attach({ buffer, slot: 0, generation: 0 })),
    await failure(() => SharedArrayQueue.attach(buffer)),
  ];
}
