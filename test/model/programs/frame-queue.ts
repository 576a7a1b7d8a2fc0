/** `SharedFrameQueue`, held against a sequential queue of frames that may be unfinished. */
import assert from 'node:assert/strict';
import { type Frame, type FrameOwner, SharedFrameQueue } from 'reveille/queue';
import { record } from 'reveille/testing';
import { frameModel } from './frame-model.js';

type Memory = SharedArrayBuffer;

/** The thread that dies in these programs; all others live. */
const DEAD = 7;
const LOCK = 32;
/** A byte whose last three bits are those of a reserved frame's state. */
const LIKE_RESERVED = 0x5a;
const as = (owner: number): FrameOwner => ({
  owner,
  isAlive(other) {
    assert.ok(other < 10, `${other} is nobody's number`);
    return other !== DEAD;
  },
});

/** A queue whose operations are written down. A frame is known by its value, which all its bytes have. */
class Recorded {
  readonly #queue: SharedFrameQueue;

  constructor(memory: Memory, owner = 1) {
    this.#queue = SharedFrameQueue.attach(memory, as(owner));
  }

  push(value: number, length: number): boolean {
    return record('push', [value, length], () => this.#queue.push(new Uint8Array(length).fill(value)));
  }

  pop(): number | undefined {
    return record('pop', [], () => {
      const frame = this.#queue.pop();
      return frame && nameOf(frame, 0, frame.length);
    });
  }

  popWith(): number | undefined {
    return record('pop', [], () => this.#queue.popWith(nameOf));
  }

  /** `name` is that of the frame among all reserved ones. */
  reserve(name: number, length: number): Frame | undefined {
    let frame: Frame | undefined;
    record('reserve', [name, length], () => {
      frame = this.#queue.reserve(length);
      return frame !== undefined;
    });
    return frame;
  }

  commit(name: number, frame: Frame | undefined, value: number, used: number): void {
    if (frame === undefined) return;
    frame.bytes.fill(value, 0, used);
    record('commit', [name, value, used], () => frame.commit(used));
  }

  drop(name: number, frame: Frame | undefined): void {
    if (frame !== undefined) record('drop', [name], () => frame.drop());
  }

  length(): number {
    return record('length', [], () => this.#queue.length);
  }

  isFull(): boolean {
    return record('isFull', [], () => this.#queue.isFull);
  }
}

/** The value and the length of a frame; of one that was torn, what no model answers. */
function nameOf(bytes: Uint8Array, at: number, end: number): number {
  const value = bytes[at] as number;
  for (let i = at; i < end; i += 1) if (bytes[i] !== value) return -1;
  return value * 100 + end - at;
}

/** Room for two frames of 8 bytes; the ring has 8 cells, so the third begins behind its end. */
const TWO = { bytes: 48 };

/** Empty, and past some laps, so that old frames lie about. */
function used(options: { bytes: number; frames?: number }): SharedFrameQueue {
  const queue = new SharedFrameQueue({ ...options, ...as(1) });
  for (let value = 90; value < 95; value += 1) {
    queue.push(new Uint8Array(8).fill(value));
    queue.pop();
  }
  return queue;
}

export const setupOfTwo = (): Memory => used(TWO).share();
export const modelOfTwo = frameModel(48, 3);

/** Room for one frame of 8 bytes, or an empty one. */
export const setupOfOne = (): Memory => used({ bytes: 24 }).share();
export const modelOfOne = frameModel(24, 1);

/** Many bytes, but one frame. */
export const setupOfOneFrame = (): Memory => used({ bytes: 200, frames: 1 }).share();
export const modelOfOneFrame = frameModel(200, 1);

/** A thread died while it pushed, after it had written some of its frame. */
export function setupLocked(): Memory {
  const memory = used(TWO).share();
  new Int32Array(memory)[LOCK] = DEAD + 1;
  return memory;
}

/** A thread reserved a frame, and died. */
export function setupReserved(): Memory {
  const queue = used(TWO);
  SharedFrameQueue.attach(queue.share(), as(DEAD)).reserve(8);
  return queue.share();
}
export const modelReserved = frameModel(48, 3);

/** A frame was reserved and committed. */
export function setupCommitted(): Memory {
  const queue = used(TWO);
  const frame = queue.reserve(8) as Frame;
  frame.bytes.fill(6);
  frame.commit();
  return queue.share();
}
export const modelCommitted = frameModel(48, 3, { room: 24, value: 608 });

export function producer(memory: Memory): void {
  const queue = new Recorded(memory);
  queue.push(1, 8);
  queue.push(2, 3);
}

export function consumer(memory: Memory): void {
  const queue = new Recorded(memory);
  queue.pop();
  queue.popWith();
}

export function single(memory: Memory): void {
  new Recorded(memory, 2).push(3, 8);
}

/** Pushes and pops. */
export function left(memory: Memory): void {
  const queue = new Recorded(memory, 3);
  queue.push(10, 8);
  queue.pop();
}

export function right(memory: Memory): void {
  const queue = new Recorded(memory, 4);
  queue.push(20, 5);
  queue.popWith();
}

/** Reserves a frame, pushes another behind it, and commits the first. */
export function committer(memory: Memory): void {
  const queue = new Recorded(memory, 5);
  const frame = queue.reserve(0, 8);
  queue.push(4, 1);
  queue.commit(0, frame, 5, 2);
}

/** Reserves a frame and drops it. */
export function dropper(memory: Memory): void {
  const queue = new Recorded(memory, 6);
  queue.drop(1, queue.reserve(1, 8));
}

/** Locks the queue and dies: nothing it might have begun is published. */
export function dier(memory: Memory): void {
  Atomics.compareExchange(new Int32Array(memory), LOCK, 0, DEAD + 1);
}

export function measurer(memory: Memory): void {
  new Recorded(memory, 8).length();
}

export function tester(memory: Memory): void {
  new Recorded(memory, 8).isFull();
}

export function popper(memory: Memory): void {
  new Recorded(memory, 4).pop();
}

/** Pushes until bytes stand where the state of an older frame stood: of a reserved one, from the look of them. */
export function refiller(memory: Memory): void {
  const queue = new Recorded(memory, 3);
  queue.popWith();
  queue.push(10, 8);
  queue.push(LIKE_RESERVED, 8);
}

/** Goes once round the ring, so that what others have taken is overwritten. */
export function lapper(memory: Memory): void {
  const queue = new Recorded(memory, 3);
  queue.popWith();
  queue.push(10, 8);
  queue.push(11, 8);
  queue.popWith();
  queue.push(12, 8);
}
