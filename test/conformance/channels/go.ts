/** Programs of Go's tests: goroutines are roles, and an end that goes is a close. */
import assert from 'node:assert/strict';
import { END, PENDING } from 'reveille';
import { told, toldNow } from './ends.js';
import { type ChannelCase, type Held, role } from './setting.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const flavours = (count: number) => upTo(count).map(() => 'flavour' as const);
const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

/** One sends to whichever of four takes it; four carry it on to one, who sees each number once. */
export const doubleSelect: ChannelCase = {
  channels: flavours(5),
  roles: [
    role('rx4', (_, held) => held.rx(4).rest()),
    role('tx0 tx1 tx2 tx3', function* (_, held) {
      for (const i of upTo(20)) {
        yield* held.select(() => Object.fromEntries(upTo(4).map((c) => [`c${c}`, held.tx(c).sending(i)])));
      }
    }),
    ...upTo(4).map((c) =>
      role(`rx${c} tx4`, function* (_, held) {
        for (let got = yield* told(held.rx(c).recv()); got !== 'RecvError'; got = yield* told(held.rx(c).recv())) {
          yield* held.tx(4).send(got as number);
        }
      }),
    ),
  ],
  check: ([seen]) => assert.deepEqual(sorted(seen as number[]), upTo(20)),
};

/** A chain: each waits for the one before, and then receives the number that is its own. */
export const fifo: ChannelCase = {
  channels: flavours(6),
  roles: [
    role('tx0 tx1 rx5', function* (_, held) {
      yield* held.tx(1).send(0);
      for (const i of upTo(4)) yield* held.tx(0).send(i);
      yield* held.rx(5).recv();
    }),
    ...upTo(4).map((i) =>
      role(`rx0 rx${i + 1} tx${i + 2}`, function* (_, held) {
        yield* held.rx(i + 1).recv();
        assert.equal(yield* held.rx(0).recv(), i);
        yield* held.tx(i + 2).send(1);
      }),
    ),
  ],
};

/** A value goes from hand to hand. */
export const goroutines: ChannelCase = {
  channels: flavours(9),
  roles: [
    role('rx0', function* (_, held) {
      assert.equal(yield* held.rx(0).recv(), 1);
    }),
    ...upTo(8).map((i) =>
      role(`rx${i + 1} tx${i}`, function* (_, held) {
        yield* held.tx(i).send(yield* held.rx(i + 1).recv());
      }),
    ),
    role('tx8', (_, held) => held.tx(8).send(1)),
  ],
};

/** Who only tries meets, in the end, one who waits, as a sender and as a receiver. */
export const nonblock: ChannelCase = {
  channels: ['flavour', 1, 'flavour', 1],
  roles: [
    role('tx0 rx1 rx2 rx3', function* (here, held) {
      assert.equal(held.rx(2).tryRecv(), PENDING);
      for (let turn = 1; !held.tx(0).trySend(123); turn += 1) yield* here.turn(turn);
      yield* held.rx(1).recv();
      if (held.rx(2).isRendezvous && held.flavour.shared) assert.equal(yield* held.rx(2).waitToRecv(), 234);
      else {
        let found = held.rx(2).tryRecv();
        for (let turn = 1; found === PENDING; turn += 1, found = held.rx(2).tryRecv()) yield* here.turn(turn);
        assert.equal(found, 234);
      }
      yield* held.rx(3).recv();
    }),
    role('rx0 tx1 tx2 tx3', function* (_, held) {
      assert.equal(yield* held.rx(0).waitToRecv(), 123);
      yield* held.tx(1).send(1);
      yield* held.tx(2).waitToSend(234);
      yield* held.tx(3).send(1);
    }),
  ],
};

/** A select sends while there is room, once to each, and evaluates its values each time. */
export const selectSends: ChannelCase = {
  channels: [1, 1],
  roles: [
    role('tx0 rx0 tx1 rx1', function* (_, held) {
      let made = 0;
      const send = function* (channels: readonly number[]) {
        const open = new Set(channels);
        for (let sent = 0; ; sent += 1) {
          made += open.size;
          if (open.size === 0) return sent;
          const branches = () => Object.fromEntries([...open].map((c) => [`${c}`, held.tx(c).sending(1 << c)]));
          const { key } = yield* held.select(branches, { default: 0 });
          if (key === 'default') return sent;
          open.delete(Number(key));
        }
      };
      assert.equal(yield* send([0, 1]), 2);
      assert.equal((yield* held.rx(0).recv()) | (yield* held.rx(1).recv()), 3);
      assert.equal(yield* send([0]), 1);
      assert.equal(made, 4);
    }),
  ],
};

