/** Programs for reports: of all sizes, and some that stand still. */
import { writeFileSync } from 'node:fs';

type Words = Int32Array;

export const setup = (): Words => new Int32Array(new SharedArrayBuffer(16));

export const add = (words: Words): number => Atomics.add(words, 0, 1);
export const addTwice = (words: Words): number => add(words) + add(words);
export const load = (words: Words): number => Atomics.load(words, 1);
export const spin = (words: Words): void => {
  while (Atomics.load(words, 0) === 0);
};
export const retry = (words: Words): void => {
  for (let tries = 0; tries < 3; tries += 1) Atomics.wait(words, 1, 0, 10);
};

/** Looks at the lock, then takes it: no lock at all. What is at stake is read and written plainly. */
export function addsPlainly(words: Words): void {
  while (Atomics.load(words, 0) !== 0) Atomics.wait(words, 0, 1);
  Atomics.store(words, 0, 1);
  const old = words[2] as number;
  Atomics.load(words, 1); // whoever comes here, dpor knows no reason to let the other go first
  words[2] = old + 1;
  Atomics.store(words, 0, 0);
  Atomics.notify(words, 0);
}
export const bothAdded = (words: Words): boolean => words[2] === 2;

/** Has more schedules than anybody will wait for. */
export function addOften(words: Words): void {
  for (let i = 0; i < 100; i += 1) Atomics.add(words, 0, 1);
}

/** The same, and says that it goes on, in a file that the module's URL names. */
export function addOftenAndSaySo(words: Words): void {
  addOften(words);
  say();
}

let calls = 0;

/** Answers something else in every run, but for the second: the repetition of the first. */
export const counts = (words: Words): number => {
  Atomics.load(words, 0);
  calls += 1;
  return Math.max(calls, 2);
};
/** Answers something else in every run. */
export const numbers = (words: Words): number => {
  Atomics.load(words, 0);
  calls += 1;
  return calls;
};
/** The same, and remembers it by a property of what is shared. */
export const remembers = (words: Words): number => {
  Atomics.load(words, 0);
  const buffer = words.buffer as { calls?: number };
  buffer.calls = (buffer.calls ?? 0) + 1;
  return buffer.calls;
};
/** Does more in every run. */
export const grows = (words: Words): void => {
  calls += 1;
  for (let i = 0; i < calls; i += 1) Atomics.add(words, 0, 1);
};
/** Does one thing in two runs, and another in the next two: the first run and its repetition look alike. */
export const changes = (words: Words): void => {
  calls += 1;
  Atomics.add(words, calls % 4 < 2 ? 0 : 1, 1);
};

function say(): void {
  writeFileSync(new URL(import.meta.url).searchParams.get('file') as string, '');
}

/** Says that it has come here, and goes no further. */
function standStill(): never {
  say();
  for (;;);
}

export const standingThread = (words: Words): void => {
  if (Atomics.load(words, 0) === 1) standStill();
};
export const standingAtOnce = (): never => standStill();
export const standingSetup = (): Words => standStill();
export function* standingInItsSetup(): Generator<object, void> {
  yield standStill();
}
export const standingInvariant = (): void => standStill();
