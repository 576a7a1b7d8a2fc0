import { type ItemKind, type Queue, SharedArrayQueue, SharedFrameQueue, SharedSegQueue } from 'reveille/queue';
import { toNumber as ofFrame, toFrame } from './number-frame.js';

/** A shared queue that tests give numbers to, whatever its items are. */
export interface NumberQueue extends Queue<number> {
  readonly items: ItemKind;
  share(): SharedArrayBuffer;
  pushMany(values: readonly number[]): number;
  popMany(max?: number): number[];
  forcePush?(value: number): number | undefined;
}

type BigQueue = SharedArrayQueue<'i64'> | SharedSegQueue<'i64'>;

/** Makes both halves of an integer say which number it stands for: one half of another would be noticed. */
const FACTOR = 2n ** 32n + 1n;
const toBig = (value: number): bigint => BigInt.asIntN(64, BigInt(value) * FACTOR);

function toNumber(item: bigint): number {
  const value = Number(BigInt.asIntN(32, item));
  if (toBig(value) !== item) throw new Error(`${item} is of two items`);
  return value;
}

const orUndefined = (item: bigint | undefined): number | undefined => (item === undefined ? item : toNumber(item));

/** A queue of 64-bit integers, as one of numbers. */
class Integers implements NumberQueue {
  readonly items = 'i64';
  readonly capacity: number;
  declare forcePush?: (value: number) => number | undefined;

  constructor(readonly queue: BigQueue) {
    this.capacity = queue.capacity;
    if (queue instanceof SharedArrayQueue) this.forcePush = (value) => orUndefined(queue.forcePush(toBig(value)));
  }

  push(value: number): boolean {
    return this.queue.push(toBig(value));
  }

  pop(): number | undefined {
    return orUndefined(this.queue.pop());
  }

  pushMany(values: readonly number[]): number {
    return this.queue.pushMany(values.map(toBig));
  }

  popMany(max?: number): number[] {
    return this.queue.popMany(max).map(toNumber);
  }

  share(): SharedArrayBuffer {
    return this.queue.share();
  }

  get length(): number {
    return this.queue.length;
  }

  get isEmpty(): boolean {
    return this.queue.isEmpty;
  }

  get isFull(): boolean {
    return this.queue.isFull;
  }
}

/** Bytes that a frame of a number takes at most. */
const MOST = 40;

/** A queue of frames, as one of numbers. */
class Frames implements NumberQueue {
  readonly items = 'i32';
  readonly capacity: number;

  constructor(readonly queue: SharedFrameQueue) {
    this.capacity = queue.capacity;
  }

  push(value: number): boolean {
    return this.queue.push(toFrame(value));
  }

  pop(): number | undefined {
    const frame = this.queue.pop();
    return frame === undefined ? undefined : ofFrame(frame);
  }

  /** One after the other. */
  pushMany(values: readonly number[]): number {
    let count = 0;
    while (count < values.length && this.push(values[count] as number)) count += 1;
    return count;
  }

  popMany(max = this.length): number[] {
    const items: number[] = [];
    for (let i = 0; i < max; i += 1) {
      const item = this.queue.popWith((bytes, at, end) => ofFrame(bytes.subarray(at, end)));
      if (item === undefined) break;
      items.push(item);
    }
    return items;
  }

  share(): SharedArrayBuffer {
    return this.queue.share();
  }

  get length(): number {
    return this.queue.length;
  }

  get isEmpty(): boolean {
    return this.queue.isEmpty;
  }

  get isFull(): boolean {
    return this.queue.isFull;
  }
}

const CLASSES = { array: SharedArrayQueue, seg: SharedSegQueue };

/** What names a queue to another thread. */
export interface Handle {
  readonly kind: keyof typeof CLASSES | 'frame';
  readonly items: ItemKind;
  readonly buffer: SharedArrayBuffer;
}

export function makeQueue(kind: Handle['kind'], items: ItemKind, capacity: number): NumberQueue {
  if (kind === 'frame') return new Frames(new SharedFrameQueue({ bytes: MOST * capacity, frames: capacity }));
  if (items === 'i64') {
    return new Integers(
      kind === 'array' ? new SharedArrayQueue(capacity, { items }) : new SharedSegQueue({ capacity, items }),
    );
  }
  return kind === 'array' ? new SharedArrayQueue(capacity, { items }) : new SharedSegQueue({ capacity, items });
}

export function handleOf(queue: NumberQueue): Handle {
  if (queue instanceof Frames) return { kind: 'frame', items: queue.items, buffer: queue.share() };
  return { kind: queue.forcePush === undefined ? 'seg' : 'array', items: queue.items, buffer: queue.share() };
}

export function attachTo({ kind, items, buffer }: Handle): NumberQueue {
  if (kind === 'frame') return new Frames(SharedFrameQueue.attach(buffer));
  if (items === 'i64') return new Integers(CLASSES[kind].attach(buffer, { items }));
  return CLASSES[kind].attach(buffer, { items });
}
