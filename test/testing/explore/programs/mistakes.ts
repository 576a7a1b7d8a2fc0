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
export const rejectsAlone = (words: Words): void => {
  add(words);
  void Promise.reject(new RangeError('nobody handles this'));
};
export const catchesAll = (words: Words): void => {
  for (;;) {
    try {
      Atomics.wait(words, 1, 0);
    } catch {
      // what else could one do
    }
  }
};
export const waits = (words: Words): string => Atomics.wait(words, 1, 0);

// Judges.

export const laterInvariant = async (): Promise<void> => {};
export const throwsNull = (): never => {
  throw null;
};

// Threads that end by themselves.

export const exits = (words: Words): void => {
  add(words);
  process.exit(3);
};
export const exitsInSetup = (): never => process.exit(4);
