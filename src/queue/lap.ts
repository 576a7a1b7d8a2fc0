/**
 * Positions of a ring: `[ lap ......... | index ... ]` in 32 bits, with `index < capacity <= lap`, a power of two. So
 * each capacity is exact, and index and lap need no division. A lap is two positions at least, which stamps need.
 */
export function lapFor(capacity: number): number {
  return 1 << Math.max(1, 32 - Math.clz32(capacity - 1)); // not 2 ** n, whose result V8 keeps as a double
}

/** The position after: the next index, or the first of the next lap. */
export function after(position: number, capacity: number, lap: number): number {
  const index = position & (lap - 1);
  return index + 1 < capacity ? (position + 1) | 0 : (position - index + lap) | 0;
}

/** The position `count` further, up to the same index of the next lap. */
export function further(position: number, count: number, capacity: number, lap: number): number {
  const index = (position & (lap - 1)) + count;
  return index < capacity ? (position + count) | 0 : (position + count + lap - capacity) | 0;
}

/** How many items there are from `head` to `tail`: a whole lap counts for `capacity`. */
export function itemsInLaps(head: number, tail: number, capacity: number, lap: number): number {
  const mask = lap - 1;
  const laps = (((tail & ~mask) - (head & ~mask)) | 0) / lap;
  return laps * capacity + (tail & mask) - (head & mask);
}
