import { blockOn } from 'reveille';
import { cancelled, offload, type PoolHandle, pool, thisCall } from 'reveille/threads';
import { failure } from './failure.js';

type This = typeof import('./threads.module.js');

export function add(a: number, b: number): number {
  return a + b;
}

export function sum(bytes: Uint8Array): number {
  return bytes.reduce((total, byte) => total + byte, 0);
}

export async function fail(): Promise<never> {
  throw Object.assign(new RangeError('too far', { cause: new TypeError('of the test') }), { by: 7 });
}

export async function apply(f: (n: number) => number, n: number): Promise<number> {
  return await f(n);
}

/** Says that it has begun, and answers why its signal was aborted. */
export async function reasonOf(signal: AbortSignal, begun: () => void): Promise<string> {
  begun();
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  return String(signal.reason);
}

export async function* count(to: number): AsyncGenerator<number> {
  for (let n = 0; n < to; n += 1) yield n;
}

/** Never answers: whoever waits for it has to sleep. */
export function hang(): Promise<never> {
  return new Promise(() => {});
}

let spins = 0;
let inits = 0;
let words: Int32Array | undefined;
let other: ReturnType<typeof pool.attach<This>> | undefined;

/** What this thread was set up with. */
export function setUp(data: { words: Int32Array; other?: PoolHandle }): void {
  inits += 1;
  words = data.words;
  if (data.other !== undefined) other = pool.attach<This>(data.other);
}

/** Says that it has begun, and loops until it is cancelled; its thread's event loop does not turn meanwhile. */
export function spin(): void {
  tell(0);
  do spins += 1;
  while (!cancelled());
  tell(1);
}

/** What this thread remembers. */
export function memory(): [hasSpun: boolean, inits: number] {
  return [spins > 0, inits];
}

/** Heeds no cancelling. */
export function loop(): void {
  tell(0);
  for (;;);
}

/** Waits for its signal. */
export async function listen(): Promise<string> {
  const { signal } = thisCall();
  tell(0);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  tell(1);
  return String(signal.reason);
}

function tell(index: number): void {
  if (words === undefined) return;
  Atomics.store(words, index, 1);
  Atomics.notify(words, index);
}

/** Fails behind the call's back. */
export async function crash(): Promise<void> {
  setTimeout(() => {
    throw new SyntaxError('nobody catches it');
  });
  await hang();
}

export async function rejectUnheard(): Promise<void> {
  void Promise.reject(new RangeError('nobody hears it'));
  await hang();
}

/** Ends its thread as only the thread itself can. */
export function leave(): Promise<void> {
  close();
  return hang();
}

/** This thread blocks for another one that it has started. */
export async function blockForAnother(): Promise<unknown[]> {
  await using api = offload<This>(new URL('./threads.module.js', import.meta.url));
  const tooSoon = await failure(() => blockOn(api.add(1, 2)));
  const first = await api.add(3, 4);
  const blocked = blockOn(api.add(5, 6));
  const error = await failure(() => blockOn(api.fail()));
  const ending = await failure(() => blockOn(api.close()));
  return [tooSoon, first, blocked, error, ending];
}

/** This thread blocks for a pool of the page's. */
export function blockForPool(n: number): number {
  let total = 0;
  for (let i = 0; i < n; i += 1) total += blockOn((other as NonNullable<typeof other>).add(i, i));
  return total;
}

/** Blocks on its own pool. */
export function fib(n: number): number {
  if (n < 2) return n;
  const own = pool.current<This>();
  const [a, b] = [own.fib(n - 1), own.fib(n - 2)];
  return blockOn(a) + blockOn(b);
}
