/** Threads that have the host do something, on files, by its own threads, by others' processes; and such that do not. */
import crypto from 'node:crypto';
import { type PathLike, readFile, readFileSync } from 'node:fs';
import { access, readFile as readLater } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parentPort } from 'node:worker_threads';
import zlib from 'node:zlib';

type Words = Int32Array;

export const setup = (): Words => new Int32Array(new SharedArrayBuffer(16));
export async function setupThatRaces(): Promise<Words> {
  await Promise.race([readLater(FILE), sleep(5)]);
  return setup();
}
export async function setupThatReads(): Promise<Words> {
  await new Blob(['x']).text(); // the host may well be done in the first turn of its loop
  return setup();
}
export const add = (words: Words): number => Atomics.add(words, 0, 1);
/** Has so many schedules that nobody sees all of them. */
export const addOften = (words: Words): void => {
  for (let i = 0; i < 50; i += 1) Atomics.add(words, 1, 1);
};

const FILE: PathLike = new URL(import.meta.url);
const NONE: PathLike = new URL('./there-is-no-such-file', import.meta.url);
const BYTES = new Uint8Array(100);
const WASM = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Awaits it, as its only step. */
const awaits = (begin: () => PromiseLike<unknown>) => async (words: Words) => {
  add(words);
  await begin();
  return add(words);
};
/** Goes on with whatever comes first. */
const races = (begin: () => PromiseLike<unknown>) => async (words: Words) => {
  add(words);
  return Promise.race([Promise.resolve(begin()).then(() => 'host'), sleep(5, 'timer')]);
};

// Without any hint of a deadlock, or of another outcome.

const HOST: Record<string, () => PromiseLike<unknown>> = {
  file: () => readLater(FILE),
  deflate: () => promisify(zlib.deflate)(BYTES),
  digest: () => crypto.subtle.digest('SHA-256', BYTES),
  pbkdf2: () => promisify(crypto.pbkdf2)('a', 'b', 1_000, 64, 'sha512'),
  randomBytes: () => promisify(crypto.randomBytes)(4),
  blob: () => new Blob(['x']).text(),
  message: () => new Promise((resolve) => parentPort?.once('message', resolve)),
};
const each = (thread: (begin: () => PromiseLike<unknown>) => (words: Words) => Promise<unknown>) =>
  Object.values(HOST).map(thread);
export const [awaitsFile, awaitsDeflate, awaitsDigest, awaitsPbkdf2, awaitsRandomBytes, awaitsBlob, awaitsMessage] =
  each(awaits);
export const [racesFile, racesDeflate, racesDigest, racesPbkdf2, racesRandomBytes, racesBlob, racesMessage] =
  each(races);

export const compiles = awaits(() => WebAssembly.compile(WASM));
export const instantiates = races(() => WebAssembly.instantiate(WASM));
export const failsLater = awaits(() => access(NONE));

/** Begins it, and does not wait for it. */
export const leavesFile = async (words: Words): Promise<void> => {
  add(words);
  readFile(FILE, () => add(words));
};
// Standard input.

const { stdin } = process;
export const readsInput = (words: Words): Promise<unknown> => {
  add(words);
  return new Promise((resolve) => process.stdin.once('data', resolve));
};
export const iteratesInput = async (words: Words): Promise<void> => {
  add(words);
  for await (const _ of stdin);
};

// What is there before any run.

let wake: (() => void) | undefined;
setInterval(() => wake?.(), 20).unref();
/** Awaits a timer that the module has set when it was loaded: nothing that Node would tell of. */
export const awaitsModule = (words: Words): Promise<void> => {
  add(words);
  return new Promise((resolve) => {
    wake = resolve;
  });
};

// What the host does at once.

const AT_ONCE = () => {
  crypto.pbkdf2Sync('a', 'b', 1, 8, 'sha512');
  crypto.generatePrimeSync(16);
  crypto.randomUUID();
  crypto.createHash('sha256').update('x').digest();
  readFileSync(FILE);
  process.cwd();
  return zlib.inflateSync(zlib.deflateSync(BYTES)).length;
};
export const worksAtOnce = (words: Words): number => add(words) + AT_ONCE();
export const worksAtOnceBetween = async (words: Words): Promise<number> => {
  add(words);
  await sleep(5);
  AT_ONCE();
  await new Promise<void>((resolve) => void process.nextTick(resolve));
  await import('node:os');
  await sleep(5);
  return add(words);
};
/** A deadlock, and the host has nothing to do with it. */
export const waitsForEver = async (words: Words): Promise<unknown> => {
  AT_ONCE();
  return Atomics.waitAsync(words, 3, 0).value;
};
