import { RawWaker, RawWakerVTable } from './raw-waker.js';

/**
 * An object that can be woken and, by that, consumed. `Waker.from` makes a waker of it without any vtable by hand.
 *
 * `wakeByRef` is optional; without it a waker is woken by reference by cloning and waking the clone, as in Rust.
 * `clone` and `drop` are optional too: JavaScript's collector frees the object, so only an object that counts its
 * owners needs them.
 *
 * Corresponds to `std::task::Wake`, with `Arc::clone` and `Drop` spelled out.
 *
 * @example
 * ```ts
 * import { type Wake, Waker } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * class Counter implements Wake {
 *   woken = 0;
 *   wake() { this.woken += 1; }
 * }
 * const counter = new Counter();
 * const waker = Waker.from(counter);
 * waker.wakeByRef();
 * waker.wake();
 * assert.equal(counter.woken, 2);
 * ```
 */
export interface Wake {
  /** Wakes, and gives up one share of ownership. */
  wake(): void;
  /** Wakes, and keeps its share. */
  wakeByRef?(): void;
  /** Called when a waker is cloned: one owner more. */
  clone?(): void;
  /** Called when a waker is dropped without waking: one owner less. */
  drop?(): void;
}

/**
 * The other way round: waking by reference is the required one, and `wake` is derived: wake by reference, then drop.
 *
 * Corresponds to `futures::task::ArcWake`.
 *
 * @example
 * ```ts
 * import { type ArcWake, Waker } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const log: string[] = [];
 * const bell: ArcWake = { wakeByRef: () => log.push('ring'), drop: () => log.push('drop') };
 * Waker.from(bell).wake();
 * assert.deepEqual(log, ['ring', 'drop']);
 * ```
 */
export interface ArcWake {
  /** Wakes, and keeps its share of ownership. */
  wakeByRef(): void;
  /** Called when a waker is cloned: one owner more. */
  clone?(): void;
  /** Called when a waker is dropped or consumed: one owner less. */
  drop?(): void;
}

/** Whether `value` is a {@link Wake}. */
export function canWake(value: unknown): value is Wake {
  return typeof (value as Partial<Wake> | null | undefined)?.wake === 'function';
}

/** Whether `value` is an {@link ArcWake}. */
export function canWakeByRef(value: unknown): value is ArcWake {
  return typeof (value as Partial<ArcWake> | null | undefined)?.wakeByRef === 'function';
}

/** The object becomes the raw waker's data, and each function finds its method there again. */
export const WAKE: RawWakerVTable<Wake> = /* @__PURE__ */ new RawWakerVTable<Wake>(
  (data) => {
    data.clone?.();
    return new RawWaker(data, WAKE);
  },
  (data) => data.wake(),
  (data) => {
    if (data.wakeByRef !== undefined) return data.wakeByRef();
    data.clone?.();
    data.wake();
  },
  (data) => data.drop?.(),
);

/** The same for the other way round. */
export const ARC_WAKE: RawWakerVTable<ArcWake> = /* @__PURE__ */ new RawWakerVTable<ArcWake>(
  (data) => {
    data.clone?.();
    return new RawWaker(data, ARC_WAKE);
  },
  (data) => {
    // Dropped even when waking throws: the share was given to this call.
    try {
      data.wakeByRef();
    } finally {
      data.drop?.();
    }
  },
  (data) => data.wakeByRef(),
  (data) => data.drop?.(),
);
