import {
  blockOn,
  blockOnChannel,
  co,
  Executor,
  fromPromise,
  interval,
  join,
  PENDING,
  pending,
  pollFn,
  ready,
  select,
  sleep,
  spawn,
  timeout,
  type WakerHandle,
  yieldNow,
} from 'reveille';
import { shared } from 'reveille/channel';
import { json } from 'reveille/codec';
import { eventLoop } from 'reveille/executor';
import { Mutex } from 'reveille/lock';
import { Cpu, park, parkTimeout, Thread } from 'reveille/park';
import { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import { failure } from './failure.js';
import { HostCalls } from './host-calls.js';
import { RemoteThread } from './remote-thread.js';

/** Milliseconds that nobody waits for. */
const HOUR = 3_600_000;

export function setting(): unknown[] {
  return [crossOriginIsolated, Thread.current().name];
}

export async function awaits(): Promise<unknown[]> {
  const slept = co(function* () {
    yield* sleep(1);
    return 'slept';
  });
  const failing = co(function* () {
    yield* yieldNow();
    throw new RangeError('as in ordinary code');
  });
  return [await ready('ready'), await slept, await join(ready(1), ready(2)), await failure(() => failing)];
}

export async function timersInOrder(): Promise<string[]> {
  const log: string[] = [];
  const after = (ms: number) =>
    spawn(
      co(function* () {
        yield* sleep(ms);
        log.push(`${ms} ms`);
      }),
    );
  const tasks = [30, 10, 20, 0].map(after);
  for (const task of tasks) await task;
  return log;
}

export async function losersAreDropped(): Promise<unknown[]> {
  const log: string[] = [];
  const endless = (name: string) =>
    co(function* () {
      try {
        yield* sleep(HOUR);
      } finally {
        log.push(`${name} dropped`);
      }
    });
  const selected = await select({ slow: endless('slow'), quick: sleep(1) });
  const missed = await failure(() => timeout(endless('late'), 1));
  return [selected.key, missed.split(':')[0], log];
}

export async function aborts(): Promise<unknown[]> {
  const log: string[] = [];
  const started = Promise.withResolvers<void>();
  const task = spawn(
    co(function* () {
      try {
        started.resolve();
        yield* sleep(HOUR);
      } finally {
        log.push('cleaning');
        yield* sleep(1);
        log.push('clean');
      }
    }),
  );
  await started.promise;
  task.abort();
  const error = await failure(() => task);
  return [error.replace(/\d+/, 'N'), log];
}

/** Whether ticks come one after the other; on a busy machine some are left out. */
export async function ticks(): Promise<boolean[]> {
  const rising: boolean[] = [];
  let last = -1;
  for await (const tick of interval(2)) {
    rising.push(tick > last);
    last = tick;
    if (rising.length === 5) break;
  }
  return rising;
}

export async function fetches(): Promise<unknown[]> {
  const aborted = Promise.withResolvers<string>();
  const endless = fromPromise((signal) => {
    const answer = fetch('/never', { signal });
    answer.catch((error: Error) => aborted.resolve(error.name));
    return answer;
  });
  const answer = spawn(
    co(function* () {
      const response = yield* fromPromise((signal) => fetch('/', { signal }));
      return response.status;
    }),
  );
  return [await answer, await failure(() => timeout(endless, 10)), await aborted.promise];
}

export async function wokenByWorker(): Promise<unknown[]> {
  const cell = new SharedArrayBuffer(4);
  const log: string[] = [];
  const shared = Promise.withResolvers<WakerHandle>();
  using executor = new Executor({ idle: eventLoop() });
  using calls = new HostCalls();
  const task = executor.spawn(
    pollFn((cx) => {
      log.push('poll');
      if (Atomics.load(new Int32Array(cell), 0) === 1) return 'woken';
      shared.resolve(cx.waker.share());
      return PENDING;
    }),
  );
  const handle = await shared.promise;
  log.push(`${executor.snapshot().waiting.length} waiting`); // asleep, and it takes the worker some time to start
  using worker = new RemoteThread('reactor');
  await Promise.all([worker.call('wake', cell, handle), task]);
  return [log, calls.log];
}

export async function wordsFromWorker(): Promise<unknown[]> {
  const count = 10_000;
  const queue = new SharedSegQueue({ capacity: count });
  const shared = Promise.withResolvers<WakerHandle>();
  let next = 0;
  let inOrder = true;
  const task = spawn(
    pollFn((cx) => {
      shared.resolve(cx.waker.share());
      for (let word = queue.pop(); word !== undefined; word = queue.pop()) inOrder &&= word === next++;
      return next === count ? 'complete' : PENDING;
    }),
  );
  using worker = new RemoteThread('producer');
  const sent = worker.call('send', { kind: 'segments', buffer: queue.share() }, count, await shared.promise);
  const result = await task;
  await sent;
  return [result, inOrder];
}

export async function queuesToWorker(): Promise<unknown[]> {
  const array = new SharedArrayQueue(3);
  const segments = new SharedSegQueue();
  const pushed = [7, 8, 9, 10].map((word) => array.push(word));
  for (let word = 0; word < 5_000; word += 1) segments.push(word);
  using worker = new RemoteThread('consumer');
  const words = await worker.call('drain', { kind: 'array', buffer: array.share() });
  const many = await worker.call('drain', { kind: 'segments', buffer: segments.share() });
  return [pushed, words, many.length, many.every((word, index) => word === index), array.isEmpty, segments.isEmpty];
}

export async function channelsToWorker(): Promise<unknown[]> {
  const [tx, questions] = shared.bounded(2, 'i32');
  const [answers, rx] = shared.bounded(2, json<{ square: number }>());
  const mutex = new Mutex({ bytes: 1 });
  using worker = new RemoteThread('answering');
  const count = worker.call('answerQuestions', { from: questions.share(), to: answers.share(), mutex: mutex.share() });
  for (const end of [questions, answers]) end[Symbol.dispose]();
  let sum = 0;
  for (let n = 1; n <= 100; n += 1) {
    await tx.send(n);
    sum += (await rx.recv()).square;
  }
  tx[Symbol.dispose]();
  const answered = await count;
  using guard = await mutex.lock();
  return [sum, answered, guard.bytes[0], await failure(() => rx.recv())];
}

export async function blocking(): Promise<Record<string, string>> {
  const waker = pollFn((cx) => {
    cx.waker.share();
    return PENDING;
  });
  return {
    'blockOn(sleep)': await failure(() => blockOn(sleep(HOUR))),
    'blockOn(select)': await failure(() => blockOn(select({ a: sleep(HOUR), b: pending() }))),
    'blockOn with a time limit': await failure(() => blockOn(pending(), { timeout: HOUR })),
    'blockOn of what another thread is to wake': await failure(() => blockOn(waker)),
    'blockOnChannel(sleep)': await failure(() => blockOnChannel(sleep(HOUR))),
    'runUntil(sleep)': await failure(() => new Executor().runUntil(sleep(HOUR))),
    park: await failure(() => park()),
    parkTimeout: await failure(() => parkTimeout(HOUR)),
    hlt: await failure(() => new Cpu().hlt()),
    'blockOn(promise)': await failure(() => blockOn(fromPromise(Promise.resolve()))),
    'blockOn(pending)': await failure(() => blockOn(pending())),
  };
}

export function withoutSleeping(): unknown[] {
  const twice = co(function* () {
    yield* yieldNow();
    yield* yieldNow();
    return 'yielded';
  });
  const cpu = new Cpu();
  let raised = 0;
  cpu.on(1, () => {
    raised += 1;
  });
  cpu.device().raise(1);
  cpu.poll();
  Thread.current().unpark();
  park(); // the token is there
  return [blockOn(ready(7)), blockOn(twice), new Executor().runUntil(ready(8)), parkTimeout(0), raised];
}
