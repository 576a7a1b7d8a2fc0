import type { Member } from '../../camp/member.js';
import { Seats } from '../../camp/seats.js';
import { wakeSlot } from '../../camp/wake.js';
import { HandleError } from '../../core/errors.js';
import { allocateShared, attachShared } from '../../core/shared-memory.js';
import { load } from '../../platform/index.js';
import {
  ANSWERED_HEAD,
  ANSWERED_ROW,
  BLOCK_BITS,
  BLOCK_SLOTS,
  BLOCK_WORDS,
  blocksAt,
  FIRST_SLOT,
  FREE,
  MAX_BLOCKS,
  OWNER,
  SEATS,
  SEATS_AT,
  SLOT_WORDS,
  STATE,
  WORK_ROW,
  WORKER,
  wordsForBlocks,
} from './layout.js';

/** New memory for a table that so many threads may use at once. */
export function allocateTable(seats: number): SharedArrayBuffer {
  const buffer = allocateShared('call', wordsForBlocks(seats, 1), wordsForBlocks(seats, MAX_BLOCKS));
  new Int32Array(buffer)[SEATS] = seats;
  return buffer;
}

/** The calls of a host, as one thread sees them. The memory grows, so views of it are asked for, not kept. */
export class CallTable {
  readonly buffer: SharedArrayBuffer;
  readonly seats: Seats;
  readonly member: Member;
  /** This thread's word: what stands in what it owns. */
  readonly me: number;
  words: Int32Array;
  bytes: Uint8Array;
  readonly #blocksAt: number;

  /** @throws TypeError or HandleError when it is no table's memory. */
  constructor(buffer: unknown, member: Member) {
    this.words = attachShared('handle.table', buffer, 'call', wordsForBlocks(1, 0));
    this.buffer = this.words.buffer as SharedArrayBuffer;
    const seats = this.words[SEATS] as number;
    if (seats < 1 || seats > 4096 || this.words.length < blocksAt(seats)) {
      throw new HandleError('handle.table: its size is not what it states');
    }
    this.member = member;
    this.me = member.word;
    this.bytes = new Uint8Array(this.buffer, 0, this.words.length * 4);
    this.seats = new Seats(this.words, SEATS_AT, seats, member, WORK_ROW * 4 + WORKER);
    this.#blocksAt = blocksAt(seats);
  }

  /** How many blocks this thread has seen. */
  get blocks(): number {
    return Math.floor((this.words.length - this.#blocksAt) / BLOCK_WORDS);
  }

  blockOf(block: number): number {
    return this.#blocksAt + block * BLOCK_WORDS;
  }

  /** The first word of a slot, which is in {@link CallTable.words} if {@link CallTable.reach} said so. */
  slotAt(slot: number): number {
    return this.blockOf(slot >> BLOCK_BITS) + FIRST_SLOT + (slot & (BLOCK_SLOTS - 1)) * SLOT_WORDS;
  }

  /** Sees the slot, whose number another thread has written. Answers false when there is none of that number. */
  reach(slot: number): boolean {
    if (slot >>> BLOCK_BITS < this.blocks) return true;
    this.look();
    return slot >>> BLOCK_BITS < this.blocks;
  }

  /** Sees what the memory has grown to; answers how many blocks there are. */
  look(): number {
    const length = this.buffer.byteLength >> 2;
    if (length !== this.words.length) {
      this.words = new Int32Array(this.buffer, 0, length);
      this.bytes = new Uint8Array(this.buffer, 0, length * 4);
    }
    return this.blocks;
  }

  /** Visits each slot that is in use, of whichever thread: its number, its first word, and its state. */
  eachSlot(visit: (slot: number, at: number, state: number) => void): void {
    const end = this.look() << BLOCK_BITS;
    for (let slot = 0; slot < end; slot += 1) {
      const at = this.slotAt(slot);
      const state = load(this.words, at + STATE);
      if (state !== FREE) visit(slot, at, state);
    }
  }

  /** The word of the thread that calls by the slot. */
  ownerOf(slot: number): number {
    return load(this.words, this.blockOf(slot >> BLOCK_BITS) + OWNER);
  }

  /** One block more, or as many as another thread has made meanwhile. @throws RangeError when the limit is reached. */
  grow(): void {
    const count = this.blocks;
    if (this.look() > count) return;
    if (count >= MAX_BLOCKS)
      throw new RangeError(`call: ${MAX_BLOCKS * BLOCK_SLOTS} calls are under way, the most there can be`);
    // As many seats as there were when this thread came: what stands there now anybody may have written.
    const bytes = wordsForBlocks(this.seats.length, Math.min(count * 2, MAX_BLOCKS)) * 4;
    try {
      this.buffer.grow(bytes);
    } catch (error) {
      if (this.look() === count) throw error; // otherwise another thread was faster
    }
    this.look();
  }

  /** Where a thread's answered calls stand. */
  headOf(seat: number): number {
    return this.seats.fieldOf(seat, ANSWERED_ROW, ANSWERED_HEAD);
  }

  /** The seat of the crew's worker of that number; -1 when it has none. */
  seatOfWorker(id: number): number {
    for (let seat = 0; seat < this.seats.used; seat += 1) {
      if (load(this.words, this.seats.fieldOf(seat, WORK_ROW, WORKER)) === id) return seat;
    }
    return -1;
  }

  /** Calls the thread in that seat. */
  wake(seat: number): void {
    const { words } = this;
    wakeSlot(
      this.member.ground.reach('seat', load(words, this.seats.slotOf(seat)) >> 7),
      load(words, this.seats.slotOf(seat)),
      load(words, this.seats.generationOf(seat)),
    );
  }
}
