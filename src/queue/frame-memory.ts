import { HandleError } from '../core/errors.js';
import { allocateShared, attachShared } from '../core/shared-memory.js';
import {
  CELLS_AT,
  cellsOf,
  FRAMES_AT,
  MAX_FRAME_AT,
  PLACE,
  PLACE_BYTES,
  POSITION,
  RING,
  SEQUENCE,
} from './frame-layout.js';
import { LINE } from './header.js';
import type { Pad } from './scratch.js';

/** Bytes of the largest queue, of the longest frame, whose length must fit into a state, and frames at most. */
export const MOST_BYTES = 0x4000_0000;
export const MOST_FRAME = 0x1fff_ffff;
export const MOST_FRAMES = 0x4000_0000;

/** Up to so many bytes a loop over words is faster than `set`, which takes 40 ns to begin with, and its view as long. */
const SHORT = 128;

/** What a queue of frames is made for, once it was checked. */
export interface FrameLimits {
  /** Bytes that all its frames may take, their places included. */
  readonly bytes: number;
  /** How many frames may be in. */
  readonly frames: number;
  /** Bytes of the longest frame. */
  readonly maxFrame: number;
}

/** The memory of a queue of frames, and where things are in it. */
export class FrameMemory {
  readonly bytes: number;
  /** How many frames may be in. */
  readonly mostFrames: number;
  readonly maxFrame: number;
  /** 8-byte cells that frames may take. */
  readonly cells: number;
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly octets: Uint8Array<SharedArrayBuffer>;
  readonly #mask: number;

  constructor(limits: FrameLimits, words: Int32Array<SharedArrayBuffer> = allocate(limits)) {
    const { bytes, frames, maxFrame } = limits;
    this.bytes = bytes;
    this.mostFrames = frames;
    this.maxFrame = maxFrame;
    this.cells = bytes >> 3;
    this.#mask = ringOf(this.cells) - 1;
    this.words = words;
    this.octets = new Uint8Array(this.words.buffer, 0, this.words.length * 4);
  }

  /** @throws TypeError when `buffer` is no shared memory, HandleError when it is not that of a queue of frames. */
  static attach(buffer: unknown): FrameMemory {
    const words = attachShared('buffer', buffer, 'fram', LINE);
    const [cells, frames, maxFrame] = words.subarray(CELLS_AT, MAX_FRAME_AT + 1) as unknown as [number, number, number];
    const limits = { bytes: cells * 8, frames, maxFrame };
    if (!arePossible(limits) || words.length !== sizeOf(limits)) {
      throw new HandleError(
        `buffer: its ${words.byteLength} bytes do not agree with the ${limits.bytes} for ${frames} frames up to ${maxFrame} that it states`,
      );
    }
    return new FrameMemory(limits, words);
  }

  /** The word at which the place of a position begins. Of any position: whatever was overwritten, it lies in the memory. */
  at(position: number): number {
    return RING + 2 * (position & this.#mask);
  }

  /** Of the frame whose place is at that word: where its bytes begin. */
  from(at: number): number {
    return 4 * at + PLACE_BYTES;
  }

  /** Copies bytes to where a frame's begin, and rubbish perhaps up to the next cell. */
  copyIn(pad: Pad, to: number, length: number): void {
    if (length > SHORT) {
      this.octets.set(new Uint8Array(pad.bytes.buffer, 0, length), to);
      return;
    }
    const { words } = this;
    const at = to / 4;
    for (let i = (length + 3) >> 2; i > 0; ) {
      i -= 1;
      words[at + i] = pad.words[i] as number;
    }
  }

  /** Copies a frame's bytes, and rubbish perhaps up to the next cell. */
  copyOut(from: number, pad: Pad, length: number): void {
    if (length > SHORT) {
      pad.bytes.set(new Uint8Array(this.words.buffer, from, length));
      return;
    }
    const { words } = this;
    const at = from / 4;
    for (let i = (length + 3) >> 2; i > 0; ) {
      i -= 1;
      pad.words[i] = words[at + i] as number;
    }
  }

  /** Whether the place there is that of `position`, and not what a lap before or a rogue left. */
  isPlaceOf(position: number): boolean {
    return this.words[this.at(position) + POSITION] === position;
  }

  /** How many frames there are from `head` to `tail`, whose places must be written. */
  frames(head: number, tail: number): number {
    const { words } = this;
    return ((words[this.at(tail) + SEQUENCE] as number) - (words[this.at(head) + SEQUENCE] as number)) | 0;
  }
}

/** Whether a queue can be like that: what attaches asks, and what is made was held to. */
function arePossible({ bytes, frames, maxFrame }: FrameLimits): boolean {
  if (bytes < PLACE_BYTES || bytes > MOST_BYTES || frames < 1) return false;
  return maxFrame >= 0 && maxFrame <= MOST_FRAME && cellsOf(maxFrame) * 8 <= bytes;
}

/** Cells of the ring: a power of two, and room for one more place than frames can take, since the next one is written ahead. */
function ringOf(cells: number): number {
  return 1 << (32 - Math.clz32(cells + PLACE - 1));
}

/** Words of all. Behind the ring there is room for a frame that begins in its last cell: frames are not cut in two. */
function sizeOf({ bytes, maxFrame }: FrameLimits): number {
  return RING + 2 * (ringOf(bytes >> 3) + cellsOf(maxFrame));
}

/** Plain writes: nobody else knows the memory yet. The first place is that of sequence and position 0. */
function allocate(limits: FrameLimits): Int32Array<SharedArrayBuffer> {
  const size = sizeOf(limits);
  const words = new Int32Array(allocateShared('fram', size), 0, size);
  words[CELLS_AT] = limits.bytes >> 3;
  words[FRAMES_AT] = limits.frames;
  words[MAX_FRAME_AT] = limits.maxFrame;
  return words;
}
