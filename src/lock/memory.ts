import { checkInteger } from '../core/check.js';
import { HandleError } from '../core/errors.js';
import type { LockKind } from '../core/shared-memory.js';
import { SEATS, SIZE, wordsFor } from './layout.js';
import { create, type LockHandle, type LockOptions, open } from './open.js';
import type { Post } from './post.js';

/** How a lock is made that has memory for what it protects. */
export interface WithMemory extends LockOptions {
  /** Memory to protect, in bytes, zeroed: a whole number from 0 to 2^30; 0 by default. Guards give access to it. */
  readonly bytes?: number | undefined;
}

/** A new lock with its memory. @throws TypeError or RangeError when an option is wrong. */
export function createWithMemory(kind: LockKind, options: WithMemory): Post {
  const { bytes = 0 } = options ?? {};
  checkInteger('options.bytes', bytes, 0, 2 ** 30);
  return create(kind, options, ['bytes'], bytes, bytes);
}

/** The lock of a handle. @throws as {@link open}; HandleError when its memory is smaller than it says. */
export function openWithMemory(kind: LockKind, handle: LockHandle): Post {
  return open(kind, handle, (words) => {
    const bytes = words[SIZE] as number;
    const room = (words.length - wordsFor(words[SEATS] as number)) * 4;
    if (bytes < 0 || bytes > room) throw new HandleError('handle.buffer: its size is not what it states');
  });
}

/** The user's memory. */
export function memoryOf({ words }: Post): Uint8Array {
  return new Uint8Array(words.buffer, wordsFor(words[SEATS] as number) * 4, words[SIZE] as number);
}
