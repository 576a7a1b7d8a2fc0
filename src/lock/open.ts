import { Ground } from '../camp/ground.js';
import { home } from '../camp/home.js';
import { Seats } from '../camp/seats.js';
import { checkInteger, checkOptions, describe } from '../core/check.js';
import { HandleError } from '../core/errors.js';
import { allocateShared, attachShared, type LockKind } from '../core/shared-memory.js';
import { SEATS, SEATS_AT, SIZE, wordsFor } from './layout.js';
import { Post } from './post.js';

/**
 * Names a lock to other threads; plain data, made by a lock's `share` and read by its class's `attach`.
 *
 * @example
 * ```ts
 * import { type LockHandle, Mutex } from 'reveille/lock';
 *
 * using mutex = new Mutex();
 * const handle: LockHandle = mutex.share(); // worker.postMessage(handle)
 * using same = Mutex.attach(handle); // on the other thread
 * using guard = same.lockBlocking();
 * console.log(guard !== undefined); // true
 * ```
 */
export interface LockHandle {
  /** The lock's memory. */
  readonly buffer: SharedArrayBuffer;
  /** The memory of the camp whose threads use it. */
  readonly camp: SharedArrayBuffer;
}

/**
 * How a lock is made.
 *
 * @example
 * ```ts
 * import { type LockOptions, Mutex } from 'reveille/lock';
 *
 * const options: LockOptions = { threads: 4 };
 * using mutex = new Mutex(options);
 * console.log(mutex.tryLock() !== undefined); // true
 * ```
 */
export interface LockOptions {
  /** How many threads may use it at the same time: a whole number from 1 to 1024; 32 by default. 64 bytes each. */
  readonly threads?: number | undefined;
}

/** Locks whose calls are for all who wait on a thread. */
const FOR_ALL: readonly LockKind[] = ['cond', 'barr', 'wtgp', 'once', 'noti'];

/** Permits are granted by numbers, one for each seat. */
const wordsOf = (kind: LockKind, threads: number): number => wordsFor(threads) + (kind === 'sema' ? threads : 0);

/** A new lock; `bytes` of the user's memory stand behind it. */
export function create(kind: LockKind, options: LockOptions, known: readonly string[] = [], size = 0, bytes = 0): Post {
  checkOptions('options', options, ['threads', ...known]);
  const { threads = 32 } = options;
  checkInteger('options.threads', threads, 1, 1024);
  const words = new Int32Array(allocateShared(kind, wordsOf(kind, threads) + ((bytes + 3) >> 2)));
  words[SEATS] = threads;
  words[SIZE] = size;
  return Post.of(new Seats(words, SEATS_AT, threads, home.own), FOR_ALL.includes(kind));
}

/**
 * This thread's post at the lock that a handle names.
 *
 * @param check - looks at the rest of the handle, before this thread takes a place, and at the lock's memory.
 * @throws TypeError or HandleError when it is no such handle; RangeError when all places are taken.
 */
export function open(kind: LockKind, handle: LockHandle, check?: (words: Int32Array) => void): Post {
  if (typeof handle !== 'object' || handle === null) {
    throw new TypeError(`handle: expected what share() answered, got ${describe(handle)}`);
  }
  const words = attachShared('handle.buffer', handle.buffer, kind, wordsFor(1));
  const threads = words[SEATS] as number;
  if (threads < 1 || words.length < wordsOf(kind, threads)) {
    throw new HandleError('handle.buffer: its size is not what it states');
  }
  check?.(words);
  const camp = home.in(new Ground('handle.camp', handle.camp));
  const post = Post.of(new Seats(words, SEATS_AT, threads, camp), FOR_ALL.includes(kind));
  post.publish();
  return post;
}

export function handleOf(post: Post): LockHandle {
  const { words, seats } = post;
  post.publish();
  return { buffer: words.buffer as SharedArrayBuffer, camp: seats.ground.buffer };
}
