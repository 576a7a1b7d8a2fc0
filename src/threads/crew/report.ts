import { nodeThreads } from '../../platform/index.js';
import { ModuleError } from '../errors.js';
import { Packer } from '../payload/packer.js';
import { unpack } from '../payload/unpack.js';

/** What became of a thread, as the watcher tells it. */
export interface Ending {
  /** Which of the crew's it was. */
  readonly id: number;
  /** Whether it ever came to take calls. */
  readonly wasReady: boolean;
  /** Whether it was to end: it was not needed any more, or was ended for a call that did not heed its cancelling. */
  readonly wasMeant: boolean;
  /** Whether calls ended with it: of one of them, as a rule, and so the next thread need not be any worse. */
  readonly wasAtWork: boolean;
  /** What went wrong, in words. */
  readonly message: string;
  /** The error that was not caught, if that was it. */
  readonly cause?: unknown;
}

/** What a thread tells the watcher of itself, over its lifeline: a port that closes when the thread ends, however it does. */
export interface Word {
  /** It has begun to run the library: its number, which in browsers its owner does not know. */
  readonly thread?: number;
  readonly ready?: true;
  /** It has nothing to do, and has taken itself off the number of workers. */
  readonly leaves?: true;
  readonly exit?: { readonly code: number; readonly error?: Uint8Array | undefined; readonly stalled: boolean };
}

/** What the watcher knows of a thread. */
export interface Known {
  readonly id: number;
  readonly thread: number;
  /** Whether it came to run the library. */
  readonly hasBegun: boolean;
  readonly ready: boolean;
  readonly leaves: boolean;
  /** It was ended after so many milliseconds in which it did not heed a cancel; -1: it was not. */
  readonly heedless: number;
  readonly last: Word['exit'];
}

/** An error on its way over a port, which would keep neither its class nor its fields. */
export function packError(error: unknown): Uint8Array {
  const packer = new Packer();
  let length: number;
  try {
    length = packer.pack([error]);
  } catch {
    length = packer.pack([String(error)]);
  }
  const bytes = new Uint8Array(new ArrayBuffer((length + 7) & ~7), 0, length);
  packer.copyTo(bytes, 0);
  return bytes;
}

/** The error that was packed. */
export function unpackError(bytes: Uint8Array): unknown {
  const [error] = unpack(bytes, 0, bytes.length) as [unknown];
  return error;
}

/** How it ended: by its last word, or without one. */
export function endingOf(name: string, known: Known): Ending {
  const { id, ready: wasReady, heedless, last } = known;
  const who = `thread ${known.thread} of ${name}`;
  const begun = { id, wasReady, wasMeant: known.leaves || heedless >= 0, wasAtWork: false };
  if (heedless >= 0) {
    const message = `${who} was ended: a call on it ran on for ${heedless} ms after it was cancelled`;
    return { ...begun, message };
  }
  if (last === undefined && nodeThreads() === undefined) return { ...begun, message: `${who} ${silentEnd(wasReady)}` };
  if (last === undefined && !known.hasBegun) return { ...begun, message: `${who} ${NOT_BEGUN}` };
  // Only the crew ends threads from outside, and for nothing else as long as the pool is open.
  if (last === undefined) return { ...begun, message: `${who} ran out of memory`, cause: outOfMemory() };
  if (last.error !== undefined) {
    const error = unpackError(last.error);
    if (error instanceof ModuleError) return { ...begun, message: error.message, cause: error };
    return { ...begun, message: `${who} ended by an uncaught error: ${inWords(error)}`, cause: error };
  }
  if (last.stalled) return { ...begun, message: `${who} ${STALLED}` };
  return { ...begun, message: `${who} ended itself: process.exit(${last.code})`, cause: exited(last.code) };
}

const STALLED =
  'has nothing left to do, and its module is not loaded: a top-level await that never ends, or an export named then';

/** Whose owner knows more once its event loop turns. */
const NOT_BEGUN =
  'ended before it had begun: a file that options.execArgv names can not be loaded, perhaps, or options.resourceLimits are too low';

/** Nobody else tells of an end in browsers. */
const silentEnd = (wasReady: boolean): string =>
  wasReady
    ? 'has ended without a word: it was closed by close(), or ran out of memory'
    : 'has not started: see whether threads/thread.js is served next to the library, and as the page requires it';

/** An error, or whatever was thrown, in a few words. */
export function inWords(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  try {
    return typeof error === 'string' ? error : String(JSON.stringify(error)).slice(0, LONGEST);
  } catch {
    return String(error); // it stands in itself, or has a bigint
  }
}

/** Of an object that was thrown. */
const LONGEST = 200;

/** For who wants to know the code. */
const exited = (exitCode: number): Error => Object.assign(new Error(`process.exit(${exitCode})`), { exitCode });

/** As Node tells the thread that started the worker, if that does not block. */
function outOfMemory(): Error {
  const error = new Error('Worker terminated due to reaching memory limit: JS heap out of memory');
  return Object.assign(error, { code: 'ERR_WORKER_OUT_OF_MEMORY' });
}
