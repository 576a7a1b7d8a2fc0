/** Channels that a clock sends to. Each thread has its own, so they stay on it; but any thread has them. */
import assert from 'node:assert/strict';
import { now, PENDING, sleep } from 'reveille';
import { after, never, type Receiver, tick } from 'reveille/channel';
import type { Doing } from '../stage/here.js';
import { told } from './ends.js';
import { type ChannelCase, type Held, role } from './setting.js';

/** A case about clocks alone. */
const alone = (body: (held: Held) => Doing): ChannelCase => ({
  channels: [],
  roles: [role('', (_, held) => body(held))],
});

/** A receive in the grade of the run. */
const recv = (held: Held, rx: Receiver<number>, timeout?: number): Doing<number> => {
  const options = timeout === undefined ? undefined : { timeout };
  const wait = () => rx.recv(options);
  return held.here.take<number>(
    { try: () => rx.tryRecv(), wait, block: () => rx.recvBlocking(options) },
    held.here.tries && timeout === undefined,
  );
};

const KINDS = { after: () => after(4), tick: () => tick(4) };

/** Not before its time, and then at the time at which it was due. */
export const fire = (kind: keyof typeof KINDS): ChannelCase =>
  alone(function* (held) {
    const start = now();
    const rx = KINDS[kind]();
    assert.equal(rx.tryRecv(), PENDING);
    yield* sleep(12);
    const fired = rx.tryRecv();
    assert.ok(typeof fired === 'number' && fired - start >= 4 && now() - fired > 0);
    if (kind === 'after') assert.equal(rx.tryRecv(), PENDING);
    const other = KINDS[kind]();
    const late = yield* held.select(() => ({ rx: rx.recv(), later: other.recv() }));
    if (kind === 'after') assert.equal(late.key, 'later');
  });

/** One value fits; it is counted from when it is due until it is taken. */
export const lenEmptyFull = (kind: keyof typeof KINDS): ChannelCase =>
  alone(function* () {
    const rx = KINDS[kind]();
    assert.equal(rx.tryRecv(), PENDING);
    assert.deepEqual([rx.capacity, rx.length, rx.isEmpty, rx.isFull], [1, 0, true, false]);
    yield* sleep(6);
    assert.deepEqual([rx.length, rx.isEmpty, rx.isFull], [1, false, true]);
    assert.equal(typeof rx.tryRecv(), 'number');
    if (kind === 'after') assert.deepEqual([rx.length, rx.isEmpty, rx.isFull], [0, true, false]);
  });

/** A receive waits for it. */
export const recvs = (kind: keyof typeof KINDS): ChannelCase =>
  alone(function* (held) {
    const start = now();
    const rx = KINDS[kind]();
    const fired = yield* recv(held, rx);
    assert.ok(fired - start >= 4 && fired <= now());
    if (kind === 'after') assert.equal(rx.tryRecv(), PENDING);
    else assert.ok((yield* recv(held, rx)) - fired >= 3.999);
  });

/** A receive whose limit passes before takes nothing; within the next one it comes. */
export const recvTimeouts = (kind: keyof typeof KINDS): ChannelCase =>
  alone(function* (held) {
    const start = now();
    const rx = kind === 'after' ? after(30) : tick(30);
    if ((yield* told(recv(held, rx, 1))) === 'TimeoutError') {
      assert.ok(now() - start >= 0.999);
      assert.ok((yield* recv(held, rx, 10_000)) - start >= 29.999);
    } else assert.ok(now() - start >= 30, 'the thread was held up for so long');
  });

/** Two select over the same two: each gets one. */
export const recvTwo = (kind: keyof typeof KINDS, rounds: number): ChannelCase =>
  alone(function* (held) {
    const [one, two] = [KINDS[kind](), KINDS[kind]()];
    const keys = new Set<string>();
    for (let n = 0; n < rounds; n += 1)
      keys.add((yield* held.select(() => ({ one: one.recv(), two: two.recv() }))).key);
    assert.ok(keys.size === 2 || kind === 'tick');
  });

