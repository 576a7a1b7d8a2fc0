import { isThere, wordOf } from '../../camp/fellow-word.js';
import type { Member } from '../../camp/member.js';
import { allocateShared, attachShared } from '../../core/shared-memory.js';
import { add, compareExchange, load, store } from '../../platform/index.js';

/**
 * Memory for what is too long for a slot, shared by the threads of a host:
 *
 * ```text
 *   word   0 magic  1 version  2 chunks at most
 *         16 chunk 0: owner, lent, first, - | chunk 1 | ...      4 words each, of all chunks there can be
 *          . chunk 0 | chunk 1 | ...                             64 KB each
 *
 *   block  0 lent?  1 size   then the bytes, at a multiple of 8  powers of two
 * ```
 *
 * A thread owns whole chunks and cuts blocks from them by itself; whoever has read one says so in the block's first word,
 * and the owner finds it there when it needs room. So nothing here is contended, and no lock can be left by the dead. A
 * general allocator with one free list a size, which all threads pop, would cost a tagged compare-exchange each time.
 */
const CHUNKS = 2;
const TABLE_AT = 16;
const CHUNK_WORDS = 4;
const OWNER = 0;
const LENT = 1;
const FIRST = 2;

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
/** The smallest block: 512 bytes. */
const SMALLEST = 9;
const HEAD = 8;
/** How many of the blocks that are with other threads are looked at in search of one that came back. */
const LOOKS = 8;

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
  /** By the logarithm of the size: blocks that are free, and those that are with other threads, the oldest first. */
  readonly #free: number[][] = Array.from({ length: 32 }, () => []);
  readonly #lent: Queue[] = Array.from({ length: 32 }, () => new Queue());
  /** What is left of the chunk that small blocks are cut from. */
  #next = 0;
  #end = 0;

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

  /** Room for so many bytes, for another thread to read and {@link Arena.release}; -1 when there is none. */
  take(length: number): number {
    const size = Math.max(SMALLEST, 32 - Math.clz32(length + HEAD - 1));
    if (size > 30) return -1;
    const block = this.#free[size]?.pop() ?? this.#reclaim(size) ?? this.#cut(size);
    if (block === undefined) return -1;
    store(this.words, block >> 2, 1);
    this.words[(block >> 2) + 1] = size;
    this.#lent[size]?.push(block);
    add(this.words, this.#entryOf(this.#firstOf(block)) + LENT, 1);
    return block + HEAD;
  }

  /** Whether that can be read: `length` bytes at `at`. What another thread wrote is believed no further than that. */
  reach(at: number, length: number): boolean {
    if (at < this.#dataAt + HEAD || length < 0) return false;
    if (at + length > this.bytes.length) this.#look();
    return at + length <= this.bytes.length;
  }

  /** It was read: its owner may use the room again. */
  release(at: number): void {
    const block = at - HEAD;
    // SYNC: the count after the mark; a dead owner's chunk is taken once the count is 0.
    store(this.words, block >> 2, 0);
    add(this.words, this.#entryOf(this.#firstOf(block)) + LENT, -1);
  }

  #firstOf(block: number): number {
    return load(this.words, this.#entryOf((block - this.#dataAt) >> CHUNK_BITS) + FIRST);
  }

  /** The oldest come back first, as a rule. A few looks must do: one that is kept long must not make each take slow. */
  #reclaim(size: number): number | undefined {
    const lent = this.#lent[size] as Queue;
    const free = this.#free[size] as number[];
    for (let looks = Math.min(LOOKS, lent.length); looks > 0; looks -= 1) {
      const block = lent.shift();
      if (load(this.words, block >> 2) === 0) free.push(block);
      else lent.push(block);
    }
    return free.pop();
  }

  #cut(size: number): number | undefined {
    const bytes = 1 << size;
    if (size >= CHUNK_BITS) return this.#run(bytes >> CHUNK_BITS);
    if (this.#next + bytes > this.#end) {
      const chunk = this.#run(1);
      if (chunk === undefined) return undefined;
      this.#next = chunk;
      this.#end = chunk + CHUNK;
    }
    const block = this.#next;
    this.#next += bytes;
    return block;
  }

  /** So many chunks in a row; those of the dead, too, if nobody has anything of theirs. */
  #run(count: number): number | undefined {
    for (let first = 0, found = 0; first + count <= this.#chunks; first += found + 1, found = 0) {
      while (found < count && this.#claim(first + found)) found += 1;
      if (found === count) return this.#settle(first, count);
      for (let chunk = first; chunk < first + found; chunk += 1) store(this.words, this.#entryOf(chunk) + OWNER, 0);
    }
    return undefined;
  }

  #claim(chunk: number): boolean {
    const { words } = this;
    const entry = this.#entryOf(chunk);
    const owner = load(words, entry + OWNER);
    if (owner !== 0) {
      if (owner === this.#me || isThere(this.#member.ground, owner)) return false;
      if (load(words, this.#entryOf(load(words, entry + FIRST)) + LENT) > 0) return false;
    }
    return compareExchange(words, entry + OWNER, owner, this.#me) === owner;
  }

  #settle(first: number, count: number): number | undefined {
    for (let chunk = first; chunk < first + count; chunk += 1) {
      store(this.words, this.#entryOf(chunk) + FIRST, first);
      store(this.words, this.#entryOf(chunk) + LENT, 0);
    }
    const end = this.#dataAt + (first + count) * CHUNK;
    if (end > this.buffer.byteLength) {
      try {
        this.buffer.grow(end);
      } catch (error) {
        if (this.buffer.byteLength < end) throw error; // otherwise another thread was faster
      }
    }
    this.#look();
    return this.#dataAt + first * CHUNK;
  }

  #look(): void {
    const length = this.buffer.byteLength;
    if (length === this.bytes.length) return;
    this.words = new Int32Array(this.buffer, 0, length >> 2);
    this.bytes = new Uint8Array(this.buffer, 0, length);
  }

  #entryOf(chunk: number): number {
    return TABLE_AT + chunk * CHUNK_WORDS;
  }
}

/** First in, first out; `Array.shift` moves all that is behind. */
class Queue {
  #items: number[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: number): void {
    this.#items.push(item);
  }

  shift(): number {
    const item = this.#items[this.#head] as number;
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
