import { isThere, wordOf } from '../../camp/fellow-word.js';
import type { Member } from '../../camp/member.js';
import { allocateShared, attachShared } from '../../core/shared-memory.js';
import { add, compareExchange, load, store } from '../../platform/index.js';

/**
 * Memory for what is too long for a slot, shared by the threads of a host:
 *
 * ```text
 *   word   0 magic  1 version  2 chunks at most
 *         16 chunk 0: owner, lent, first, count | chunk 1 | ...    4 words each, of all chunks there can be
 *          . chunk 0 | chunk 1 | ...                               64 KB each
 * ```
 *
 * A thread takes whole chunks. What is short it cuts from one of them, front to back; what is long has chunks in a row to itself. The first chunk
 * of a row counts what of it is lent, and whoever has read the last of that gives the row back: to any thread, for any size.
 * So memory belongs to somebody only while something is in it, nothing is contended but the choice of a chunk, and no lock can be left by the
 * dead. Lists of free blocks, one a size and thread, would be faster by some atomic steps, but what a thread had for one size once would be lost
 * to all other sizes and threads for ever.
 */
const CHUNKS = 2;
const TABLE_AT = 16;
const CHUNK_WORDS = 4;
const OWNER = 0;
const LENT = 1;
const FIRST = 2;
const COUNT = 3;

/**
 * Of the word that counts: how much is lent. The bits above count how often the chunk was taken, so that whoever cuts from it does not go on when it
 * was given back meanwhile, and has another owner by now, or the same one again.
 */
const LENT_BITS = 10;
const HOW_MUCH = (1 << LENT_BITS) - 1;

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
/** What is longer has chunks to itself; what is shorter takes as much, so that no chunk has more than can be counted. */
const LONGEST_CUT = CHUNK >> 1;
const SHORTEST_CUT = 128;
const NONE = -1;

const dataAt = (chunks: number): number => ((TABLE_AT + chunks * CHUNK_WORDS) * 4 + 4095) & ~4095;

/** @param bytes - how much memory there may be at most. */
export function allocateArena(bytes: number): SharedArrayBuffer {
  const chunks = Math.max(1, Math.ceil(bytes / CHUNK));
  const data = dataAt(chunks);
  const buffer = allocateShared('aren', data >> 2, (data + chunks * CHUNK) >> 2);
  new Int32Array(buffer)[CHUNKS] = chunks;
  return buffer;
}

/** @throws TypeError or HandleError when it is no arena's memory. */
export const attachArena = (buffer: unknown): Int32Array<SharedArrayBuffer> =>
  attachShared('handle.arena', buffer, 'aren', TABLE_AT);

/** The memory as one thread has it. Places in it are numbers of bytes. */
export class Arena {
  readonly buffer: SharedArrayBuffer;
  words: Int32Array;
  bytes: Uint8Array;
  readonly #member: Member;
  readonly #me: number;
  readonly #chunks: number;
  readonly #dataAt: number;
  /** The chunk that this thread cuts from, how often it had been taken by then, and where the next cut is. */
  #open = NONE;
  #turn = 0;
  #next = 0;
  /** Where to look for the next chunk to cut from: from the front, all that are taken would be looked at each time. */
  #cursor = 0;

  /** @throws TypeError or HandleError when it is no arena's memory. */
  constructor(buffer: unknown, member: Member) {
    this.words = attachArena(buffer);
    this.buffer = this.words.buffer as SharedArrayBuffer;
    this.bytes = new Uint8Array(this.buffer, 0, this.words.length * 4);
    this.#member = member;
    this.#me = wordOf(member.record, member.epoch);
    this.#chunks = this.words[CHUNKS] as number;
    this.#dataAt = dataAt(this.#chunks);
  }

  /** How many bytes there may be at most. */
  get limit(): number {
    return this.#chunks * CHUNK;
  }

  /** Room for so many bytes, for another thread to read and {@link Arena.release}; -1 when there is none. */
  take(length: number): number {
    if (length <= LONGEST_CUT) return this.#cut((Math.max(length, SHORTEST_CUT) + 7) & ~7);
    const first = this.#row(Math.ceil(length / CHUNK), 0);
    return first === NONE ? NONE : this.#placeOf(first);
  }

