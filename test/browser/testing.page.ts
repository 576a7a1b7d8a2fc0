import { co, now, ready, sleep, spawn, yieldNow } from 'reveille';
import { checkFuture, simulate, TestExecutor } from 'reveille/testing';
import { failure } from './failure.js';

const HOUR = 3_600_000;

export async function asynchronousRun(): Promise<unknown[]> {
  const executor = new TestExecutor({ seed: 1 });
  const times = await executor.runUntilAsync(async () => {
    const nap = spawn(sleep(HOUR));
    await sleep(1_000);
    const second = now();
    await nap;
    return [second, now()];
  });
  return [times, executor.trace.split('\n').at(-1)];
}

export async function failingSeed(): Promise<string> {
  const error = await failure(() =>
    simulate(100, (executor) => {
      let config = 'none';
      executor.spawn(
        co(function* load() {
          yield* yieldNow();
          config = 'loaded';
        }),
      );
      executor.spawn(
        co(function* use() {
          yield* yieldNow();
          yield* yieldNow();
          if (config === 'none') throw new Error('too early');
        }),
      );
    }),
  );
  return error.split('\n')[0] ?? '';
}

export async function contract(): Promise<boolean[]> {
  const reports = [await checkFuture(() => ready(1)), await checkFuture(() => sleep(HOUR))];
  return reports.map(({ runs, dropped }) => runs > 300 && dropped > 0);
}
