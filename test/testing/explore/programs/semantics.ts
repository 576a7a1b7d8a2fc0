/** Small threads that show what the model does: each answers what it saw. */
import { setImmediate as immediately, setTimeout as later } from 'node:timers/promises';
import { promisify } from 'node:util';
import { threadId, workerData } from 'node:worker_threads';
import { park, Thread, type ThreadHandle } from 'reveille/park';

type Words = Int32Array;

export const setup = (): Words => new Int32Array(new SharedArrayBuffer(32));

// Waiting.

export const waiter = (words: Words): string => Atomics.wait(words, 0, 0);
export const waiterToo = (words: Words): string => Atomics.wait(words, 0, 0, 10);
export const notifier = (words: Words): number => Atomics.notify(words, 0, 1.9);
export const storer = (words: Words): number => {
  Atomics.store(words, 0, 1);
  return Atomics.notify(words, 0);
};

async function ended(words: Words, index: number, ms?: number): Promise<string> {
  const { value } = Atomics.waitAsync(words, index, 0, ms) as { value: Promise<string> | string };
  return await value;
}

export const asyncWaiter = (words: Words): Promise<string> => ended(words, 0);
export const limitedAsyncWaiter = (words: Words): Promise<string> => ended(words, 0, 10);

/** Waits with two promises on one word, the second of which is the last to be notified. */
export async function twiceAsyncWaiter(words: Words): Promise<string[]> {
  const order: string[] = [];
  const first = ended(words, 0).then((how) => order.push(`first ${how}`));
  const second = ended(words, 0, 10).then((how) => order.push(`second ${how}`));
  await Promise.all([first, second]);
  return order;
}
export const notifierOfAll = (words: Words): number => Atomics.notify(words, 0);

/** Waits, and does not stay to hear what comes of it. */
export async function passingWaiter(words: Words): Promise<number> {
  void ended(words, 0);
  return 0;
}

/** Has more to do when its promise has settled: a timer, the end of a time limit, an immediate, one after the other. */
export async function lateWorker(words: Words): Promise<void> {
  setTimeout(() => {
    void (Atomics.waitAsync(words, 1, 0, 5).value as Promise<string>).then(() => {
      setImmediate(() => Atomics.store(words, 0, 1));
    });
  }, 5);
}
/** Throws when nobody awaits it any more. */
export async function lateThrower(words: Words): Promise<void> {
  setTimeout(() => {
    if (Atomics.load(words, 0) === 1) throw new Error('too late');
  }, 5);
}
export const looker = (words: Words): number => Atomics.load(words, 0);

/** Waits on two words, and tells in which order they were notified. */
export async function twoWordsWaiter(words: Words): Promise<string[]> {
  const order: string[] = [];
  await Promise.all([1, 2].map((index) => ended(words, index, 10).then((how) => order.push(`${index} ${how}`))));
  return order;
}
/** The same without time limits: for those who store before they notify. */
export async function patientWaiter(words: Words): Promise<string[]> {
  const order: string[] = [];
  await Promise.all([1, 2].map((index) => ended(words, index).then((how) => order.push(`${index} ${how}`))));
  return order;
}
/** Comes to wait on the second word when a job of its own is done, the first may be notified by then. */
export async function lateWaiter(words: Words): Promise<string[]> {
  const order: string[] = [];
  const first = ended(words, 1).then((how) => order.push(`1 ${how}`));
  const second = immediately().then(() => ended(words, 2).then((how) => order.push(`2 ${how}`)));
  await Promise.all([first, second]);
  return order;
}
const storerOf =
  (index: number) =>
  (words: Words): void => {
    Atomics.store(words, index, 1);
    Atomics.notify(words, index);
  };
export const storerOfOne = storerOf(1);
export const storerOfTwo = storerOf(2);
export const notifierOfOne = (words: Words): number => Atomics.notify(words, 1);
export const notifierOfTwo = (words: Words): number => Atomics.notify(words, 2);

/** Two that hand each other the turn. */
async function player(words: Words, me: number): Promise<number> {
  for (let round = 0; round < 2; round += 1) {
    while (Atomics.load(words, 0) % 2 !== me) {
      const { value } = Atomics.waitAsync(words, 0, Atomics.load(words, 0)) as { value: Promise<string> | string };
      if (Atomics.load(words, 0) % 2 !== me) await value;
    }
    Atomics.add(words, 0, 1);
    Atomics.notify(words, 0);
  }
  return Atomics.load(words, 0);
}
export const ping = (words: Words): Promise<number> => player(words, 0);
export const pong = (words: Words): Promise<number> => player(words, 1);

