import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawWaker, RawWakerVTable, Waker, WakerError } from 'reveille';
import { countingWaker } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';

const nothing = (): void => {};

/** A vtable that writes down what it is asked, and does it to shared data. */
function recording(log: string[], override: Partial<RawWakerVTable<string>> = {}): RawWakerVTable<string> {
  const vtable: RawWakerVTable<string> = new RawWakerVTable<string>(
    override.clone ??
      ((data) => {
        log.push(`clone ${data}`);
        return new RawWaker(data, vtable);
      }),
    override.wake ?? ((data) => void log.push(`wake ${data}`)),
    override.wakeByRef ?? ((data) => void log.push(`wakeByRef ${data}`)),
    override.drop ?? ((data) => void log.push(`drop ${data}`)),
  );
  return vtable;
}

test('each_operation_calls_its_function_with_the_data', () => {
  const log: string[] = [];
  const waker = Waker.fromRaw(new RawWaker('a', recording(log)));
  const clone = waker.clone();
  waker.wakeByRef();
  waker.wakeByRef();
  waker.wake();
  clone[Symbol.dispose]();
  assert.deepEqual(log, ['clone a', 'wakeByRef a', 'wakeByRef a', 'wake a', 'drop a']);
});

test('wake_consumes_and_drops_nothing_afterwards', () => {
  const log: string[] = [];
  {
    using waker = Waker.fromRaw(new RawWaker('a', recording(log)));
    waker.wake();
  }
  assert.deepEqual(log, ['wake a'], 'the end of the block found nothing left to drop');
});

test('drop_twice_is_drop_once', () => {
  const { waker, counts } = countingWaker();
  waker[Symbol.dispose]();
  waker[Symbol.dispose]();
  assert.equal(counts.live, 0);
});

test('clone_of_a_clone_counts', () => {
  const { waker, counts } = countingWaker();
  const clones = [waker.clone()];
  for (let i = 0; i < 9; i += 1) clones.push((clones.at(-1) as Waker).clone());
  assert.equal(counts.live, 11);
  clones.forEach((clone, i) => {
    if (i % 2 === 0) clone.wake();
    else clone[Symbol.dispose]();
  });
  assertBalanced(counts);
  assert.equal(counts.wakes, 5);
});

const verbs: [string, (waker: Waker) => void][] = [
  ['wake', (waker) => waker.wake()],
  ['wakeByRef', (waker) => waker.wakeByRef()],
  ['clone', (waker) => void waker.clone()],
  ['willWake', (waker) => void waker.willWake(Waker.noop())],
];

for (const [verb, use] of verbs) {
  for (const [how, end] of [
    ['consumed', (waker: Waker) => waker.wake()],
    ['dropped', (waker: Waker) => waker[Symbol.dispose]()],
  ] as const) {
    test(`${verb}_of_a_${how}_waker_throws`, () => {
      const { waker, counts } = countingWaker();
      end(waker);
      const before = { ...counts };
      assert.throws(
        () => use(waker),
        (error) => error instanceof WakerError && error.message.startsWith(`${verb}: `),
      );
      assert.deepEqual({ ...counts }, before, 'the vtable saw nothing of it');
    });
  }
}

test('will_wake_compares_data_and_vtable', () => {
  const vtable = recording([]);
  const waker = Waker.fromRaw(new RawWaker('a', vtable));
  assert.equal(waker.willWake(waker), true);
  assert.equal(waker.willWake(waker.clone()), true);
  assert.equal(waker.willWake(Waker.fromRaw(new RawWaker('a', vtable))), true);
  assert.equal(waker.willWake(Waker.fromRaw(new RawWaker('b', vtable))), false);
  assert.equal(waker.willWake(Waker.fromRaw(new RawWaker('a', recording([])))), false);
  assert.equal(waker.willWake(Waker.noop()), false);
  assert.equal(Waker.noop().willWake(waker), false);
});

test('will_wake_of_a_used_up_other_is_no', () => {
  const vtable: RawWakerVTable<undefined> = new RawWakerVTable<undefined>(
    () => new RawWaker(undefined, vtable),
    nothing,
    nothing,
    nothing,
  );
  const waker = Waker.fromRaw(new RawWaker(undefined, vtable));
  const other = waker.clone();
  assert.equal(waker.willWake(other), true);
  other[Symbol.dispose]();
  assert.equal(waker.willWake(other), false);
});

test('null_is_data_like_any_other', () => {
  const log: unknown[] = [];
  const vtable: RawWakerVTable<null> = new RawWakerVTable<null>(
    () => new RawWaker(null, vtable),
    (data) => void log.push(data),
    nothing,
    nothing,
  );
  Waker.fromRaw(new RawWaker(null, vtable)).clone().wake();
  assert.deepEqual(log, [null]);
});

