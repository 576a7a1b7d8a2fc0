import { describe } from './check.js';
import { HandleError } from './errors.js';
import { isShared, newShared } from './shared-buffer.js';

/** The version of every shared layout: bumped when any of them changes, so that two copies of the library never mix. */
export const LAYOUT_VERSION = 11;

/** Each shared structure starts with its kind's magic word and the version. */
export const HEADER_WORDS = 2;

/** What a piece of shared memory holds: four letters, as a 32-bit word. */
export type Kind = 'park' | 'cpu ' | 'camp' | 'ring' | 'segs' | 'fram' | 'chan' | 'call' | 'aren' | LockKind;

/** The locks: mutex, reader-writer lock, semaphore, condition variable, barrier, wait group, once, notify. */
export type LockKind = 'mutx' | 'rwlk' | 'sema' | 'cond' | 'barr' | 'wtgp' | 'once' | 'noti';

/** What each kind is called, for errors. */
const NAMES: Readonly<Record<Kind, string>> = {
  park: 'a parker',
  'cpu ': 'a processor',
  camp: 'a camp',
  ring: 'a SharedArrayQueue',
  segs: 'a SharedSegQueue',
  fram: 'a SharedFrameQueue',
  chan: 'a channel',
  call: 'a table of calls',
  aren: 'the payloads of calls',
  mutx: 'a mutex',
  rwlk: 'a reader-writer lock',
  sema: 'a semaphore',
  cond: 'a condition variable',
  barr: 'a barrier',
  wtgp: 'a wait group',
  once: 'a Once',
  noti: 'a Notify',
};

function magic(kind: Kind): number {
  return [...kind].reduce((word, letter) => (word << 8) | letter.charCodeAt(0), 0);
}

/** New shared memory of a kind, zeroed behind its header. With `maxWords` it can grow. Sizes in 32-bit words. */
export function allocateShared(kind: Kind, words: number, maxWords?: number): SharedArrayBuffer {
  const buffer = newShared(words * 4, maxWords === undefined ? undefined : maxWords * 4);
  const header = new Int32Array(buffer, 0, HEADER_WORDS);
  header[0] = magic(kind);
  header[1] = LAYOUT_VERSION;
  return buffer;
}

/**
 * A view of shared memory that came from elsewhere. Its length is fixed: a view that tracks a growable buffer is 2.5
 * times slower.
 *
 * @throws TypeError when it is not a SharedArrayBuffer; HandleError when kind, version or size are not as expected.
 */
export function attachShared(name: string, buffer: unknown, kind: Kind, words: number): Int32Array<SharedArrayBuffer> {
  if (!isShared(buffer)) throw new TypeError(`${name}: expected a SharedArrayBuffer, got ${describe(buffer)}`);
  const bytes = buffer.byteLength; // looked at once: what can grow may grow meanwhile
  const view = new Int32Array(buffer, 0, bytes >> 2);
  const [mark, version] = view;
  if (mark !== magic(kind)) throw misfit(name, mark, kind);
  if (version !== LAYOUT_VERSION) {
    throw new HandleError(
      `${name}: made by another version of the library (layout ${version}, here ${LAYOUT_VERSION})`,
    );
  }
  if (bytes < words * 4) throw new HandleError(`${name}: expected at least ${words * 4} bytes, got ${bytes}`);
  return view;
}

function misfit(name: string, mark: number | undefined, kind: Kind): HandleError {
  const held = (Object.keys(NAMES) as Kind[]).find((other) => magic(other) === mark);
  if (held === undefined) return new HandleError(`${name}: this memory does not hold ${NAMES[kind]}`);
  return new HandleError(`${name}: this memory holds ${NAMES[held]}, not ${NAMES[kind]}`);
}
