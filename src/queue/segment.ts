/** Words of a segment of 32-bit items: 8 kilobytes. With 64-bit items it is twice as long. */
const NARROW = 2048;
/** Word of a segment: where the next one is. */
export const NEXT = 0;
/** Word of a segment: the position of its first slot, or {@link UNUSED}. */
export const FIRST = 1;
/** No position of a first slot: those are multiples of {@link LAP}. */
export const UNUSED = 1;

/** Positions from a segment's first slot to the next one's: its slots, and one between segments that is no slot. */
export const LAP = 1024;
/** Slots of a segment. */
export const SLOTS = LAP - 1;
/** Offset of a segment's last slot. */
export const LAST = SLOTS - 1;
/** The offset that is no slot. */
export const BETWEEN = SLOTS;

/** Words of a segment; `wide` is 1 when items take two words, else 0. */
export function segmentSize(wide: number): number {
  return NARROW << wide;
}

/** The offset of a position in its segment. */
export function offsetOf(position: number): number {
  return position & (LAP - 1);
}

/** Where the slot is: the word of its stamp. The head of a segment takes the place of a slot. */
export function slot(segment: number, offset: number, wide: number): number {
  return segment + ((offset + 1) << (1 + wide));
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
