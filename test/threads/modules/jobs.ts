import { blockOn } from 'reveille';
import { cancelled, pool, thisCall } from 'reveille/threads';

/** What most tests have other threads do. */
export const add = (a: number, b: number): number => a + b;
export const later = async (a: number): Promise<number> => a;
export const fail = (message: string): never => {
  throw new RangeError(message);
};
export const never = (): Promise<never> => new Promise(() => {});

/** Dies in the midst of a call. */
export const exit = (code: number): never => process.exit(code);
/** Dies while a call is under way: of an error that nobody catches. */
export const throwLater = (message: string): Promise<never> => {
  setImmediate(() => {
    throw Object.assign(new RangeError(message), { code: 'E_TEST' });
  });
  return new Promise(() => {});
};
export const throwAnything = (thrown: unknown): Promise<never> => {
  setImmediate(() => {
    throw thrown;
  });
  return new Promise(() => {});
};
/** Answers, and dies then. */
export const exitLater = (): string => {
  setImmediate(() => process.exit(3));
  return 'answered';
};
export const eat = (): number => {
  const all: unknown[] = [];
  for (;;) all.push(new Array(10_000).fill(all.length));
};

const word = (buffer: SharedArrayBuffer): Int32Array => new Int32Array(buffer);
/** Says that it runs, and heeds a cancel; answers how it ended by that word. */
export const heed = (buffer: SharedArrayBuffer): void => {
  Atomics.store(word(buffer), 0, 1);
  Atomics.notify(word(buffer), 0);
  while (!cancelled());
  Atomics.store(word(buffer), 0, 2);
  Atomics.notify(word(buffer), 0);
};
/** Says that it runs, and heeds nothing. */
export const ignore = (buffer: SharedArrayBuffer): void => {
  Atomics.store(word(buffer), 0, 1);
  Atomics.notify(word(buffer), 0);
  for (;;);
};
/** Says that it runs, and goes on when the word is 2. */
export const hold = (buffer: SharedArrayBuffer): number => {
  Atomics.add(word(buffer), 1, 1);
  Atomics.notify(word(buffer), 1);
  Atomics.wait(word(buffer), 0, 0);
  return Atomics.load(word(buffer), 0);
};
/** Says that it runs, and waits for its signal. */
export const untilAborted = (buffer: SharedArrayBuffer): Promise<void> => {
  const { signal } = thisCall();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      Atomics.store(word(buffer), 0, 2);
      Atomics.notify(word(buffer), 0);
      resolve();
    });
    Atomics.store(word(buffer), 0, 1);
    Atomics.notify(word(buffer), 0);
  });
};
/** Counts how often it has run. */
export const count = (buffer: SharedArrayBuffer): number => Atomics.add(word(buffer), 0, 1);

type Self = { fib(n: number): number; fibLater(n: number): Promise<number> };
/** Blocks on calls of its own pool. */
export const fib = (n: number): number => {
  if (n < 2) return n;
  const self = pool.current<Self>();
  const first = self.fib(n - 1);
  const second = self.fib(n - 2);
  return blockOn(first) + blockOn(second);
};
export const fibLater = async (n: number): Promise<number> => {
  if (n < 2) return n;
  const self = pool.current<Self>();
  const first = self.fibLater(n - 1);
  const second = self.fibLater(n - 2);
  return blockOn(first) + blockOn(second);
};

/** Names that the face has, too. */
export const close = (): string => 'a function of the module';
export const map = (): string => 'and another one';

let state = 'not set up';
export const setUp = async (data: string): Promise<void> => {
  state = data;
};
export const setUpFails = (): never => {
  throw new RangeError('no database');
};
export const stateNow = (): string => state;
export const tearDown = async (): Promise<void> => {
  if (state.startsWith('count ')) return;
  console.log(`torn down: ${state}`);
};
export const print = (text: string): void => console.log(text);
export const printAndDie = (text: string): never => {
  console.log(text);
  console.error(text);
  process.exit(1);
};
