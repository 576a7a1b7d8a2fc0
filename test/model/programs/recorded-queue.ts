import type { RingQueue } from 'reveille/queue';
import { type Model, models, record } from 'reveille/testing';

/** A queue that the programs give numbers to. */
export type NumberQueue = Omit<RingQueue<number>, 'forcePush'> & {
  forcePush?(value: number): number | undefined;
  pushMany(values: readonly number[]): number;
  popInto(into: Int32Array): number;
};

/**
 * A queue whose operations are written down, to be held against {@link queueModel}. A batch is written down item by
 * item, all at once, since others' operations may come in between: the model keeps the items of a batch in their order.
 */
export class RecordedQueue {
  readonly #queue: NumberQueue;

  constructor(queue: NumberQueue) {
    this.#queue = queue;
  }

  /** `batch` names it among all batches. */
  pushMany(batch: string, values: readonly number[]): void {
    let count = 0;
    const part = (i: number): void => {
      const value = values[i];
      if (value === undefined) count = this.#queue.pushMany(values);
      else {
        record('pushPart', [batch, i, value], () => {
          part(i + 1);
          return i < count;
        });
      }
    };
    part(0);
  }

  /** Pops that many. `batch` names it among all batches. */
  popMany(batch: string, max: number): void {
    const into = new Int32Array(max);
    let count = 0;
    const part = (i: number): void => {
      if (i === max) count = this.#queue.popInto(into);
      else {
        record('popPart', [batch, i], () => {
          part(i + 1);
          return i < count ? into[i] : undefined;
        });
      }
    };
    part(0);
  }

  push(value: number): boolean {
    return record('push', [value], () => this.#queue.push(value));
  }

  /** Of a ring. */
  forcePush(value: number): number | undefined {
    return record('forcePush', [value], () => this.#queue.forcePush?.(value));
  }

  pop(): number | undefined {
    return record('pop', [], () => this.#queue.pop());
  }

  length(): number {
    return record('length', [], () => this.#queue.length);
  }

  isEmpty(): boolean {
    return record('isEmpty', [], () => this.#queue.isEmpty);
  }

  isFull(): boolean {
    return record('isFull', [], () => this.#queue.isFull);
  }
}

interface Plain {
  push(value: number): boolean;
  pop(): number | undefined;
  toJSON(): readonly number[];
}

/** What no queue answers: the model's word for an item of a batch before the one that comes first. */
const EARLY = 'not yet';

/** A sequential queue of that capacity, with `items` in it at first, which can be asked how full it is. */
export function queueModel(capacity: number, ...items: readonly number[]): Model {
  return () => {
    const queue = models.queue(capacity)() as Plain;
    for (const item of items) queue.push(item);
    const inside = queue.toJSON();
    const done: Record<string, number> = {};
    const isNext = (batch: string, i: number): boolean => {
      if ((done[batch] ?? 0) !== i) return false;
      done[batch] = i + 1;
      return true;
    };
    return Object.assign(queue, {
      pushPart: (batch: string, i: number, value: number) => (isNext(batch, i) ? queue.push(value) : EARLY),
      popPart: (batch: string, i: number) => (isNext(batch, i) ? queue.pop() : EARLY),
      toJSON: () => [inside, done],
      length: () => inside.length,
      isEmpty: () => inside.length === 0,
      isFull: () => inside.length === capacity,
    });
  };
}