test('noop_can_be_used_at_will', () => {
  const noop = Waker.noop();
  noop.wake();
  noop.wakeByRef();
  noop[Symbol.dispose]();
  assert.equal(noop.clone(), noop);
  assert.equal(noop.willWake(Waker.noop()), true);
});

test('hand_made_wakers_cannot_be_shared', () => {
  const { waker } = countingWaker();
  for (const hand of [waker, Waker.noop(), Waker.from({ wake() {} })]) {
    assert.throws(
      () => hand.share(),
      (error) => error instanceof WakerError && error.message.startsWith('share: '),
    );
  }
});

test('a_waker_of_ones_own_is_consumed_although_waking_throws', () => {
  const log: string[] = [];
  class Own extends Waker {
    override wakeByRef(): void {
      log.push('wakeByRef');
      if (log.length > 1) throw new Error('no');
    }
    override clone(): Waker {
      return this;
    }
    override willWake(other: Waker): boolean {
      return other === this;
    }
    override [Symbol.dispose](): void {
      log.push('drop');
    }
  }
  new Own().wake();
  assert.throws(() => new Own().wake(), { message: 'no' });
  assert.deepEqual(log, ['wakeByRef', 'drop', 'wakeByRef', 'drop']);
});

test('a_vtable_that_throws_in_wake_has_consumed_the_waker', () => {
  const vtable = recording([], {
    wake() {
      throw new Error('wake failed');
    },
  });
  const waker = Waker.fromRaw(new RawWaker('a', vtable));
  assert.throws(() => waker.wake(), { message: 'wake failed' });
  assert.throws(() => waker.wake(), WakerError, 'a second wake does not reach the vtable');
});

test('a_vtable_that_throws_in_wake_by_ref_leaves_the_waker', () => {
  const log: string[] = [];
  const vtable = recording(log, {
    wakeByRef() {
      throw new Error('wakeByRef failed');
    },
  });
  const waker = Waker.fromRaw(new RawWaker('a', vtable));
  assert.throws(() => waker.wakeByRef(), { message: 'wakeByRef failed' });
  waker.wake();
  assert.deepEqual(log, ['wake a']);
});

test('a_vtable_that_throws_in_drop_is_asked_once', () => {
  let drops = 0;
  const vtable = recording([], {
    drop() {
      drops += 1;
      throw new Error('drop failed');
    },
  });
  const waker = Waker.fromRaw(new RawWaker('a', vtable));
  assert.throws(() => waker[Symbol.dispose](), { message: 'drop failed' });
  waker[Symbol.dispose]();
  assert.equal(drops, 1);
});

test('a_vtable_that_throws_in_clone_leaves_the_waker', () => {
  const log: string[] = [];
  const vtable = recording(log, {
    clone(): never {
      throw new Error('clone failed');
    },
  });
  const waker = Waker.fromRaw(new RawWaker('a', vtable));
  assert.throws(() => waker.clone(), { message: 'clone failed' });
  waker[Symbol.dispose]();
  assert.deepEqual(log, ['drop a']);
});

test('a_vtable_whose_clone_answers_no_raw_waker_is_found_out', () => {
  const vtable = recording([], { clone: (() => 'a') as unknown as (data: string) => RawWaker<string> });
  const waker = Waker.fromRaw(new RawWaker('a', vtable));
  assert.throws(() => waker.clone(), TypeError);
});

const notFunctions: unknown[] = [undefined, null, 1, 'f', {}, []];

for (const [index, name] of ['clone', 'wake', 'wakeByRef', 'drop'].entries()) {
  test(`a_vtable_without_${name}_is_refused`, () => {
    for (const bad of notFunctions) {
      const four: unknown[] = [nothing, nothing, nothing, nothing];
      four[index] = bad;
      const make = RawWakerVTable as unknown as new (...four: unknown[]) => unknown;
      assert.throws(
        () => new make(...four),
        (error) => error instanceof TypeError && error.message.startsWith(`${name}: `),
      );
    }
  });
}

test('a_raw_waker_without_a_vtable_is_refused', () => {
  const four = { clone: nothing, wake: nothing, wakeByRef: nothing, drop: nothing };
  for (const bad of [...notFunctions, four]) {
    assert.throws(
      () => new RawWaker(1, bad as RawWakerVTable<number>),
      (error) => error instanceof TypeError && error.message.startsWith('vtable: '),
    );
  }
});

test('from_raw_of_anything_else_is_refused', () => {
  for (const bad of [...notFunctions, { data: 1, vtable: recording([]) }, Waker.noop()]) {
    assert.throws(
      () => Waker.fromRaw(bad as RawWaker),
      (error) => error instanceof TypeError && error.message.startsWith('raw: '),
    );
  }
});
