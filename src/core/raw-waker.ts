import { checkFunction } from './check.js';

/**
 * The four functions that make a waker of any value, each called with the `data` of its {@link RawWaker}.
 *
 * Corresponds to `std::task::RawWakerVTable`. There it must be `'static`, since a waker may outlive every stack frame;
 * here the waker's reference keeps it alive. See `docs/questions.md`.
 *
 * @typeParam D - the type of the data.
 * @throws TypeError when one of the four is not a function.
 *
 * @example
 * ```ts
 * import { RawWaker, RawWakerVTable, Waker } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * interface Bell { rings: number }
 * const vtable: RawWakerVTable<Bell> = new RawWakerVTable<Bell>(
 *   (bell) => new RawWaker(bell, vtable),
 *   (bell) => { bell.rings += 1; },
 *   (bell) => { bell.rings += 1; },
 *   () => {},
 * );
 * const bell = { rings: 0 };
 * const waker = Waker.fromRaw(new RawWaker(bell, vtable));
 * waker.wakeByRef();
 * waker.wake();
 * assert.equal(bell.rings, 2);
 * ```
 */
export class RawWakerVTable<D = unknown> {
  /**
   * @param clone - makes another raw waker for the same task; a share of ownership more.
   * @param wake - wakes the task and gives its share of ownership back.
   * @param wakeByRef - wakes the task and keeps its share.
   * @param drop - gives its share of ownership back without waking.
   */
  constructor(
    readonly clone: (data: D) => RawWaker<D>,
    readonly wake: (data: D) => void,
    readonly wakeByRef: (data: D) => void,
    readonly drop: (data: D) => void,
  ) {
    checkFunction('clone', clone);
    checkFunction('wake', wake);
    checkFunction('wakeByRef', wakeByRef);
    checkFunction('drop', drop);
  }
}

/**
 * The two words of a waker: some data, and the functions that know what to do with it. It owns nothing by itself;
 * `Waker.fromRaw` takes it over and sees to it that every clone is dropped or consumed once.
 *
 * Corresponds to `std::task::RawWaker`. A waker whose functions do nothing may carry `null`.
 *
 * @throws TypeError when `vtable` is not a {@link RawWakerVTable}.
 *
 * @example
 * ```ts
 * import { RawWaker, RawWakerVTable } from 'reveille';
 *
 * const noop = () => {};
 * const vtable: RawWakerVTable<null> = new RawWakerVTable<null>((data) => new RawWaker(data, vtable), noop, noop, noop);
 * const raw = new RawWaker(null, vtable);
 * console.log(raw.data); // null
 * ```
 */
export class RawWaker<D = unknown> {
  /**
   * @param data - what the vtable's functions are called with.
   * @param vtable - the functions.
   */
  constructor(
    readonly data: D,
    readonly vtable: RawWakerVTable<D>,
  ) {
    if (!(vtable instanceof RawWakerVTable)) {
      throw new TypeError(`vtable: expected a RawWakerVTable, got ${typeof vtable}`);
    }
  }
}