export const never = (): Promise<never> => new Promise(() => {});

/** A job of its own may come before a notification, or after it. */
export async function jobOrNotice(words: Words): Promise<string[]> {
  const order: string[] = [];
  const notice = ended(words, 0).then((how) => order.push(how));
  const job = new Promise<void>((resolve) => setImmediate(resolve)).then(() => order.push('job'));
  await Promise.all([notice, job]);
  return order;
}

/** Until somebody was there. */
export function keepsNotifying(words: Words): number {
  while (Atomics.notify(words, 0) === 0) Atomics.wait(words, 4, 0, 10);
  return 1;
}

// Timers and clocks.

export const onlooker = (words: Words): number => Atomics.load(words, 7);

export async function timers(words: Words): Promise<string[]> {
  Atomics.load(words, 7);
  const order: string[] = [];
  const note = (text: string): void => void order.push(text);
  setTimeout(note, 20, 'after 20');
  setTimeout(note, 10, 'after 10');
  setTimeout(note, undefined, 'after 1');
  setTimeout(note, Number.NaN, 'after 1 again');
  setImmediate(note, 'at once');
  clearTimeout(setTimeout(note, 5, 'never'));
  clearTimeout(Number(setTimeout(note, 5, 'never')));
  clearImmediate(setImmediate(note, 'never'));
  const pushedBack = setTimeout(note, 15, 'after 15, twice');
  const alive = setInterval(note, 2 ** 31 - 1, 'never');
  await Promise.resolve().then(() => note('at once, without a turn'));
  await later(10);
  note('after 10, as a promise');
  pushedBack.refresh().unref().ref();
  clearInterval(alive);
  note(await later(5, 'after 5 more'));
  note(await immediately('at once, as a promise'));
  note(await promisify(setTimeout)(20, 'after 20, made a promise'));
  return order;
}

/** A timer comes, however busy the loop is. */
export async function busy(words: Words): Promise<boolean> {
  Atomics.load(words, 7);
  let over = false;
  setTimeout(() => {
    over = true;
  }, 1_000);
  while (!over) await immediately();
  return over;
}

export function clocks(words: Words): unknown[] {
  const looks = [performance.now(), performance.now(), process.hrtime()[1], Number(process.hrtime.bigint())];
  Atomics.wait(words, 5, 0, 10);
  const time = [Date.now(), new Date().toISOString(), new Date(0).getTime()];
  return [...looks, Math.floor(performance.now()), ...time];
}

export async function asyncClocks(words: Words): Promise<number[]> {
  Atomics.load(words, 7);
  const start = performance.now();
  await later(100);
  const { value } = Atomics.waitAsync(words, 6, 0, 50) as { value: Promise<string> };
  await value;
  return [start, Math.floor(performance.now())];
}

/** Gives up after a second, all of which it spends looking. */
export function impatient(words: Words): number {
  const end = performance.now() + 1_000;
  while (performance.now() < end) if (Atomics.load(words, 0) !== 0) return 1;
  return 0;
}

export const chance = (words: Words): number[] => [Math.random(), Atomics.add(words, 0, 1) * 0 + Math.random()];
export const identity = (words: Words): unknown[] => [Atomics.load(words, 0), threadId, workerData];
/** Node's own shared memory is no business of the model's. */
export const folder = (words: Words): number => (process.cwd() === '' ? 0 : Atomics.load(words, 0));

// Memory.

export const growing = () => {
  const buffer = new SharedArrayBuffer(8, { maxByteLength: 16 });
  return { buffer, tracking: new Int32Array(buffer), fixed: new Int32Array(buffer, 0, 2) };
};
type Growing = ReturnType<typeof growing>;
export function grower({ buffer, tracking }: Growing): number {
  buffer.grow(16);
  Atomics.store(tracking, 3, 7);
  return buffer.byteLength;
}
export function beholder({ buffer, tracking, fixed }: Growing): unknown[] {
  const bytes = buffer.byteLength;
  return [bytes, bytes === 16 ? Atomics.load(tracking, 3) : undefined, fixed.length];
}
export function overgrower({ buffer }: Growing): string {
  try {
    buffer.grow(17);
  } catch (error) {
    return (error as Error).name;
  }
  return '';
}

