/** Futures awaited together, each of which is done by somebody else: here, by a value that he sends. */
import assert from 'node:assert/strict';
import {
  all,
  allSettled,
  any,
  co,
  END,
  type Future,
  join,
  PENDING,
  pollFn,
  race,
  SharedWaker,
  type Suspend,
  type WakerHandle,
} from 'reveille';
import { mapBounded } from 'reveille/threads';
import { nameOf, unwrap } from './carrier.js';
import { type ChannelCase, type Held, role } from './setting.js';

const THREE = ['flavour', 'flavour', 'flavour'] as const;
const receives = (held: Held): Future<unknown>[] => [0, 1, 2].map((channel) => held.rx(channel).receiving());

/** One who awaits three together, and one who sends to them in this order. */
const together = (
  order: readonly number[],
  body: (held: Held) => Generator<Suspend, unknown, unknown>,
): ChannelCase => ({
  channels: THREE,
  roles: [
    role('rx0 rx1 rx2', function* (here, held) {
      yield* body(held);
      here.signal(0);
    }),
    role('tx0 tx1 tx2', function* (here, held) {
      for (const channel of order) {
        yield* here.lull();
        yield* held.tx(channel).send(10 + channel);
      }
      for (const channel of [0, 1, 2]) if (!order.includes(channel)) held.tx(channel)[Symbol.dispose]();
      yield* here.until(0);
    }),
  ],
});

/** All answers, in the order of the futures, whatever order they came in. */
export const allOfThree = together([2, 0, 1], function* (held) {
  assert.deepEqual(unwrap(yield* all(receives(held))), [10, 11, 12]);
});

/** The same as a tuple. */
export const joinOfTwo = together([1, 0], function* (held) {
  const [first, second] = yield* join(held.rx(0).receiving(), held.rx(1).receiving());
  assert.deepEqual([unwrap(first), unwrap(second)], [10, 11]);
});

/** The first error is that of the whole. */
export const allWithError = together([0, 1], function* (held) {
  try {
    yield* all(receives(held));
    assert.fail('it has an error');
  } catch (error) {
    assert.equal(nameOf(error), 'RecvError');
  }
});

/** Answers and errors, each in its place. */
export const settled = together([1], function* (held) {
  const outcomes = yield* allSettled(receives(held));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'fulfilled', 'rejected'],
  );
});

/** The first that is done; the others take nothing. */
export const firstOfThree: ChannelCase = {
  channels: THREE,
  roles: [
    role('rx0 rx1 rx2', function* (here, held) {
      assert.equal(unwrap(yield* race(receives(held))), 11);
      here.signal(0);
      assert.equal(yield* held.rx(0).recv(), 10);
      here.signal(1);
    }),
    role('tx0 tx1 tx2', function* (here, held) {
      yield* here.lull();
      yield* held.tx(1).send(11);
      yield* here.until(0);
      yield* held.tx(0).send(10);
      yield* here.until(1);
    }),
  ],
};

/** The first that answers, whatever fails before. */
export const anyOfThree = together([2], function* (held) {
  assert.equal(unwrap(yield* any(receives(held))), 12);
});

/** When all fail, all their errors. */
export const anyOfNone = together([], function* (held) {
  try {
    yield* any(receives(held));
    assert.fail('all fail');
  } catch (error) {
    assert.ok(error instanceof AggregateError);
    assert.deepEqual(error.errors.map(nameOf), ['RecvError', 'RecvError', 'RecvError']);
  }
});

/** One after the other as they are done, and then the end. */
export const asTheyCome = together([1, 2, 0], function* (held) {
  const stream = mapBounded([0, 1, 2], (channel) => held.rx(channel).receiving(), { concurrency: 3, ordered: false });
  const came: unknown[] = [];
  for (let next = yield* stream.next(); next !== END; next = yield* stream.next()) came.push(unwrap(next));
  assert.deepEqual(came.toSorted(), [10, 11, 12]);
  if (held.flavour.capacity > 0 && !held.here.isAcross) assert.deepEqual(came, [11, 12, 10]);
});

/** The same where one of them is of two, and done when both are. */
export const withOneOfTwo = together([0, 1, 2], function* (held) {
  const parts: (() => Future<unknown>)[] = [
    () => held.rx(0).receiving(),
    () => join(held.rx(1).receiving(), held.rx(2).receiving()),
  ];
  const stream = mapBounded(parts, (part) => part(), { concurrency: 2, ordered: false });
  const came: unknown[] = [];
  for (let next = yield* stream.next(); next !== END; next = yield* stream.next()) came.push(unwrap(next));
  assert.deepEqual(came, [10, [11, 12]]);
});

/** What is left when the whole is dropped is dropped, and takes nothing. */
export const droppedTogether = together([0, 1, 2], function* (held) {
  for (const whole of [all(receives(held)), race(receives(held)), any(receives(held))]) whole[Symbol.dispose]();
  for (const channel of [0, 1, 2]) assert.equal(yield* held.rx(channel).recv(), 10 + channel);
});

/** More than a few, beyond which only what was woken is polled. */
export const manyTogether: ChannelCase = {
  roles: [
    role('rx', function* (_, held) {
      const numbers = unwrap(yield* all(Array.from({ length: 20 }, () => held.rx().receiving()))) as number[];
      assert.deepEqual(
        numbers.toSorted((a, b) => a - b),
        Array.from({ length: 20 }, (_n, n) => n),
      );
    }),
    role('tx', function* (_, held) {
      for (let n = 0; n < 20; n += 1) yield* held.tx().send(n);
    }),
  ],
};

/** A coroutine whose value is there at its second poll is polled twice. */
export const inSteps = together([0, 1, 2], function* (held) {
  const sum = co(function* () {
    let total = 0;
    for (const channel of [0, 1, 2]) total += unwrap(yield* held.rx(channel).receiving()) as number;
    return total;
  });
  assert.equal(yield* sum, 33);
});

/** One who has shared his waker waits until another one has woken it by that. */
export const sharedWaker: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      let isSent = false;
      yield* pollFn((cx) => {
        if (here.count(0) > 0) return 'woken';
        if (!isSent) held.tx().end.trySend(cx.waker.share()); // shared first, then looked once more
        isSent = true;
        return here.count(0) > 0 ? 'woken' : PENDING;
      });
      yield* here.until(1); // a thread that has ended answers no more questions about its handles
    }),
    role('rx', function* (here, held) {
      const handle = (yield* held.rx().waitToRecv()) as unknown as WakerHandle;
      yield* here.lull();
      here.signal(0);
      SharedWaker.attach(handle).wake();
      here.signal(1);
    }),
  ],
};