/** A select of which one branch never has anything. */
export const withIdle: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 rx1', function* (here, held) {
      for (const n of upTo(20)) {
        const { key, value } = yield* held.select(() => ({ c: held.rx(0).receiving(), idle: held.rx(1).receiving() }));
        assert.deepEqual([key, value], ['c', n]);
      }
      here.signal(0);
    }),
    role('tx0 tx1', function* (here, held) {
      for (const n of upTo(20)) yield* held.tx(0).send(n);
      yield* here.until(0);
    }),
  ],
};

/** The branch that waits at a rendezvous does not hold up the one that has a value. */
export const readyBesideZero: ChannelCase = {
  channels: [1, 0],
  roles: [
    role('tx0 rx0 tx1 rx1', function* (_, held) {
      yield* held.tx(0).send(42);
      const { key, value } = yield* held.select(
        () => ({ c1: held.rx(1).receiving(), c: held.rx(0).receiving() }),
        {},
        false,
      );
      assert.deepEqual([key, value], ['c', 42]);
    }),
  ],
};

/** Every way to receive meets every way to send. */
export const sevenWays: ChannelCase = {
  channels: ['flavour', 1],
  roles: [
    role('rx0 rx1 tx1', function* (here, held) {
      for (const round of upTo(9)) {
        const how = Math.floor(round / 3);
        here.signal(0);
        if (how === 0) assert.equal(yield* held.rx(0).recv(), round);
        else {
          const one = () => ({ c: held.rx(0).receiving() });
          const two = () => ({ ...one(), d: held.rx(1).receiving() });
          assert.equal((yield* held.select(how === 1 ? one : two)).value, round);
        }
      }
    }),
    role('tx0 rx1', function* (here, held) {
      for (const round of upTo(9)) {
        yield* here.until(0, round + 1);
        if (round % 3 === 0) yield* held.tx(0).send(round);
        else yield* held.select(() => ({ c: held.tx(0).sending(round) }));
      }
    }),
  ],
};

/** Primes by a chain of filters. */
export const sieve: ChannelCase = {
  channels: flavours(7),
  roles: [
    role('rx6', function* (_, held) {
      const primes: number[] = [];
      for (const _p of upTo(5)) primes.push(yield* held.rx(6).recv());
      assert.deepEqual(primes, [2, 3, 5, 7, 11]);
    }),
    role('tx0', function* (_, held) {
      for (let i = 2; i < 100; i += 1) if ((yield* told(held.tx(0).send(i))) !== undefined) return;
    }),
    ...upTo(5).map((at) => role(`rx${at} tx${at + 1} tx6`, (_, held) => filter(at, held))),
  ],
};

/** The first number is a prime, which it tells in its turn, since the one before has told its own by then. */
function* filter(at: number, held: Held) {
  const prime = yield* told(held.rx(at).recv());
  if (typeof prime !== 'number') return;
  yield* told(held.tx(6).send(prime));
  for (;;) {
    const n = yield* told(held.rx(at).recv());
    if (typeof n !== 'number') return;
    if (n % prime !== 0 && typeof (yield* told(held.tx(at + 1).send(n))) === 'string') return;
  }
}

/** A receive from a channel that is closed: what is in it, then the end, by every way of receiving. */
export const closedChan: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const fits = Math.min(held.flavour.capacity, 2);
      for (const n of upTo(fits)) yield* held.tx().send(n);
      held.tx().end.close();
      for (const n of upTo(fits)) assert.equal(yield* held.rx().recv(), n);
      for (const _n of upTo(3)) {
        assert.equal(yield* told(held.rx().recv()), 'RecvError');
        assert.equal(
          toldNow(() => held.rx().tryRecv()),
          'RecvError',
        );
        assert.equal((yield* held.select(() => ({ c: held.rx().next() }))).value, END);
      }
      held.tx().end.close(); // once more: Go panics
      assert.equal(yield* told(held.tx().send(1)), 'SendError(1)');
    }),
  ],
};
