import { blockOn, END, type Future, SharedWaker, Stream, sleep, type WakerHandle } from 'reveille';
import { type PoolHandle, pool, type RemoteFunction } from 'reveille/threads';

/** Functions that make items, or have what they were given called. */
type Self = typeof import('./making.js');

export async function* count(to: number): AsyncGenerator<number, void, undefined> {
  for (let n = 0; n < to; n += 1) yield n;
}
export function* countAtOnce(to: number): Generator<number, void, undefined> {
  for (let n = 0; n < to; n += 1) yield n;
}
class Count extends Stream<number> {
  #n = 0;
  constructor(readonly to: number) {
    super();
  }
  override pollNext(): number | typeof END {
    this.#n += 1;
    return this.#n > this.to ? END : this.#n - 1;
  }
}
export const stream = (to: number): Stream<number> => new Count(to);
export const later = async (to: number): Promise<AsyncGenerator<number, void, undefined>> => count(to);
export const readable = (to: number): ReadableStream<number> => {
  const numbers = countAtOnce(to);
  return new ReadableStream({
    pull(controller) {
      const { done, value } = numbers.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
};
export const list = (to: number): number[] => [...countAtOnce(to)];

/** Counts in the first word what it has made, and sets the second one when it is ended. */
export async function* endless(words: Int32Array): AsyncGenerator<number, void, undefined> {
  try {
    for (;;) {
      yield Atomics.add(words, 0, 1);
      Atomics.notify(words, 0);
    }
  } finally {
    Atomics.store(words, 1, 1);
    Atomics.notify(words, 1);
  }
}
export async function* failing(after: number): AsyncGenerator<number, void, undefined> {
  yield* countAtOnce(after);
  throw new RangeError('oh', { cause: 'why' });
}
export async function* dying(after: number): AsyncGenerator<number, void, undefined> {
  yield* countAtOnce(after);
  await new Promise((resolve) => setImmediate(resolve));
  process.exit(5);
}
export async function* stuck(after: number): AsyncGenerator<number, void, undefined> {
  yield* countAtOnce(after);
  await new Promise(() => {});
}
export async function* unsendable(): AsyncGenerator<unknown, void, undefined> {
  yield 1;
  yield () => 1;
}
/** The sum of what another thread of the same pool makes, on which this one blocks. */
export function sumOf(to: number): number {
  const items = pool.current<Self>().countAtOnce(to);
  let sum = 0;
  for (let n = blockOn(items.next()); n !== END; n = blockOn(items.next())) sum += n;
  return sum;
}

export const callTwice = async (f: RemoteFunction<[string], number>): Promise<number> =>
  (await f('a')) + (await f('b'));
export const callBlocking = (f: RemoteFunction<[number], number>, times: number): number => {
  let sum = 0;
  for (let n = 0; n < times; n += 1) sum += blockOn(f(n));
  return sum;
};
/** Awaits none of them. */
export const report = (steps: number, { progress }: { progress: (step: number) => unknown }): string => {
  for (let step = 1; step <= steps; step += 1) progress(step);
  return 'done';
};
export const echo = (n: number): number => n;
export const areSame = (one: unknown, two: unknown): boolean => one === two;
const kept: RemoteFunction<[], number>[] = [];
export const keep = (f: RemoteFunction<[], number>): void => void kept.push(f);
export const callKept = async (): Promise<number | undefined> => kept.pop()?.();
/** Answers when the signal is aborted: with the reason's name and message. */
export const untilAborted = (signal: AbortSignal, words?: Int32Array): Promise<string> =>
  new Promise((resolve) => {
    const say = (): void => resolve(`${signal.reason?.name}: ${signal.reason?.message ?? signal.reason}`);
    if (signal.aborted) say();
    else signal.addEventListener('abort', say);
    if (words === undefined) return;
    Atomics.store(words, 0, 1);
    Atomics.notify(words, 0);
  });
/** The same pool's function, with a function that was given to this one. */
export const passOn = (f: RemoteFunction<[number], number>, times: number): number =>
  blockOn(pool.current<Self>().callBlocking((n: number) => blockOn(f(n)), times));
/** Tells in shared memory how the function that it calls has failed. */
export const tellOf = async (f: RemoteFunction<[], void>, words: Int32Array): Promise<void> => {
  const error: unknown = await (f() as Future<void>).then(
    () => null,
    (reason: unknown) => reason,
  );
  Atomics.store(words, 0, error instanceof Error ? error.name.length : -1);
  Atomics.notify(words, 0);
};

export const giveBack = (value: { f: unknown }): unknown => value;
export function throwBack(value: unknown): never {
  throw value;
}
export const callAwaiting = async (f: RemoteFunction<[number], number>, times: number): Promise<number> => {
  let sum = 0;
  for (let n = 0; n < times; n += 1) sum += await f(n);
  return sum;
};
/** Says in shared memory that it has begun. */
export const telling = (
  words: Int32Array,
  ask: 'callBlocking' | 'callAwaiting',
  f: RemoteFunction<[number], number>,
): number | Promise<number> => {
  Atomics.store(words, 0, 1);
  return ask === 'callBlocking' ? callBlocking(f, 1) : callAwaiting(f, 1);
};
export const callAll = async (f: RemoteFunction<[number], number>, times: number): Promise<number> =>
  (await Promise.all(Array.from({ length: times }, (_, n) => f(n)))).reduce((sum, n) => sum + n, 0);
/** Sets the word, and wakes whose handle it is. */
export const wake = (handle: WakerHandle, words: Int32Array): void => {
  Atomics.store(words, 0, 1);
  SharedWaker.attach(handle).wake();
};
/** Begins, and calls the function when it is told to; says when that has failed. */
export const askLater = async (words: Int32Array, f: RemoteFunction<[number], number>): Promise<number> => {
  Atomics.store(words, 0, 1);
  while (Atomics.load(words, 1) === 0) await new Promise((resolve) => setImmediate(resolve));
  try {
    return await f(1);
  } catch (error) {
    Atomics.store(words, 2, (error as Error).name === 'CancelledError' ? 1 : -1);
    throw error;
  }
};
export async function* texts(count: number, length: number): AsyncGenerator<string, void, undefined> {
  for (let n = 0; n < count; n += 1) yield `${n}`.padEnd(length, '.');
}
/** What each of so many calls of the function comes to, in words; they are made before the first one is over. */
export const outcomes = (f: RemoteFunction<[], unknown>, times: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: times }, () =>
      f().then(String, (error: unknown) => (error instanceof Error ? error.name : 'no error')),
    ),
  );
export const nap = async (ms: number): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return ms;
};
export const both = (a: RemoteFunction<[], unknown>, b: RemoteFunction<[], unknown>): Promise<unknown[]> =>
  Promise.all([a(), b()]);
/** Runs on a worker: blocks on a call of that other pool, whose functions wait for its own pool. */
export const amidst = (handle: PoolHandle): unknown => {
  const [own, other] = [pool.current<Self>(), pool.attach<Self>(handle)];
  const once = (): never => sleep(20) as never;
  return blockOn(
    other.both(
      () => own.nap(60) as never,
      () => own.callBlocking(once, 1) as never,
    ),
  );
};
