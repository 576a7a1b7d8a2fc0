import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandleError } from 'reveille';
import { Cpu, Device, Parker, Thread, type ThreadHandle, Unparker } from 'reveille/park';
import { EchoThread } from './echo-thread.js';

for (const spin of [0, 1, 2000]) {
  test(`spin ${spin}: a token that came before is taken`, () => {
    const parker = new Parker({ spin });
    parker.unparker().unpark();
    parker.park();
    assert.equal(parker.tryPark(), false, 'it was taken');
  });

  test(`spin ${spin}: unparking twice is unparking once`, () => {
    const parker = new Parker({ spin });
    const unparker = parker.unparker();
    unparker.unpark();
    unparker.unpark();
    assert.equal(parker.parkTimeout(60_000), true);
    assert.equal(parker.parkTimeout(1), false);
  });

  test(`spin ${spin}: a time limit ends the wait, not before`, () => {
    const parker = new Parker({ spin });
    for (const ms of [0, 0.1, 1, 10]) {
      const start = performance.now();
      assert.equal(parker.parkTimeout(ms), false);
      assert.ok(performance.now() - start >= ms, `${ms} ms`);
    }
    parker.unparker().unpark();
    assert.equal(parker.parkTimeout(0), true, 'a token is taken without waiting');
  });

  test(`spin ${spin}: a missed time limit leaves nothing behind`, () => {
    const parker = new Parker({ spin });
    assert.equal(parker.parkTimeout(1), false);
    parker.unparker().unpark();
    assert.equal(parker.parkTimeout(60_000), true);
    assert.equal(parker.tryPark(), false);
  });

  test(`spin ${spin}: two threads ping and pong`, () => {
    const rounds = 2000;
    const parker = new Parker({ spin });
    const echo = EchoThread.start(parker.share(), rounds, spin);
    for (let round = 1; round <= rounds; round += 1) {
      echo.unpark();
      while (echo.round < round) parker.park(); // may return for no reason
    }
    assert.equal(echo.round, rounds);
  });

  test(`spin ${spin}: infinitely long is a time limit too`, () => {
    const parker = new Parker({ spin });
    const echo = EchoThread.start(parker.share(), 1, spin);
    echo.unpark();
    while (echo.round < 1) assert.equal(parker.parkTimeout(Number.POSITIVE_INFINITY), true);
  });
}

test('try_park_takes_a_token_and_never_waits', () => {
  const parker = new Parker();
  assert.equal(parker.tryPark(), false);
  parker.unparker().unpark();
  assert.equal(parker.tryPark(), true);
  assert.equal(parker.tryPark(), false);
});

test('unparkers_of_one_parker_are_as_many_as_needed', () => {
  const parker = new Parker();
  const unparkers = [parker.unparker(), Unparker.attach(parker.share()), Unparker.attach(parker.unparker().share())];
  for (const unparker of unparkers) {
    unparker.unpark();
    assert.equal(parker.tryPark(), true);
  }
});

test('parkers_do_not_hear_each_other', () => {
  const [a, b] = [new Parker(), new Parker()];
  a.unparker().unpark();
  assert.equal(b.tryPark(), false);
  assert.equal(a.tryPark(), true);
});

test('a_park_that_does_not_wait_does_not_look_for_long', () => {
  const parker = new Parker({ spin: 1_000_000 });
  const start = performance.now();
  for (let i = 0; i < 1000; i += 1) parker.parkTimeout(0);
  assert.ok(performance.now() - start < 1000, 'a million looks a call would take seconds');
});

const spins: [unknown, typeof TypeError | typeof RangeError][] = [
  [-1, RangeError],
  [0.5, RangeError],
  [Number.NaN, RangeError],
  [Number.POSITIVE_INFINITY, RangeError],
  [1_000_001, RangeError],
  ['0', TypeError],
  [null, TypeError],
  [1n, TypeError],
];

