/** Programs that cannot be checked, each for a reason of its own. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setInterval as every, setTimeout as later } from 'node:timers/promises';
import {
  BroadcastChannel,
  getEnvironmentData,
  MessageChannel,
  parentPort,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import { record } from 'reveille/testing';

type Words = Int32Array;

const ofModule = new Int32Array(new SharedArrayBuffer(4));

export const notAFunction = 7;
export const setup = (): Words => new Int32Array(new SharedArrayBuffer(16));
export const model = (): object => ({});

/** Does what can be checked. */
export const add = (words: Words): number => Atomics.add(words, 0, 1);

// Set-up.

export const sharesNothing = (): object => ({});

export function throwingSetup(): never {
  throw new RangeError('no set-up today');
}
export async function rejectingSetup(): Promise<never> {
  throw new RangeError('no set-up today');
}
export function strangeSetup(): never {
  throw null;
}
export const waitingSetup = (): string => Atomics.wait(setup(), 0, 0);
export const pendingSetup = (): Promise<never> => new Promise(() => {});
export async function rejectingAside(): Promise<Words> {
  void Promise.reject(new RangeError('nobody handles this'));
  return setup();
}
export const sharesFunction = (): object => ({ a: [1, () => 1] });
export const sharesInstance = (): object => ({ a: { b: new Map() } });
export const sharesSymbol = (): symbol => Symbol('mine');
export function sharesItself(): object {
  const self: { self?: object } = {};
  self.self = self;
  return self;
}
export const sharesForeign = (): object => ({ words: ofModule });
export const makesMany = (): SharedArrayBuffer[] => Array.from({ length: 25 }, () => new SharedArrayBuffer(4));

export const leavesWaitInSetup = (): Words => {
  const words = setup();
  void Atomics.waitAsync(words, 0, 0);
  return words;
};
export const leavesTimerInSetup = async (): Promise<Words> => {
  setTimeout(() => {}, 5);
  return setup();
};
class Derived extends SharedArrayBuffer {}
export const derives = (): Words => new Int32Array(new Derived(16));
export const makesMuch = (): Words => new Int32Array(new SharedArrayBuffer(2 ** 26));
export const growsMuch = (): SharedArrayBuffer => new SharedArrayBuffer(16, { maxByteLength: 2 ** 26 });
export const throwingProperty = (): object => ({ a: [throwing()] });

// Threads with a set-up of their own.

export function* throwingBefore(): Generator<object, void> {
  yield* [];
  throw new RangeError('no set-up here');
}
export function* neverYields(): Generator<object, number> {
  yield* [];
  return 1;
}
export function* yieldsTwice(): Generator<object, void> {
  yield {};
  yield {};
}
export async function* yieldsTwiceLater(): AsyncGenerator<object, void> {
  yield {};
  yield {};
}
export function* yieldsNumber(): Generator<number, void> {
  yield 1;
}
export function* yieldsArray(): Generator<object, void> {
  yield [1];
}
export function* yieldsInstance(): Generator<object, void> {
  yield { map: new Map() };
}
export function* yieldsMemory(): Generator<object, void> {
  yield { mine: new SharedArrayBuffer(4) };
}
export function* yieldsMany(): Generator<object, void> {
  yield { mine: makesMany() };
}

// Answers.

export const answersFunction = (words: Words) => {
  add(words);
  return add;
};
export const answersInstance = (words: Words) => {
  add(words);
  return { at: new Date() };
};
export const answersOwnMemory = (words: Words) => {
  add(words);
  return new SharedArrayBuffer(4);
};
export const answersMuch = (words: Words) => {
  add(words);
  return 'x'.repeat(40_000);
};
const throwing = (): object => ({
  get at(): never {
    throw new RangeError('not for you');
  },
});
export const answersThrowing = (words: Words) => {
  add(words);
  return throwing();
};
export const answersProxy = (words: Words) => {
  add(words);
  return new Proxy({}, { getPrototypeOf: throwingSetup });
};
export const answersDeep = (words: Words) => {
  add(words);
  let deep: unknown[] = [];
  for (let i = 0; i < 12_000; i += 1) deep = [deep];
  return deep;
};
export const answersLate = (words: Words) => {
  add(words);
  return {
    get count(): number {
      return Atomics.load(words, 0);
    },
  };
};
export const answersError = (words: Words) => {
  add(words);
  return { failed: [new RangeError('mine')] };
};
export const recordsInstance = (words: Words) => record('add', [new Map()], () => add(words));
export const recordsPromise = (words: Words) => {
  record('add', [], async () => add(words));
};

