/** Programs that fail under some schedule, each in its own way. */
import assert from 'node:assert/strict';
import { models, record } from 'reveille/testing';

type Words = Int32Array;

export const setup = (): Words => new Int32Array(new SharedArrayBuffer(16));

// A waker that looks before it registers: what is set in between is lost.

export function registersLate(words: Words): void {
  if (Atomics.load(words, 0) === 1) return;
  Atomics.store(words, 1, 1);
  Atomics.wait(words, 2, 0);
}
export function wakes(words: Words): void {
  Atomics.store(words, 0, 1);
  if (Atomics.load(words, 1) === 0) return;
  Atomics.store(words, 2, 1);
  Atomics.notify(words, 2);
}

// Loops.

export const spinsOnOne = (words: Words): void => {
  while (Atomics.load(words, 0) === 0);
};
export const spinsOnTwo = (words: Words): void => {
  while (Atomics.load(words, 1) === 0) if (Atomics.exchange(words, 0, 0) === 1) return;
};
export const waitsAndLooks = (words: Words): void => {
  while (Atomics.load(words, 0) === 0) Atomics.wait(words, 0, 0, 5);
};
export const sleepsForEver = (words: Words): void => {
  for (;;) Atomics.wait(words, 0, 0, 5);
};
export async function ticksForEver(): Promise<void> {
  for (;;) await new Promise((resolve) => setTimeout(resolve, 5));
}
export async function ticksSixtyTimes(words: Words): Promise<void> {
  for (let i = 0; i < 60; i += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  Atomics.add(words, 0, 1);
}
export const counts = (words: Words): void => {
  while (Atomics.load(words, 3) === 0) Atomics.add(words, 0, 1);
};
export const once = (words: Words): number => Atomics.add(words, 2, 1);

// Errors.

export class TornError extends Error {
  override readonly name = 'TornError';
}
export function writesBoth(words: Words): void {
  Atomics.store(words, 0, 1);
  Atomics.store(words, 1, 1);
}
export function readsBoth(words: Words): void {
  const first = Atomics.load(words, 0);
  const second = Atomics.load(words, 1);
  if (first !== second) throw new TornError(`${first} is not ${second}`);
}
export const throwsAtOnce = (): never => {
  throw new TypeError('before anything was done');
};
export async function rejects(words: Words): Promise<void> {
  if (Atomics.load(words, 0) === 0) return;
  await null;
  throw new RangeError('too late');
}
export async function rejectsUnheard(words: Words): Promise<void> {
  if (Atomics.load(words, 0) === 1) void Promise.reject(new RangeError('unheard'));
  await new Promise((resolve) => setTimeout(resolve, 1));
}
export async function throwsInTick(words: Words): Promise<void> {
  if (Atomics.load(words, 0) === 1) process.nextTick(throwsAtOnce);
  await new Promise((resolve) => setTimeout(resolve, 1));
}
export const throwsNoError = (words: Words): void => {
  if (Atomics.load(words, 0) === 1) throw 'just a text';
};
export const throwsObject = (words: Words): void => {
  if (Atomics.load(words, 0) === 1) throw { not: 'an error', at: ['all', { deep: [1] }], rest: 'x'.repeat(300) };
};

// Errors that nobody catches, of threads that are not asynchronous: in some schedules only.

export const rejectsAside = (words: Words): void => {
  if (Atomics.load(words, 0) === 1) void Promise.reject(new RangeError('nobody handles this'));
};
export const throwsAside = (words: Words): void => {
  if (Atomics.load(words, 0) === 1) queueMicrotask(throwsAtOnce);
};
export const rejectsAndThrows = (words: Words): void => {
  rejectsAside(words);
  throwsNoError(words);
};
export const rejectsInJudgement = (words: Words): void => {
  if (words[0] === 1) rejectsAside(words);
};
/** What it leaves behind rejects when a run is given up, and for no other reason. */
export const waitsAside = (words: Words): void => {
  const wait = async (): Promise<string> => Atomics.wait(words, 2, 0);
  void wait();
  throwsNoError(words);
};

// Threads that cannot be got out of their code.

export const catchesAll = (words: Words): void => {
  for (;;) {
    try {
      Atomics.wait(words, 3, 0);
      return;
    } catch {
      // what else could one do
    }
  }
};
export const wakesTooEarly = (words: Words): number => Atomics.notify(words, 3);

/** Long, and longer still as JSON. */
export const throwsAtLength = (words: Words): void => {
  if (Atomics.load(words, 0) === 0) return;
  const error = new Error('\u001b"\n'.repeat(5_000));
  error.name = '\u0001'.repeat(9_000);
  throw error;
};
export const throwsProxy = (words: Words): void => {
  if (Atomics.load(words, 0) === 1) throw new Proxy({}, { get: throwsAtOnce, getPrototypeOf: throwsAtOnce });
};

// A count that is read and written back.

export function adds(words: Words): number {
  const before = Atomics.load(words, 0);
  Atomics.store(words, 0, before + 1);
  return before;
}
export const bothCounted = (words: Words): void => assert.equal(words[0], 2);
export const answersDiffer = (_: Words, [one, two]: readonly number[]): void => assert.notEqual(one, two);
export const inStep = (words: Words): void => {
  assert.ok((words[0] as number) >= (words[1] as number), `the second word is ahead, ${words.subarray(0, 2)}`);
};
export function writesWrongWayRound(words: Words): void {
  Atomics.store(words, 1, 1);
  Atomics.store(words, 0, 1);
}

export const counter = models.register(0);
export const writesNothing = (): object => ({ write: () => [] });
export function recordsLists(words: Words): void {
  record('write', [[1, [2]], { by: 'me' }], () => [Atomics.add(words, 0, 1), { ok: true }]);
}
export const recordsAdd = (words: Words): number => record('add', [1], () => adds(words));
