import { co, Executor, select } from 'reveille';
import { bounded, type Receiver, type Sender, unbounded } from 'reveille/channel';
import type { Shape, Work } from '../scenario.js';
import { messages } from './messages.js';

type Ends = [Sender<number>, Receiver<number>];

/** Two tasks of one executor. */
function tasks(make: () => Ends): Work {
  const executor = new Executor();
  return messages((count) => {
    const [tx, rx] = make();
    executor.spawn(produce(tx, count));
    return executor.runUntil(consume(rx, count));
  });
}

const produce = co.wrap(function* produce(tx: Sender<number>, count: number) {
  for (let n = 0; n < count; n += 1) yield* tx.send(n);
});

const consume = co.wrap(function* consume(rx: Receiver<number>, count: number) {
  let received = 0;
  for (let n = 0; n < count; n += 1) if ((yield* rx.recv()) === n) received += 1;
  return received;
});

export const boundedChannel = ({ size }: Shape): Work => tasks(() => bounded(size));

export const unboundedChannel = (): Work => tasks(() => unbounded());

/** The consumer takes what is there. */
export function batches({ size }: Shape): Work {
  const executor = new Executor();
  return messages((count) => {
    const [tx, rx] = bounded<number>(size);
    executor.spawn(produce(tx, count));
    return executor.runUntil(consumeBatches(rx, count));
  });
}

const consumeBatches = co.wrap(function* consumeBatches(rx: Receiver<number>, count: number) {
  let received = 0;
  while (received < count) for (const n of yield* rx.recvMany(64)) if (n === received) received += 1;
  return received;
});

/** The producer sends to two channels in turn, and the consumer selects. */
export function selectOfTwo(): Work {
  const executor = new Executor();
  return messages((count) => {
    const [even, evens] = bounded<number>(128);
    const [odd, odds] = bounded<number>(128);
    executor.spawn(produceInTurn(even, odd, count));
    return executor.runUntil(consumeEither(evens, odds, count));
  });
}

const produceInTurn = co.wrap(function* produceInTurn(even: Sender<number>, odd: Sender<number>, count: number) {
  for (let n = 0; n < count; n += 1) yield* ((n & 1) === 0 ? even : odd).send(n);
});

const consumeEither = co.wrap(function* consumeEither(evens: Receiver<number>, odds: Receiver<number>, count: number) {
  let received = 0;
  for (let n = 0; n < count; n += 1) {
    const { key, value } = yield* select({ even: evens.recv(), odd: odds.recv() });
    if ((value & 1) === (key === 'even' ? 0 : 1)) received += 1;
  }
  return received;
});
