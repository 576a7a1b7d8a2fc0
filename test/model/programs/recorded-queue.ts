import type { Queue, RingQueue } from 'reveille/queue';
import { type Model, models, record } from 'reveille/testing';

/** A queue whose operations are written down, to be held against {@link queueModel}. */
export class RecordedQueue {
  readonly #queue: Queue<number>;

  constructor(queue: Queue<number>) {
    this.#queue = queue;
  }

  push(value: number): boolean {
    return record('push', [value], () => this.#queue.push(value));
  }

  /** Of a ring. */
  forcePush(value: number): number | undefined {
    return record('forcePush', [value], () => (this.#queue as RingQueue<number>).forcePush(value));
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

/** A sequential queue of that capacity, with `items` in it at first, which can be asked how full it is. */
export function queueModel(capacity: number, ...items: readonly number[]): Model {
  return () => {
    const queue = models.queue(capacity)() as { push(value: number): boolean; toJSON(): readonly number[] };
    for (const item of items) queue.push(item);
    return Object.assign(queue, {
      length: () => queue.toJSON().length,
      isEmpty: () => queue.toJSON().length === 0,
      isFull: () => queue.toJSON().length === capacity,
    });
  };
}
