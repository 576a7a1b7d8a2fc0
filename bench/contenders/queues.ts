import type { Work } from '../scenario.js';

/** A push and a pop of a queue that holds `size` items after each push. */
export function steady<T>(size: number, item: T, push: (item: T) => unknown, pop: () => T | undefined): Work {
  for (let i = 1; i < size; i += 1) push(item);
  return {
    units: 1,
    run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) {
        push(item);
        if (pop() === item) done += 1;
      }
      return done;
    },
  };
}

/** Something that is no small integer, since queues mostly carry objects. */
export const ITEM: object = { name: 'item' };
