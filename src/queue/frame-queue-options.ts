import { checkInteger, checkOptions } from '../core/check.js';
import { PLACE_BYTES } from './frame-layout.js';
import { type FrameLimits, MOST_BYTES, MOST_FRAME, MOST_FRAMES } from './frame-memory.js';
import { type FrameOwner, ownerOf } from './frame-owner.js';

/**
 * What a {@link SharedFrameQueue} is made for, and by whom.
 *
 * @example
 * ```ts
 * import { type FrameQueueOptions, SharedFrameQueue } from 'reveille/queue';
 *
 * const options: FrameQueueOptions = { bytes: 65_536, frames: 100, maxFrame: 4096 };
 * const { capacity, maxFrame } = new SharedFrameQueue(options);
 * console.log(capacity, maxFrame); // 100 4096
 * ```
 */
export interface FrameQueueOptions extends Partial<FrameOwner> {
  /**
   * Bytes that the frames in it may take together, from 16 to 1,073,741,824, rounded down to eights. A frame takes its
   * length, rounded up to eights, and 16 more.
   */
  readonly bytes: number;
  /** How many frames may be in, from 1 to 1,073,741,824; as many as `bytes` allows when left out. */
  readonly frames?: number;
  /** Bytes of the longest frame; what fits into the empty queue when left out, but up to 536,870,911. */
  readonly maxFrame?: number;
}

/** @throws TypeError or RangeError naming the option, when one is missing or wrong. */
export function limitsOf(options: FrameQueueOptions): FrameLimits {
  checkOptions('options', options, ['bytes', 'frames', 'maxFrame', 'owner', 'isAlive']);
  ownerOf(options); // before anything is allocated
  checkInteger('options.bytes', options.bytes, PLACE_BYTES, MOST_BYTES);
  const bytes = options.bytes & ~7;
  const most = Math.min(bytes - PLACE_BYTES, MOST_FRAME);
  const { frames = Math.floor(bytes / PLACE_BYTES), maxFrame = most } = options;
  checkInteger('options.frames', frames, 1, MOST_FRAMES);
  checkInteger('options.maxFrame', maxFrame, 0, most);
  return { bytes, frames, maxFrame };
}
