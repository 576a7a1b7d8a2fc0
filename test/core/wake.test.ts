import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ArcWake, type Wake, Waker, WakerError } from 'reveille';

/** Counts its owners, as an `Arc` does. */
class Counted {
  owners = 1;
  readonly log: string[] = [];

  clone(): void {
    this.owners += 1;
    this.log.push('clone');
  }

  drop(): void {
    this.owners -= 1;
    this.log.push('drop');
  }
}

class ByValue extends Counted implements Wake {
  wake(): void {
    this.owners -= 1;
    this.log.push('wake');
  }
}

class ByBoth extends ByValue {
  wakeByRef(): void {
    this.log.push('wakeByRef');
  }
}

class ByRef extends Counted implements ArcWake {
  wakeByRef(): void {
    this.log.push('wakeByRef');
  }
}

test('wake_gives_up_its_share', () => {
  const object = new ByValue();
  Waker.from(object).wake();
  assert.deepEqual([object.owners, object.log], [0, ['wake']]);
});

test('wake_by_ref_clones_and_wakes_unless_it_is_defined', () => {
  const object = new ByValue();
  const waker = Waker.from(object);
  waker.wakeByRef();
  assert.deepEqual([object.owners, object.log], [1, ['clone', 'wake']]);
  waker[Symbol.dispose]();
  assert.equal(object.owners, 0);
});

test('a_defined_wake_by_ref_is_used', () => {
  const object = new ByBoth();
  const waker = Waker.from(object);
  waker.wakeByRef();
  waker.wake();
  assert.deepEqual([object.owners, object.log], [0, ['wakeByRef', 'wake']]);
});

test('wake_of_an_arc_wake_wakes_by_reference_and_drops', () => {
  const object = new ByRef();
  const waker = Waker.from(object);
  const clone = waker.clone();
  waker.wakeByRef();
  waker.wake();
  clone[Symbol.dispose]();
  assert.deepEqual([object.owners, object.log], [0, ['clone', 'wakeByRef', 'wakeByRef', 'drop', 'drop']]);
});

test('an_arc_wake_that_throws_is_dropped_all_the_same', () => {
  const log: string[] = [];
  const waker = Waker.from({
    wakeByRef() {
      throw new Error('no');
    },
    drop: () => log.push('drop'),
  });
  assert.throws(() => waker.wake(), { message: 'no' });
  assert.deepEqual(log, ['drop']);
  assert.throws(() => waker.wake(), WakerError);
});

test('an_object_that_counts_nobody_needs_neither_clone_nor_drop', () => {
  let woken = 0;
  const waker = Waker.from({
    wake() {
      woken += 1;
    },
  });
  const clone = waker.clone();
  clone.wakeByRef();
  clone.wake();
  waker[Symbol.dispose]();
  assert.equal(woken, 2);
});

test('methods_see_their_object', () => {
  class Bell implements Wake {
    #rings = 0;
    get rings(): number {
      return this.#rings;
    }
    wake(): void {
      this.#rings += 1;
    }
  }
  const bell = new Bell();
  Waker.from(bell).wake();
  assert.equal(bell.rings, 1);
});

test('wakers_of_one_object_wake_the_same', () => {
  const object = new ByValue();
  const waker = Waker.from(object);
  assert.equal(waker.willWake(Waker.from(object)), true);
  assert.equal(waker.willWake(Waker.from(new ByValue())), false);
  assert.equal(Waker.from({ wakeByRef() {} }).willWake(waker), false);
});

test('an_object_that_cannot_wake_is_refused', () => {
  for (const bad of [undefined, null, 0, 'wake', {}, { wake: true }, { clone() {}, drop() {} }]) {
    assert.throws(
      () => Waker.from(bad as unknown as Wake),
      (error) => error instanceof TypeError && error.message.startsWith('wake: '),
    );
  }
});
