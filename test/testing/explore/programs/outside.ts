/** Programs that come by the shared memory in ways that the model does not see. */
import { deserialize, serialize } from 'node:v8';
import { createContext, runInContext, runInNewContext, Script } from 'node:vm';

type Words = Int32Array;

/** WebAssembly memory that each thread has for itself. */
const ofWebAssembly = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });

/** A WebAssembly module with shared memory of its own, exported as `m`. */
const WITH_MEMORY = [0, 97, 115, 109, 1, 0, 0, 0, 5, 4, 1, 3, 1, 1, 7, 5, 1, 1, 109, 2, 0];

export const setup = (): Words => new Int32Array(new SharedArrayBuffer(8));
export const setupThatGrows = (): SharedArrayBuffer => new SharedArrayBuffer(8, { maxByteLength: 16 });
export const setupOfAClone = (): Words => structuredClone(setup());
export const add = (words: Words): number => Atomics.add(words, 0, 1);
export const addTo = (buffer: SharedArrayBuffer): number => add(new Int32Array(buffer));
export const wake = (words: Words): number => Atomics.notify(words, 0);
export const both = (words: Words): void => {
  if (words[0] !== 2) throw new Error('a count was lost');
};

// Other handles of the same memory.

export const clonesWords = (words: Words): number => add(structuredClone(words));
export const clonesBuffer = (words: Words): number => add(new Int32Array(structuredClone(words.buffer)));
export const waitsOnClone = (words: Words): string => Atomics.wait(structuredClone(words), 0, 0, 10);
export const waitsForClone = (words: Words): unknown => Atomics.waitAsync(structuredClone(words), 0, 0);
export const notifiesClone = (words: Words): number => Atomics.notify(structuredClone(words), 0);
export const measuresClone = (buffer: SharedArrayBuffer): number => structuredClone(buffer).byteLength;
export const growsClone = (buffer: SharedArrayBuffer): void => structuredClone(buffer).grow(16);
export const answersClone = (words: Words): Words => structuredClone(words);

/** Looks at the values only, as at those of the words themselves. */
export const readsClone = (words: Words): number | undefined => {
  add(words);
  return structuredClone(words)[1];
};

/** What v8 makes of words by itself is a copy. */
export const copies = (words: Words): number => {
  add(words);
  return add(deserialize(serialize(words)) as Words);
};

// Memory that is nobody else's, but that the model has not seen being made.

export const usesWebAssembly = (): number => add(new Int32Array(ofWebAssembly.buffer));
export const waitsOnWebAssembly = (): string => Atomics.wait(new Int32Array(ofWebAssembly.buffer), 0, 0, 10);
export const makesWebAssembly = (): number => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(WITH_MEMORY)));
  return add(new Int32Array((exports['m'] as WebAssembly.Memory).buffer));
};
export const usesRealm = (): number => add(runInNewContext('new Int32Array(new SharedArrayBuffer(4))') as Words);
export const waitsInRealm = (): string =>
  Atomics.wait(runInNewContext('new Int32Array(new SharedArrayBuffer(4))') as Words, 0, 0);

// The atomics of another realm.

const ofNewContext = runInNewContext('Atomics') as typeof Atomics;
const ofContext = runInContext('Atomics', createContext({})) as typeof Atomics;
const ofScript = new Script('Atomics').runInNewContext({}, { contextName: 'of a script' }) as typeof Atomics;
const addLossily = (atomics: typeof Atomics, words: Words): unknown =>
  atomics.store(words, 0, atomics.load(words, 0) + 1);

export const addsInNewContext = (words: Words): unknown => addLossily(ofNewContext, words);
export const addsInContext = (words: Words): unknown => addLossily(ofContext, words);
export const addsInScript = (words: Words): unknown => addLossily(ofScript, words);
export const addsInFreshContext = (words: Words): unknown =>
  addLossily(runInNewContext('Atomics', undefined, 'file.js') as typeof Atomics, words);
/** Arrays of another realm, on memory of this one. */
export const addsToArrayOfRealm = (words: Words): unknown =>
  addLossily(Atomics, new (runInNewContext('Int32Array') as typeof Int32Array)(words.buffer as SharedArrayBuffer));
/** A context may hide its atomics. */
export const hidesAtomics = (words: Words): unknown => {
  runInNewContext('1', { Atomics: undefined });
  return addLossily(Atomics, words);
};