/** The one that is due first is first, wherever it stands. */
export const recvRace = (kind: keyof typeof KINDS): ChannelCase =>
  alone(function* (held) {
    const make = kind === 'after' ? after : tick;
    assert.equal(
      (yield* held.select(() => ({ soon: make(1).recv(), late: make(5_000).recv() }), {}, false)).key,
      'soon',
    );
    assert.equal(
      (yield* held.select(() => ({ late: make(5_000).recv(), soon: make(1).recv() }), {}, false)).key,
      'soon',
    );
  });

/** One that is due is ready before a default, one that is not is not. */
export const stressDefault: ChannelCase = alone(function* (held) {
  for (let n = 0; n < 10; n += 1) {
    assert.equal((yield* held.select(() => ({ now: after(0).recv() }), { default: 0 })).key, 'now');
    assert.equal((yield* held.select(() => ({ late: after(5_000).recv() }), { default: 0 })).key, 'default');
    assert.equal((yield* held.select(() => ({ late: tick(5_000).recv() }), { default: 0 })).key, 'default');
  }
});

/** Many of different times: each comes once. */
export const many: ChannelCase = alone(function* (held) {
  const all = Array.from({ length: 100 }, (_, n) => after(n / 20));
  const left = new Map(all.map((rx, n) => [`b${n}`, rx]));
  while (left.size > 0) {
    const open = [...left.entries()];
    left.delete((yield* held.select(() => Object.fromEntries(open.map(([key, rx]) => [key, rx.recv()])))).key);
  }
});

/** Clones come and go; the one time is there once. */
export const clones: ChannelCase = alone(function* () {
  for (let ms = 0; ms < 5; ms += 1) {
    const rx = after(ms);
    rx.tryRecv();
    for (let n = 0; n < 50; n += 1) rx.clone()[Symbol.dispose]();
    assert.ok(rx.length <= 1);
  }
});

/** Two, or five times the same, that are due: a fair select takes each. */
export const fairness = (kind: keyof typeof KINDS, branches: number): ChannelCase =>
  alone(function* (held) {
    const hits = new Map<string, number>();
    for (let n = 0; n < 100; n += 1) {
      const rx = kind === 'after' ? after(0) : tick(0.001);
      if (kind === 'tick') while (rx.isEmpty) rx.tryRecv();
      const all = () => Object.fromEntries(Array.from({ length: branches }, (_, b) => [`b${b}`, rx.recv()]));
      const { key } = yield* held.select(all, { fair: true });
      hits.set(key, (hits.get(key) ?? 0) + 1);
    }
    assert.equal(hits.size, branches);
    for (const hit of hits.values()) assert.ok(hit >= 3, `${[...hits.values()]}`);
  });

/** Ticks do not drift, and of those that were missed the latest is there. */
export const intervals: ChannelCase = alone(function* (held) {
  const start = now();
  const rx = tick(5);
  const first = yield* recv(held, rx);
  yield* sleep(22);
  const second = rx.tryRecv();
  assert.ok(typeof second === 'number');
  const third = yield* recv(held, rx);
  const beats = [first, second, third].map((at) => (at - start) / 5);
  assert.ok(beats[0]! >= 1 && beats[1]! > beats[0]! && beats[2]! > beats[1]!);
  assert.ok(Math.abs(beats[2]! - beats[0]! - Math.round(beats[2]! - beats[0]!)) < 1e-6, `${beats}`);
});

/** Never is empty, full and without capacity, and nothing comes of waiting for it. */
export const nothing: ChannelCase = alone(function* (held) {
  const rx = never<number>();
  assert.deepEqual([rx.capacity, rx.length, rx.isEmpty, rx.isFull, rx.tryRecv()], [0, 0, true, true, PENDING]);
  assert.equal((yield* held.select(() => ({ never: never().recv() }), { default: 0 })).key, 'default');
  const start = now();
  assert.equal(yield* told(recv(held, rx, 3)), 'TimeoutError');
  assert.ok(now() - start >= 2.999);
});

/** In the place of a channel that is not wanted any more, or not there. */
export const optional: ChannelCase = alone(function* (held) {
  let rx: Receiver<number> = tick(1);
  let count = 0;
  while ((yield* held.select(() => ({ tick: rx.recv() }), { default: 0, timeout: 20 })).key === 'tick') {
    count += 1;
    if (count === 5) rx = never();
  }
  assert.equal(count, 5);
});