test('a_spin_that_is_no_whole_number_is_refused', () => {
  for (const [spin, type] of spins) {
    assert.throws(
      () => new Parker({ spin: spin as number }),
      (error) => error instanceof type && error.message.startsWith('options.spin: '),
      String(spin),
    );
  }
});

test('a_time_limit_that_is_no_duration_is_refused', () => {
  const parker = new Parker();
  parker.unparker().unpark();
  for (const [ms, type] of [
    [-1, RangeError],
    [Number.NaN, RangeError],
    [Number.NEGATIVE_INFINITY, RangeError],
    ['1', TypeError],
    [undefined, TypeError],
  ] as const) {
    assert.throws(
      () => parker.parkTimeout(ms as number),
      (error) => error instanceof type && error.message.startsWith('ms: '),
      String(ms),
    );
  }
  assert.equal(parker.tryPark(), true, 'nothing was taken');
});

/** Memory of the right kind, with one word of its header changed. */
function bent(buffer: SharedArrayBuffer, word: number): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(buffer.byteLength);
  new Int32Array(copy).set(new Int32Array(buffer));
  (new Int32Array(copy)[word] as number) += 1;
  return copy;
}

/** The right header, and nothing behind it. */
function cut(buffer: SharedArrayBuffer): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(8);
  new Int32Array(copy).set(new Int32Array(buffer, 0, 2));
  return copy;
}

const attachers: [string, (buffer: SharedArrayBuffer) => unknown, () => SharedArrayBuffer, string][] = [
  ['unparker', (buffer) => Unparker.attach(buffer), () => new Parker().share(), 'buffer'],
  [
    'device',
    (buffer) => Device.attach({ ...new Cpu().share(), buffer }),
    () => new Cpu().share().buffer,
    'handle.buffer',
  ],
  [
    'camp of a device',
    (camp) => Device.attach({ ...new Cpu().share(), camp }),
    () => new Cpu().share().camp,
    'handle.camp',
  ],
  [
    'thread',
    (buffer) => Thread.attach({ id: 1, name: 'x', buffer }),
    () => Thread.current().share().buffer,
    'handle.buffer',
  ],
];

for (const [name, attach, make, argument] of attachers) {
  test(`${name}: foreign memory is refused`, () => {
    const good = make();
    const foreign: [unknown, typeof TypeError | typeof HandleError][] = [
      [undefined, TypeError],
      [null, TypeError],
      [1, TypeError],
      ['buffer', TypeError],
      [{}, TypeError],
      [new ArrayBuffer(64), TypeError],
      [new Int32Array(good), TypeError],
      [new SharedArrayBuffer(0), HandleError],
      [new SharedArrayBuffer(7), HandleError],
      [new SharedArrayBuffer(64), HandleError],
      [name === 'device' ? new Parker().share() : new Cpu().share().buffer, HandleError],
      [bent(good, 0), HandleError],
      [bent(good, 1), HandleError],
      [cut(good), HandleError],
    ];
    for (const [buffer, type] of foreign) {
      assert.throws(
        () => attach(buffer as SharedArrayBuffer),
        (error) => error instanceof type && error.message.startsWith(`${argument}: `),
      );
    }
    attach(good);
    assert.throws(() => attach(bent(good, 1)), /made by another version/);
  });
}

test('a_thread_handle_that_is_none_is_refused', () => {
  const { buffer } = Thread.current().share();
  const handles: unknown[] = [
    undefined,
    null,
    1,
    'thread',
    {},
    { buffer },
    { id: '1', name: 'x', buffer },
    { id: 1, name: 2, buffer },
    { id: 1.5, name: 'x', buffer },
  ];
  for (const handle of handles) {
    assert.throws(
      () => Thread.attach(handle as ThreadHandle),
      (error) => error instanceof Error && /^(Type|Range)Error$/.test(error.name) && error.message.startsWith('handle'),
      JSON.stringify(handle),
    );
  }
});