  /** Whether that can be read: `length` bytes at `at`. What another thread wrote is believed no further than that. */
  reach(at: number, length: number): boolean {
    if (at < this.#dataAt || length < 0) return false;
    if (at + length > this.bytes.length) this.#look();
    return at + length <= this.bytes.length;
  }

  /** It was read. */
  release(at: number): void {
    const { words } = this;
    const first = (at - this.#dataAt) >> CHUNK_BITS;
    const entry = this.#entryOf(first);
    const owner = load(words, entry + OWNER);
    const count = load(words, entry + COUNT);
    // SYNC: one is the last, and all have read what was lent. From then on a dead owner's chunks may be another thread's.
    if ((add(words, entry + LENT, -1) & HOW_MUCH) === 1)
      this.#giveBack(first, Math.min(count, this.#chunks - first), owner);
  }

  /** The first one last: who looks for as many as these finds them all. */
  #giveBack(first: number, count: number, owner: number): void {
    for (let chunk = first + count - 1; chunk >= first; chunk -= 1)
      compareExchange(this.words, this.#entryOf(chunk) + OWNER, owner, 0);
  }

  #cut(bytes: number): number {
    if (this.#open === NONE || this.#next + bytes > CHUNK || !this.#lendMore()) {
      this.#open = this.#row(1, this.#cursor);
      if (this.#open === NONE) return NONE;
      this.#cursor = this.#open + 1;
      this.#turn = load(this.words, this.#entryOf(this.#open) + LENT) >>> LENT_BITS;
      this.#next = 0;
    }
    const place = this.#placeOf(this.#open) + this.#next;
    this.#next += bytes;
    return place;
  }

  /** Answers false when all of the chunk was read, and it is not this thread's any more. */
  #lendMore(): boolean {
    const at = this.#entryOf(this.#open) + LENT;
    for (let seen = load(this.words, at); seen >>> LENT_BITS === this.#turn && (seen & HOW_MUCH) !== 0; ) {
      // SYNC: against the last reader, who gives the chunk back.
      const found = compareExchange(this.words, at, seen, seen + 1);
      if (found === seen) return true;
      seen = found;
    }
    this.#cursor = 0;
    return false;
  }

  /** So many chunks in a row, to lend once. It looks all around before the memory grows, or what was used once would not be used again. */
  #row(count: number, from: number): number {
    if (count > this.#chunks) return NONE;
    for (let start = from; ; ) {
      const end = this.#end;
      let first = this.#find(start, end, count);
      if (first === NONE) first = this.#find(0, Math.min(end, start + count - 1), count);
      if (first !== NONE) return this.#take(first, count);
      if (end === this.#chunks) return NONE;
      this.#grow(Math.min(this.#chunks, end + Math.max(count, end >> 2)));
      start = Math.max(0, end - count + 1);
    }
  }

  #take(first: number, count: number): number {
    const { words } = this;
    const entry = this.#entryOf(first);
    for (let chunk = first; chunk < first + count; chunk += 1) store(words, this.#entryOf(chunk) + FIRST, first);
    store(words, entry + COUNT, count);
    store(words, entry + LENT, (((load(words, entry + LENT) >>> LENT_BITS) + 1) << LENT_BITS) | 1);
    return first;
  }

  #find(from: number, to: number, count: number): number {
    for (let first = from, found = 0; first + count <= to; first += found + 1, found = 0) {
      while (found < count && this.#claim(first + found)) found += 1;
      if (found === count) return first;
      this.#giveBack(first, found, this.#me);
    }
    return NONE;
  }

  /** Those of the dead, too, if nobody has anything of theirs. */
  #claim(chunk: number): boolean {
    const { words } = this;
    const entry = this.#entryOf(chunk);
    const owner = load(words, entry + OWNER);
    if (owner !== 0) {
      if (owner === this.#me || isThere(this.#member.ground, owner)) return false;
      if ((load(words, this.#entryOf(this.#firstOf(chunk)) + LENT) & HOW_MUCH) !== 0) return false;
    }
    return compareExchange(words, entry + OWNER, owner, this.#me) === owner;
  }

  /** To so many chunks. The system gives a page when it is written for the first time, so larger steps cost nothing. */
  #grow(chunks: number): void {
    const bytes = this.#placeOf(chunks);
    try {
      if (this.buffer.byteLength < bytes) this.buffer.grow(bytes);
    } catch (error) {
      if (this.buffer.byteLength < bytes) throw error; // otherwise another thread was faster
    }
    this.#look();
  }

  /** How many chunks there are by now, as far as this thread knows. */
  get #end(): number {
    return (this.bytes.length - this.#dataAt) >>> CHUNK_BITS;
  }

  #look(): void {
    const length = this.buffer.byteLength;
    if (length === this.bytes.length) return;
    this.words = new Int32Array(this.buffer, 0, length >> 2);
    this.bytes = new Uint8Array(this.buffer, 0, length);
  }

  #placeOf(chunk: number): number {
    return this.#dataAt + chunk * CHUNK;
  }

  #firstOf(chunk: number): number {
    const first = load(this.words, this.#entryOf(chunk) + FIRST);
    return first >= 0 && first < chunk ? first : chunk; // whatever was written there
  }

  #entryOf(chunk: number): number {
    return TABLE_AT + chunk * CHUNK_WORDS;
  }
}
