import { describe } from '../core/check.js';
import { HandleError } from '../core/errors.js';

/** Words 0 to 3 of every shared queue. What follows is laid out by its class. */
const MAGIC_AT = 0;
const VERSION_AT = 1;
const KIND_AT = 2;
const CAPACITY_AT = 3;

/** "RvlQ" in the memory of a little-endian machine. */
const MAGIC = 0x516c7652;
/** Changes with any layout: two copies of the package in one process must refuse each other's memory, not misread it. */
const VERSION = 1;

/** Words of 64 bytes, the unit in which processors hand memory to each other. */
export const LINE = 16;

/** Which class laid the memory out, and what it carries. */
export const KIND = { arrayOfWords: 1, segmentsOfWords: 2 } as const;

/** One of {@link KIND}. */
export type Kind = (typeof KIND)[keyof typeof KIND];

/** Marks fresh memory as a queue's. Plain writes: nobody else knows the memory yet. */
export function writeHeader(words: Int32Array, kind: Kind, capacity: number): void {
  words[MAGIC_AT] = MAGIC;
  words[VERSION_AT] = VERSION;
  words[KIND_AT] = kind;
  words[CAPACITY_AT] = capacity;
}

/**
 * Reads the capacity of a queue from elsewhere, once all that can be checked was: the type, magic, version, kind, and,
 * by the caller's `fits`, that the memory's size is what this capacity takes.
 *
 * @throws TypeError when `buffer` is no buffer, HandleError when it is not the memory of such a queue.
 */
export function readHeader(
  buffer: unknown,
  kind: Kind,
  fits: (buffer: SharedArrayBuffer, capacity: number) => boolean,
) {
  checkShared(buffer);
  if (buffer.byteLength < 4 * LINE) throw foreign(`its ${buffer.byteLength} bytes are too few`);
  const words = new Int32Array(buffer, 0, LINE);
  if (words[MAGIC_AT] !== MAGIC) throw foreign('it does not start with the mark of a queue');
  if (words[VERSION_AT] !== VERSION) {
    throw foreign(`its layout has version ${words[VERSION_AT]}, and this copy of reveille reads version ${VERSION}`);
  }
  if (words[KIND_AT] !== kind) throw foreign(`it holds a queue of kind ${words[KIND_AT]}, expected ${kind}`);
  const capacity = words[CAPACITY_AT] as number;
  if (!fits(buffer, capacity)) {
    throw foreign(`its ${buffer.byteLength} bytes do not agree with the capacity of ${capacity} that it states`);
  }
  return capacity;
}

/** By tag rather than `instanceof`: test runners hand in buffers of another realm. */
function checkShared(buffer: unknown): asserts buffer is SharedArrayBuffer {
  const tag = Object.prototype.toString.call(buffer);
  if (tag === '[object SharedArrayBuffer]') return;
  if (tag === '[object ArrayBuffer]') throw foreign('an ArrayBuffer is not shared between threads');
  throw new TypeError(`buffer: expected a SharedArrayBuffer, got ${describe(buffer)}`);
}

function foreign(why: string): HandleError {
  return new HandleError(`buffer: not the memory of such a queue: ${why}`);
}
