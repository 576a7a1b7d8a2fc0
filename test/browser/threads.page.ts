import { blockOn, fromPromise, sleep } from 'reveille';
import { offload, pool, scope, spawnThread, transfer } from 'reveille/threads';
import { failure } from './failure.js';

type Module = typeof import('./threads.module.js');
const url = new URL('./threads.module.js', import.meta.url);
/** What functions tell of themselves, and whether they have. */
const newWords = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(8));

async function told(words: Int32Array<SharedArrayBuffer>, index: number): Promise<string> {
  const { async, value } = Atomics.waitAsync(words, index, 0, 10_000);
  const how = async ? await value : value;
  return how === 'timed-out' ? how : 'told';
}

export async function calls(): Promise<unknown[]> {
  using api = offload<Module>(url);
  const caught = (await api.fail().then(undefined, (error: unknown) => error)) as RangeError & { by: number };
  const { name, message, cause, by, stack } = caught;
  const error = [name, message, String(cause), by, caught instanceof RangeError, stack?.includes('threads.module.js')];
  return [await api.add(1, 2), error, await failure(() => blockOn(api.hang()))];
}

export async function sideBySide(): Promise<number[]> {
  await using threads = pool<Module>(url, { threads: 2 });
  return await Promise.all(Array.from({ length: 100 }, (_, i) => threads.add(i, i)));
}

export async function mapped(): Promise<unknown[]> {
  await using threads = pool<Module>(url, { threads: 2 });
  const sums: number[] = [];
  for await (const total of threads.map(
    'sum',
    [[1], [2, 3], [4, 5, 6]].map((bytes) => Uint8Array.from(bytes)),
  )) {
    sums.push(total);
  }
  const { done, failed, threads: count } = threads.stats;
  return [sums, done, failed, count];
}

export async function moved(): Promise<unknown[]> {
  using api = offload<Module>(url);
  const bytes = new Uint8Array(1_000_000).fill(1);
  return [await api.sum(transfer(bytes, [bytes.buffer])), bytes.length];
}

export async function cancelledLoop(): Promise<unknown[]> {
  const words = newWords();
  await using threads = pool<Module>(url, { threads: 1, setUp: 'setUp', data: { words } });
  const call = threads.spin();
  const begun = await told(words, 0);
  call[Symbol.dispose]();
  return [begun, await told(words, 1), await threads.memory()];
}

export async function cancelledBySignal(): Promise<unknown[]> {
  const words = newWords();
  const controller = new AbortController();
  await using threads = pool<Module>(url, { threads: 1, setUp: 'setUp', data: { words } });
  const call = threads.with({ signal: controller.signal }).listen();
  const outcome = failure(() => call);
  await told(words, 0);
  controller.abort(new Error('enough'));
  return [await outcome, await told(words, 1), await failure(() => threads.with({ timeout: 5 }).listen())];
}

export async function heedless(): Promise<unknown[]> {
  const words = newWords();
  await using threads = pool<Module>(url, { threads: 1, grace: 20, setUp: 'setUp', data: { words } });
  const call = threads.loop();
  await told(words, 0);
  call[Symbol.dispose]();
  return [await threads.memory(), threads.stats.threads];
}

export async function scoped(): Promise<unknown[]> {
  const words = newWords();
  await using threads = pool<Module>(url, { threads: 2, setUp: 'setUp', data: { words } });
  await threads.warmUp();
  const work = scope(function* (s) {
    s.spawn(threads.spin());
    yield* fromPromise(told(words, 0));
    s.spawn(threads.fail());
    yield* sleep(60_000);
  });
  return [await failure(() => work), words[1]];
}

export async function spawned(): Promise<number> {
  return await spawnThread<Module, 'add'>(url, 'add', [40, 2]);
}

export async function deaths(): Promise<unknown[]> {
  await using api = offload<Module>(url);
  const nameless = (error: string): string => error.replace(/thread \d+/, 'thread N');
  const outcomes: string[] = [];
  for (const name of ['crash', 'rejectUnheard', 'leave'] as const) {
    outcomes.push(nameless(await failure(() => api[name]())));
    outcomes.push(`then ${await api.add(1, 1)}`);
  }
  return outcomes;
}

export async function badModules(): Promise<unknown[]> {
  const codes = ['}', 'throw new RangeError("at load")', 'export const setUp = () => { throw new Error("at start") }'];
  const urls = codes.map((code) => `data:text/javascript,${code}`);
  const outcomes: string[] = [];
  for (const module of [...urls, 'data:text/plain,no script']) {
    using api = offload<Module>(module, { setUp: 'setUp' });
    outcomes.push(await failure(() => api.add(1, 1)));
  }
  return outcomes;
}

export async function closed(): Promise<unknown[]> {
  const api = offload<Module>(url);
  await api.add(1, 1);
  const call = failure(() => api.hang());
  api[Symbol.dispose]();
  const late = await failure(() => api.add(1, 1));
  const slow = offload<Module>(url);
  const last = slow.add(1, 2);
  await slow.close();
  return [await call, late, await last];
}

export async function carried(): Promise<unknown[]> {
  await using threads = pool<Module>(url, { threads: 1 });
  const controller = new AbortController();
  const applied = await threads.apply((n) => n + 1, 41);
  const reason = threads.reasonOf(controller.signal, () => controller.abort(new Error('enough')));
  const numbers: number[] = [];
  for await (const n of threads.count(100)) numbers.push(n);
  let last = 0;
  for await (const n of threads.count(Number.POSITIVE_INFINITY)) {
    last = n;
    if (n === 40) break;
  }
  return [applied, await reason, numbers.length, last, await threads.add(1, 1)];
}

export async function idle(): Promise<number> {
  await using threads = pool<Module>(url, { idle: 20 });
  await threads.add(1, 1);
  while (threads.stats.threads > 0) await sleep(5);
  return await threads.add(1, 2);
}

export async function blocksInWorker(): Promise<unknown[]> {
  await using api = offload<Module>(url);
  return await api.blockForAnother();
}

export async function blocksForPool(): Promise<unknown[]> {
  await using threads = pool<Module>(url, { threads: 2 });
  await using api = offload<Module>(url, { setUp: 'setUp', data: { words: newWords(), other: threads.share() } });
  return [await api.blockForPool(10), await threads.fib(7), await failure(() => api.sum(newWords() as never))];
}
