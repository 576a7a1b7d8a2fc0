import { type Frame, SharedFrameQueue } from 'reveille/queue';
import type { Ledger } from '../ledger.js';
import { lengthOf, readItem, writeItem } from '../values.js';
import type { QueueHandle, Rig } from './rig.js';

/** A queue of frames of all lengths. A thread is taken for dead when the main thread has heard of its end. */
export function frameRig({ memory }: QueueHandle, ledger: Ledger, place: number): Rig {
  const isAlive = (owner: number): boolean => owner === 0 || !ledger.isGone(owner - 1);
  const queue = SharedFrameQueue.attach(memory, { owner: place, isAlive });
  return {
    pushes: ['push', 'push: with', 'push: reserve', 'push: reserve, dropped'],
    pops: ['pop', 'pop: with'],
    async push(way, item) {
      if (way === 'push') return queue.push(frameOf(item)) ? 1 : 0;
      if (way === 'push: with') return pushWith(queue, item) ? 1 : 0;
      const frame = queue.reserve(lengthOf(item) + (item % 9));
      if (frame === undefined) return 0;
      if (way === 'push: reserve') return commit(frame, item);
      const second = queue.reserve(lengthOf(item));
      await new Promise(setImmediate); // meanwhile others stop at the first one
      if (second === undefined) return commit(frame, item);
      frame.drop();
      return commit(second, item);
    },
    pop(way) {
      const item =
        way === 'pop: with' ? queue.popWith((bytes, at, end) => readItem(bytes.subarray(at, end))) : read(queue);
      return item === undefined ? [] : [item];
    },
  };
}

function frameOf(item: number): Uint8Array {
  const frame = new Uint8Array(lengthOf(item));
  writeItem(frame, item);
  return frame;
}

function pushWith(queue: SharedFrameQueue, item: number): boolean {
  const length = lengthOf(item);
  return queue.pushWith(length, (bytes, at) => {
    writeItem(bytes.subarray(at, at + length), item);
    return at + length;
  });
}

function commit(frame: Frame, item: number): number {
  const length = lengthOf(item);
  writeItem(frame.bytes.subarray(0, length), item);
  frame.commit(length);
  return 1;
}

function read(queue: SharedFrameQueue): number | undefined {
  const frame = queue.pop();
  return frame === undefined ? undefined : readItem(frame);
}