/** Touch parts of the same words, each by views of its own. */
export const writesByte = ({ buffer }: Words): number => Atomics.store(new Uint8Array(buffer), 5, 1);
export const readsWord = (words: Words): number => Atomics.load(words, 1);
export const writesShort = ({ buffer }: Words): number => Atomics.store(new Uint16Array(buffer, 6, 1), 0, 1);
export const writesLong = ({ buffer }: Words): bigint => Atomics.add(new BigUint64Array(buffer), 0, 2n ** 32n);
export const readsLong = ({ buffer }: Words): bigint => Atomics.load(new BigInt64Array(buffer), 0);
export const writesByOffset = ({ buffer }: Words): number => Atomics.add(new Int32Array(buffer, 4), 0, 256);

/** The payload is not there yet when its stamp is. */
export function stampsFirst(words: Words): void {
  Atomics.store(words, 0, 1);
  words[1] = 7;
}
export const takes = (words: Words): number | undefined => (Atomics.load(words, 0) === 1 ? words[1] : undefined);

/** Writes what is there already, again and again, and then something else. */
export function insists(words: Words): void {
  for (let i = 0; i < 3; i += 1) Atomics.store(words, 0, 0);
  Atomics.store(words, 0, 1);
}
export const looks = (words: Words): number => Atomics.load(words, 0);

/** Its value is made by an operation of its own. */
export const nests = (words: Words): number[] => [
  Atomics.add(words, 0, { valueOf: () => Atomics.add(words, 1, 1) + 10 } as unknown as number),
  Atomics.load(words, 0),
  Atomics.load(words, 1),
];

// Values on their way from thread to thread.

export function sharesAll() {
  const buffer = new SharedArrayBuffer(16);
  return {
    ...plain(),
    buffer,
    again: [buffer, new Int32Array(buffer, 4, 2), new BigUint64Array(buffer, 8)],
    view: new DataView(buffer, 3, 5),
    bytes: Buffer.from(buffer),
    slice: buffer.slice(0, 8),
  };
}
const plain = () => ({
  numbers: [0, -0, 1.5, -1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  texts: ['', 'ä"\\\n\u0000', '\ud800'],
  others: [true, null, undefined, 2n ** 70n, [[]], {}],
  dollar: { $: 'buffer', id: 0 },
  __proto__: null,
});
export function answersAll(words: Words): unknown {
  Atomics.load(words, 0);
  return plain();
}
export function tellsAll(shared: ReturnType<typeof sharesAll>): unknown[] {
  Atomics.store(new Int32Array(shared.buffer), 1, 7);
  const [buffer, words, longs] = shared.again as [SharedArrayBuffer, Int32Array, BigUint64Array];
  const classes = [words, longs, shared.view, shared.bytes, shared.slice].map((part) => part.constructor.name);
  return [
    buffer === shared.buffer && words.buffer === buffer && shared.slice !== buffer,
    classes,
    [words.byteOffset, words.length, words[0], longs.length, shared.view.byteOffset, shared.view.byteLength],
    [shared.bytes.length, shared.slice.byteLength, Object.isFrozen(shared)],
    shared.numbers,
    shared.dollar,
  ];
}

// What a module keeps.

let kept: Words | undefined;

export function* keeper(): Generator<object, number[], { made: Words; kept: Words }> {
  kept ??= new Int32Array(new SharedArrayBuffer(8));
  const made = new Int32Array(new SharedArrayBuffer(8));
  Atomics.add(made, 0, 5);
  const shared = yield { made, kept };
  return [Atomics.add(made, 0, 1), Atomics.add(kept, 0, 1), Atomics.load(shared.kept, 1)];
}
export const visitor = ({ kept, made }: { kept: Words; made: Words }): number[] => [
  Atomics.add(kept, 1, 1),
  Atomics.load(made, 1),
];

export function* parked(): Generator<{ thread: ThreadHandle }, string> {
  yield { thread: Thread.current().share() };
  park();
  return Thread.current().name;
}
export const unparks = ({ thread }: { thread: ThreadHandle }): void => Thread.attach(thread).unpark();

// What a set-up of its own is called with.

interface Visited {
  readonly words: Words;
  readonly book: Words;
}

export const openHouse = (): { words: Words } => ({ words: new Int32Array(new SharedArrayBuffer(8)) });
export function* host({ words, ...others }: Visited): Generator<{ book: Words }, number[], Visited> {
  Atomics.add(words, 0, 100);
  yield { book: new Int32Array(new SharedArrayBuffer(4)).fill(10) };
  return [Object.keys(others).length, Atomics.load(words, 0)];
}
/** Is there before the first step, and once: the rehearsal of it has left no trace. */
export function* earlyGuest({ words, book }: Visited): Generator<object, number[], Visited> {
  const before = [Atomics.add(words, 0, 1), Atomics.add(book, 0, 1)];
  yield { entry: [...before] };
  return [...before, Atomics.add(book, 0, 1)];
}
