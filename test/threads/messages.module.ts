import { threadId } from 'node:worker_threads';
import { cancelled, thisCall } from 'reveille/threads';

export const add = (a: number, b: number): number => a + b;
export const later = async (value: unknown): Promise<unknown> => value;
export const echo = (value: unknown): unknown => value;
export const id = (): number => threadId;
export const sum = (bytes: Uint8Array): number => bytes.reduce((total, byte) => total + byte, 0);
export const unsendable = (): unknown => new WeakMap();

export async function fail(): Promise<never> {
  throw Object.assign(new RangeError('too far', { cause: new TypeError('of the test') }), { by: 7 });
}

/** It is declared, and not there. */
export declare function noSuch(): void;

export async function hang(): Promise<never> {
  const { signal } = thisCall();
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  throw signal.reason;
}

/** Says that it has begun, and ends when its signal is aborted. */
export async function listen(begun: () => void): Promise<void> {
  const { signal } = thisCall();
  begun();
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

let turned = 0;
export const turns = (): number => turned;

export async function turnUntilCancelled(begun: () => void): Promise<void> {
  begun();
  while (!cancelled()) {
    turned += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function loop(begun: () => void): void {
  begun();
  for (;;);
}

export async function apply(f: (n: number) => unknown, n: number): Promise<unknown> {
  return await f(n);
}

export async function until(signal: AbortSignal, begun: () => void): Promise<string> {
  begun();
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  return String(signal.reason);
}

export async function* count(to: number): AsyncGenerator<number> {
  for (let n = 0; n < to; n += 1) yield n;
}

export function* countAndFail(to: number): Generator<number> {
  for (let n = 0; n < to; n += 1) yield n;
  throw new RangeError('no more');
}

export async function hold(begun: () => void, release: () => Promise<void>): Promise<void> {
  begun();
  await release();
}

export async function crash(): Promise<void> {
  setTimeout(() => {
    throw new SyntaxError('nobody catches it');
  });
  await new Promise(() => {});
}

export async function exit(): Promise<void> {
  process.exit(3);
}

let setUpWith = 0;
export function setUp({ by }: { by: number }): void {
  setUpWith = by;
}
export const setTo = (): number => setUpWith;
export function tearDown(): void {}
