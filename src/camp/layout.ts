import { HEADER_WORDS } from '../core/shared-memory.js';

/**
 * The memory of a camp, in 32-bit words. All of it may be zero at first: nobody owns a block, no stack has a slot.
 *
 * ```text
 *   word   0 magic  1 version  2 ends                                        16 words: a cache line
 *         16 block 0 | block 1 | ...                                         256 words each
 *
 *   block  0 owner  1 epoch  2 bell  3 head  4 thread  5 parent  6 used  7 probe  8 again  9 ender  16 words: its header, or its thread's record
 *         16 slot 8: state, link | slot 9 | ... | slot 127                   2 words each
 * ```
 *
 * A thread takes part by owning a block, whose header is its *record* and whose number is the record's; when it needs more
 * slots it owns further blocks, of whose headers only `owner` and `used` count. So there is one kind of thing to give out, and what
 * belongs to a thread that died is what bears its number. Slots are numbered through the whole camp, 128 a block; the
 * first eight numbers of a block stand where its header is, so no slot has the number 0, which means "none".
 */

/** How many threads have ended. */
export const ENDS = HEADER_WORDS;

const FIRST = 16;
export const BLOCK_WORDS = 256;
/** Slot numbers a block, as a power of two: the block of a slot is `slot >> SLOT_BITS`. */
export const SLOT_BITS = 7;
/** The first slot of a block, behind the header. */
export const FIRST_SLOT = 8;
export const BLOCK_SLOTS = 128;

/** Blocks at first, and at most: two million slots, or 16 thousand threads, in 16 MB. */
export const MIN_BLOCKS = 4;
export const MAX_BLOCKS = 0x4000;

/** No slot: the end of a stack. */
export const NONE = 0;
/** Set in a slot's state while the slot stands in a stack, or is on its way there; the generation stands above it. */
export const QUEUED_BIT = 1;

export const wordsFor = (blocks: number): number => FIRST + blocks * BLOCK_WORDS;
export const blocksIn = (words: Int32Array): number => Math.floor((words.length - FIRST) / BLOCK_WORDS);

const headerOf = (block: number): number => FIRST + block * BLOCK_WORDS;
/** Whose block it is: the number of its owner's record, plus one; 0: nobody's. */
export const ownerOf = (block: number): number => headerOf(block);
/** Which of the record's successive threads has it: odd while one does, even between two of them. */
export const epochOf = (record: number): number => headerOf(record) + 1;
/** The token that the thread sleeps on; see `token.ts`. */
export const bellOf = (record: number): number => headerOf(record) + 2;
/** The slot that was queued last; the others follow by their links. */
export const headOf = (record: number): number => headerOf(record) + 3;
/** The thread's id, and that of the thread it was started by. */
export const threadOf = (record: number): number => headerOf(record) + 4;
export const parentOf = (record: number): number => headerOf(record) + 5;

/** How many slots of the block, those of its header included, its owner has given out so far. */
export const usedOf = (block: number): number => headerOf(block) + 6;

/** A word that the thread changes to tell this memory from another. */
export const probeOf = (record: number): number => headerOf(record) + 7;

/** The slot that somebody came to wake who found it marked, or {@link MANY}. */
export const againOf = (record: number): number => headerOf(record) + 8;
/** Of which there are several: no slot has this number. */
export const MANY = -1;

/** Who ends the thread that has the record, in one word; 0: nobody. */
export const enderOf = (record: number): number => headerOf(record) + 9;
/** In the place of a record's owner, while the thread of that id takes it, or gives it back: should it die meanwhile, it is known whose it was. */
export const underWay = (thread: number): number => -thread - 2;

/** Where a slot's state stands: its generation, shifted by one, and {@link QUEUED_BIT}. */
export const stateOf = (slot: number): number => FIRST + slot * 2;
/** Where a slot's link stands: the slot queued before it. */
export const linkOf = (slot: number): number => stateOf(slot) + 1;
/** The record's first slot, which wakes its thread when another thread has ended. */
export const newsOf = (record: number): number => (record << SLOT_BITS) + FIRST_SLOT;
