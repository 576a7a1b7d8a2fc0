import { isMainThread, threadId } from 'node:worker_threads';
import { blockOn, type Future, sleep } from 'reveille';
import { cancelled, type PoolHandle, pool, thisCall } from 'reveille/threads';

/** What the tests of offloaded modules and pools call. */
type Self = typeof import('./task.worker.js');

export const notAFunction = 1;

export function add(a: number, b: number): number {
  return a + b;
}

export async function later(value: unknown): Promise<unknown> {
  await new Promise((resolve) => setImmediate(resolve));
  return value;
}

export function future(ms: number): Future<void> {
  return sleep(ms);
}

export function echo(value: unknown): unknown {
  return value;
}

export function where(): number {
  return isMainThread ? -1 : threadId;
}

export function fail(message: string): never {
  throw Object.assign(new RangeError(message, { cause: new Error('why') }), { code: 7 });
}

/** Loops until it is cancelled; says in `words[0]` that it runs, and in `words[1]` that it has ended. */
export function spin(words: Int32Array): void {
  Atomics.store(words, 0, 1);
  Atomics.notify(words, 0);
  while (!cancelled());
  Atomics.store(words, 1, 1);
  Atomics.notify(words, 1);
}

/** Waits for its signal; the same words. */
export async function linger(words: Int32Array): Promise<void> {
  const { signal } = thisCall();
  Atomics.store(words, 0, 1);
  Atomics.notify(words, 0);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  Atomics.store(words, 1, 1);
  Atomics.notify(words, 1);
}

/** Answers when `words[2]` is set, says so in `words[0]`, and has its thread end as soon as `words[1]` is set. */
export function answerAndExit(words: Int32Array): string {
  Atomics.wait(words, 2, 0);
  setTimeout(() => {
    Atomics.store(words, 0, 1);
    Atomics.notify(words, 0);
    Atomics.wait(words, 1, 0);
    process.exit(0);
  });
  return 'answered';
}

/** Never ends, and heeds nothing. */
export function stuck(words: Int32Array): never {
  Atomics.store(words, 0, 1);
  Atomics.notify(words, 0);
  for (;;);
}

/** Runs until `words[2]` is set. */
export function hold(words: Int32Array): void {
  Atomics.add(words, 0, 1);
  Atomics.notify(words, 0);
  Atomics.wait(words, 2, 0);
}

export function exit(code: number): never {
  process.exit(code);
}

export function eat(): never {
  const kept: unknown[] = [];
  for (;;) kept.push(new Array(1000).fill(kept.length));
}

export function burst(message: string): Promise<never> {
  setImmediate(() => {
    throw new TypeError(message);
  });
  return new Promise(() => {});
}

/** Blocks on the pool that it runs in. */
export function fibonacci(n: number): number {
  if (n < 2) return n;
  const self = pool.current<Self>();
  const [one, two] = [self.fibonacci(n - 1), self.fibonacci(n - 2)];
  return blockOn(one) + blockOn(two);
}

/** Blocks on a function of the same pool that needs an event loop. */
export function viaLater(value: number): unknown {
  return blockOn(pool.current<Self>().later(value));
}

/** Calls another thread's pool. */
export function callElsewhere(handle: PoolHandle, a: number, b: number): number {
  return blockOn(pool.attach<Self>(handle).add(a, b));
}

/** Calls another thread's pool, and dies before the answer. */
export function dieCalling(handle: PoolHandle, words: Int32Array): never {
  pool.attach<Self>(handle).spin(words);
  while (words[0] === 0) blockOn(sleep(1)); // so that its memory can be fetched meanwhile
  process.exit(0);
}

let wasSetUp: unknown = null;

export async function begin(data: unknown): Promise<void> {
  wasSetUp = await data;
}

export function setUpWith(): unknown {
  return wasSetUp;
}

export function end(): void {
  const words = (wasSetUp as { words: Int32Array }).words;
  Atomics.add(words, 0, 1);
}

export function print(text: string): void {
  console.log(text);
}

/** Names that a host has, too. */
export function close(): string {
  return 'closed';
}
