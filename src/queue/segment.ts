import { store } from '../platform/index.js';

/** Words of a segment: 8 kilobytes. Its slots start after a head of two words. */
export const SEGMENT = 2048;
/** Word of a segment: where the next one is. */
export const NEXT = 0;
/** Word of a segment: the position of its first slot, or {@link UNUSED}. */
export const FIRST = 1;
/** No position of a first slot: those are multiples of {@link LAP}. */
export const UNUSED = 1;

/**
 * Positions from a segment's first slot to the next one's: its slots, and one between segments that is no slot. Two words
 * of {@link SEGMENT} each.
 */
export const LAP = 1024;
/** Slots of a segment. */
export const SLOTS = LAP - 1;
/** Offset of a segment's last slot. */
export const LAST = SLOTS - 1;
/** The offset that is no slot. */
export const BETWEEN = SLOTS;

/** The offset of a position in its segment. */
export function offsetOf(position: number): number {
  return position & (LAP - 1);
}

/** Where the stamp of a slot is; its value is the word after. */
export function slot(segment: number, offset: number): number {
  return segment + 2 + 2 * offset;
}

/** Fills the slot of `position`, which is the caller's. */
export function put(words: Int32Array, segment: number, position: number, value: number): void {
  const at = slot(segment, offsetOf(position));
  words[at + 1] = value;
  store(words, at, position + 1); // SYNC: hands the value to the pop that loads this stamp
}

/** How many slots there are from `head` to `tail`: positions, less the one in each lap that is no slot. */
export function itemsBetween(head: number, tail: number): number {
  const laps = (((tail & -LAP) - (head & -LAP)) | 0) / LAP;
  return ((tail - head) | 0) - laps;
}

/**
 * Segments that `capacity` items may need: the first and the last one are partly used, and the next one is linked before
 * the last is full. One more, for a pop that is about to give one back.
 */
export function segmentsFor(capacity: number): number {
  return Math.ceil(capacity / SLOTS) + 2;
}