// What is outside the model.

export const posts = (words: Words) => {
  add(words);
  parentPort?.postMessage(1);
};
/** Would go on without it. */
export const triesToPost = (words: Words) => {
  add(words);
  try {
    parentPort?.postMessage(1);
  } catch {
    // never mind
  }
};
export const startsWorker = () => new Worker('', { eval: true });
export const opensChannel = () => new MessageChannel();
export const opensGlobalChannel = () => new globalThis.MessageChannel();
export const opensBroadcast = () => new BroadcastChannel('x');
export const opensGlobalBroadcast = () => new globalThis.BroadcastChannel('x');
export const receives = () => receiveMessageOnPort({} as never);
export const sharesWebAssembly = () => new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
export const repeats = () => setInterval(() => {}, 10);
export const repeatsLater = () => every(10);
export const givesUpLater = () => AbortSignal.timeout(10);
export const waitsWithSignal = () => later(10, 1, { signal: new AbortController().signal });
export const usesModuleMemory = () => Atomics.add(ofModule, 0, 1);
export const waitsOnModuleMemory = () => Atomics.wait(ofModule, 0, 0);
export const usesEnvironmentMemory = () => Atomics.add(getEnvironmentData('words') as Words, 0, 1);
export const waitsForOwnMemory = () => Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
export async function readsFile(words: Words): Promise<number> {
  add(words);
  return (await readFile(new URL(import.meta.url))).length;
}
export const waitsForProcess = (words: Words): Promise<void> => {
  add(words);
  return new Promise((resolve) => spawn(process.execPath, ['--version']).on('exit', () => resolve()));
};
export const goesOnAlone = (words: Words): void => {
  add(words);
  void Promise.resolve().then(() => add(words));
};
export const leavesTimer = (words: Words): void => {
  add(words);
  setTimeout(() => add(words), 10);
};
export const leavesImmediate = (words: Words): void => {
  add(words);
  setImmediate(() => add(words));
};
export const leavesWait = (words: Words): void => void Atomics.waitAsync(words, 1, 0);
export async function waitsManyTimes(words: Words): Promise<void> {
  await Promise.all(Array.from({ length: 65 }, () => Atomics.waitAsync(words, 1, 0, 5).value));
}
export const growsAndReaches = (buffer: SharedArrayBuffer): number => {
  buffer.grow(2 ** 26);
  return Atomics.load(new Int32Array(buffer), 2 ** 24 - 1);
};
export const addsInBuffer = (buffer: SharedArrayBuffer): number => add(new Int32Array(buffer));
/** Three that are right. dpor gives up one of their runs, since it would show nothing new; the first takes no notice. */
export const catchesAll = (words: Words): void => {
  for (;;) {
    try {
      Atomics.wait(words, 0, 0, 5);
      Atomics.notify(words, 1);
      Atomics.store(words, 0, 2);
      return;
    } catch {
      // what else could one do
    }
  }
};
export const notifiesTwice = (words: Words): void => {
  Atomics.notify(words, 1);
  Atomics.notify(words, 1);
  add(words);
};
export const addsToBoth = (words: Words): void => {
  Atomics.load(words, 1);
  add(words);
  Atomics.add(words, 1, 1);
};

// Judges.

export const laterInvariant = async (): Promise<void> => {};
export const adds = (words: Words): void => void add(words);
export const exchanges = (words: Words): void => void Atomics.compareExchange(words, 3, 1, 2);
export const notifies = (words: Words): void => void Atomics.notify(words, 3);
export const waitsABit = (words: Words): void => void Atomics.wait(words, 3, 0, 1);
export const waitsForPromise = (words: Words): void => void Atomics.waitAsync(words, 3, 0, 1);
/** May do with memory of its own what it likes. */
export const looks = (words: Words): void => {
  const own = new Int32Array(new SharedArrayBuffer(4));
  Atomics.store(own, 0, Atomics.load(words, 3));
  Atomics.notify(own, 0);
};
export const throwsNull = (): never => {
  throw null;
};

// Threads that end by themselves.

export const exits = (words: Words): void => {
  add(words);
  process.exit(3);
};
export const exitsInSetup = (): never => process.exit(4);
