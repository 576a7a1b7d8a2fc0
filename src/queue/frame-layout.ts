import { HEADER_WORDS } from '../core/shared-memory.js';
import { LINE } from './header.js';

/** Of the memory's header: 8-byte cells that frames may take together, how many frames may, and bytes of the longest. */
export const CELLS_AT = HEADER_WORDS;
export const FRAMES_AT = HEADER_WORDS + 1;
export const MAX_FRAME_AT = HEADER_WORDS + 2;

/** Where the oldest frame is: moved by pops. */
export const HEAD = LINE;
/** Who pushes: 0 for nobody, else its number plus one. */
export const LOCK = 2 * LINE;
/** A `head` of some time ago, for pushes. */
export const PASSED = LOCK + 1;
/** 1 once it was closed: written under the lock. */
export const CLOSED = LOCK + 2;
/** Where the next frame will be; what lies before it is published. Moved by pushes; a line of its own, for pops that wait look at it. */
export const TAIL = 3 * LINE;
/** The first cell of the ring. */
export const RING = 4 * LINE;

/** Words of a place, which a frame begins with: see {@link SharedFrameQueue} for who writes them and when. */
export const STATE = 0;
export const LENGTH = 1;
export const SEQUENCE = 2;
export const POSITION = 3;

/** Cells of a place, and its bytes. */
export const PLACE = 2;
export const PLACE_BYTES = 8 * PLACE;

/**
 * What the low bits of a state say; the number above them is the frame's length in bytes, of {@link RESERVED} its owner.
 *
 * ```
 *   push:     PUSHED                     written plainly, for the move of `tail` publishes it
 *   reserve:  RESERVED --> COMMITTED     by a compare-exchange of the owner's, with as many bytes as were used
 *                      --> ABORTED       likewise
 * ```
 *
 * None of them is 0, which is what memory is that nobody has written to.
 */
export const PUSHED = 1;
export const RESERVED = 2;
export const COMMITTED = 3;
export const ABORTED = 4;

const KIND_BITS = 3;

/** A state, of a number that has 29 bits at most. */
export const stateOf = (kind: number, count: number): number => (count << KIND_BITS) | kind;
export const kindOf = (state: number): number => state & ((1 << KIND_BITS) - 1);
export const countOf = (state: number): number => state >>> KIND_BITS;

/** Cells that a frame of so many bytes takes. */
export const cellsOf = (length: number): number => PLACE + ((length + 7) >> 3);
