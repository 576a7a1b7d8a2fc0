/**
 * How a shared queue is closed: `tail` jumps ahead, further than any queue is long. So it looks full to each push from
 * that very step on, and no push is half inside: it moved `tail` before the jump, and its item will be there, or its
 * compare-exchange fails. A flag beside the queue, as a push would look at it before it moves `tail`, leaves a gap in which
 * receivers find the queue closed and empty, and an item arrives after all. (crossbeam marks a bit of `tail` to the same
 * end; a jump costs pushes and pops nothing, for only those that found the queue full or empty ask about it.)
 *
 * A multiple of every lap and segment, so positions keep their index.
 */
const JUMP = 0x4000_0000;

/** Where `tail` jumps to from here. */
export const jumped = (tail: number): number => (tail + JUMP) | 0;

/** Whether the queue was closed, by a `head` and a `tail` of one moment. */
export const hasJumped = (head: number, tail: number): boolean => ((tail - head) | 0) >= JUMP;

/** Where the items end. */
export const endOf = (head: number, tail: number): number => (hasJumped(head, tail) ? (tail - JUMP) | 0 : tail);
