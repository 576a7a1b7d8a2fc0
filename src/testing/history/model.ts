import { checkInteger } from '../../core/check.js';

/**
 * A sequential object at its plainest, whose methods are the operations of a history: makes a fresh one at each call. It
 * must be deterministic, as it is made anew and led through the same operations many times.
 *
 * If it has a method `toJSON`, that answers its whole state, as plain data. Ways that lead to equal states are then
 * searched once, which is what keeps histories of twenty concurrent operations short work. Without it the object is
 * opaque, and longer ones may take long.
 *
 * Corresponds to the sequential specification of Herlihy and Wing's *Linearizability* (1990).
 *
 * @example
 * ```ts
 * import { linearize, type Model } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const latch: Model = () => {
 *   let open = false;
 *   return { open: () => void (open = true), isOpen: () => open, toJSON: () => open };
 * };
 * const open = { thread: 0, name: 'open', args: [], result: undefined, from: 0, to: 1 };
 * const look = { thread: 1, name: 'isOpen', args: [], result: false, from: 2, to: 3 };
 * assert.equal(linearize([open, look], latch), undefined);
 * ```
 */
export type Model = () => object;

class List {
  readonly items: unknown[] = [];

  constructor(readonly capacity: number) {}

  push(value: unknown): boolean {
    return this.items.length < this.capacity && this.items.push(value) > 0;
  }

  toJSON(): unknown {
    return this.items;
  }
}

class Queue extends List {
  pop(): unknown {
    return this.items.shift();
  }

  forcePush(value: unknown): unknown {
    const oldest = this.items.length === this.capacity ? this.items.shift() : undefined;
    this.items.push(value);
    return oldest;
  }
}

class Stack extends List {
  pop(): unknown {
    return this.items.pop();
  }
}

class Register {
  #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  load(): unknown {
    return this.#value;
  }

  store(value: unknown): unknown {
    this.#value = value;
    return value;
  }

  exchange(value: unknown): unknown {
    const old = this.#value;
    this.#value = value;
    return old;
  }

  compareExchange(expected: unknown, value: unknown): unknown {
    const old = this.#value;
    if (old === expected) this.#value = value;
    return old;
  }

  add(value: number): unknown {
    return this.exchange((this.#value as number) + value);
  }

  sub(value: number): unknown {
    return this.exchange((this.#value as number) - value);
  }

  toJSON(): unknown {
    return this.#value;
  }
}

/**
 * Models of the usual objects.
 *
 * @example
 * ```ts
 * import { linearize, models } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const push = (thread: number, value: number, result: boolean) => ({
 *   thread, name: 'push', args: [value], result, from: 0, to: 9,
 * });
 * const history = [push(0, 1, true), push(1, 2, false)];
 * assert.ok(linearize(history, models.queue(1)));
 * assert.equal(linearize(history, models.queue(2)), undefined); // 2 was refused, and there was room
 * ```
 */
export const models = {
  /**
   * First in, first out, as the queues of `reveille/queue` are: `push(value)` answers whether it fitted, `pop()` the
   * oldest item or `undefined`, `forcePush(value)` pushes the oldest out if it must and answers it.
   *
   * @param capacity - how many items fit; `Infinity` when left out.
   * @throws TypeError or RangeError when `capacity` is not such a number.
   */
  queue(capacity = Number.POSITIVE_INFINITY): Model {
    checkCapacity(capacity);
    return () => new Queue(capacity);
  },

  /**
   * Last in, first out: `push(value)` answers whether it fitted, `pop()` the newest item or `undefined`.
   *
   * @param capacity - how many items fit; `Infinity` when left out.
   * @throws TypeError or RangeError when `capacity` is not such a number.
   */
  stack(capacity = Number.POSITIVE_INFINITY): Model {
    checkCapacity(capacity);
    return () => new Stack(capacity);
  },

  /**
   * A word, or a counter: `load()`, `store(value)`, `exchange(value)`, `compareExchange(expected, value)`, `add(n)` and
   * `sub(n)`, which answer what the functions of `Atomics` answer: the value before; `store` the new one.
   *
   * @param value - the value at first; 0 when left out.
   */
  register(value: unknown = 0): Model {
    return () => new Register(value);
  },
};

function checkCapacity(capacity: number): void {
  if (capacity !== Number.POSITIVE_INFINITY) checkInteger('capacity', capacity, 0, Number.MAX_SAFE_INTEGER);
}
