import { load } from '../platform/index.js';
import type { Ground } from './ground.js';
import { blocksIn, epochOf } from './layout.js';

/** Bits of a record's number, of which there are `MAX_BLOCKS`. */
const RECORD_BITS = 14;
const RECORD = (1 << RECORD_BITS) - 1;
const ROUNDS = 0x1_ffff;

/**
 * A thread of the camp in one word, so that one compare-exchange can claim something in its name: its record, and in the
 * bits above it which of the record's successive threads it is. Never 0. It comes again after 131,071 threads with one
 * record.
 */
export function wordOf(record: number, epoch: number): number {
  return (1 + ((epoch >>> 1) % ROUNDS)) * (RECORD + 1) + record;
}

/** The record of the thread that the word stands for. */
export const recordIn = (word: number): number => word & RECORD;

/** The bits of a short word, for where there is room for no more. */
const SHORT = 0xfff_ffff;

/** The thread in 28 bits: that word comes again after 16,383 threads with one record. */
export const shortWordOf = (record: number, epoch: number): number => wordOf(record, epoch) & SHORT;

/** Whether the thread that the word stands for still lives. False for a word that no thread has. */
export const isThere = (ground: Ground, word: number): boolean => lives(ground, word, -1);

/** The same, of a short word. */
export const isShortThere = (ground: Ground, word: number): boolean => lives(ground, word, SHORT);

function lives(ground: Ground, word: number, bits: number): boolean {
  const record = recordIn(word);
  if (record >= blocksIn(ground.words) && record >= ground.look()) return false;
  const epoch = load(ground.words, epochOf(record));
  return (epoch & 1) === 1 && (wordOf(record, epoch) & bits) === word;
}
