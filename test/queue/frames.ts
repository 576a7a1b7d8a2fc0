import { type FrameQueueOptions, SharedFrameQueue } from 'reveille/queue';

/** The layout, from the drawing in the source: the tests must notice when it changes without its version. */
export const FRAME_WORD = { cells: 2, frames: 3, maxFrame: 4, head: 16, lock: 32, passed: 33, tail: 48, ring: 64 };
/** Words of a place. */
export const PLACE = { state: 0, length: 1, sequence: 2, position: 3 };

export function frameWords(queue: SharedFrameQueue): Int32Array {
  return new Int32Array(queue.share());
}

/** An empty queue whose next position is this one, after so many frames. */
export function framesAt(options: FrameQueueOptions, position: number, sequence: number): SharedFrameQueue {
  const queue = new SharedFrameQueue(options);
  const words = frameWords(queue);
  words[FRAME_WORD.head] = words[FRAME_WORD.tail] = words[FRAME_WORD.passed] = position;
  const ring = 2 ** Math.ceil(Math.log2((words[FRAME_WORD.cells] as number) + 2));
  const at = FRAME_WORD.ring + 2 * (position & (ring - 1));
  words[at + PLACE.position] = position;
  words[at + PLACE.sequence] = sequence;
  return queue;
}

/** As many bytes, each of which is `value`. */
export const bytesOf = (length: number, value = length): Uint8Array => new Uint8Array(length).fill(value);

/** What pops answer until there is nothing. */
export function popAll(queue: SharedFrameQueue): number[][] {
  const frames: number[][] = [];
  for (let frame = queue.pop(); frame !== undefined; frame = queue.pop()) frames.push([...frame]);
  return frames;
}
