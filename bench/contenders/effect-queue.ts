import { Effect, Fiber, Queue } from 'effect';
import type { Shape, Work } from '../scenario.js';
import { messages } from './messages.js';

/** Two fibers. */
export function effectQueue({ size }: Shape): Work {
  return messages((count) => Effect.runPromise(exchange(size, count)));
}

const exchange = (size: number, count: number) =>
  Effect.gen(function* () {
    const queue = yield* Queue.bounded<number>(size);
    const producer = yield* Effect.forkChild(
      Effect.gen(function* () {
        for (let n = 0; n < count; n += 1) yield* Queue.offer(queue, n);
      }),
    );
    let received = 0;
    for (let n = 0; n < count; n += 1) if ((yield* Queue.take(queue)) === n) received += 1;
    yield* Fiber.join(producer);
    return received;
  });
