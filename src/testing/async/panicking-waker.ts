import { checkOptions, describe } from '../../core/check.js';
import { RawWaker, RawWakerVTable } from '../../core/raw-waker.js';
import { Waker } from '../../core/waker.js';

/**
 * What a panicking waker puts up with.
 *
 * @example
 * ```ts
 * import { type PanickingWakerOptions, panickingWaker } from 'reveille/testing';
 *
 * const mayBeKept: PanickingWakerOptions = { clone: false, drop: false };
 * panickingWaker(mayBeKept).clone()[Symbol.dispose](); // only waking it throws
 * ```
 */
export interface PanickingWakerOptions {
  /** Whether cloning it throws; true by default. */
  readonly clone?: boolean;
  /** Whether waking it throws; true by default. */
  readonly wake?: boolean;
  /** Whether dropping it throws; true by default. */
  readonly drop?: boolean;
}

/**
 * A waker that throws an Error when it is used, in whatever way: for what should need no waker at all, or, with options,
 * for what should not wake. It is also a way to see that a future stands a waker that fails.
 *
 * Corresponds to `futures_test::task::panic_waker`.
 *
 * @param options - which uses throw; the clones throw at the same.
 * @throws TypeError when there is no such option, or it is no boolean.
 *
 * @example
 * ```ts
 * import { Context, ready, sleep } from 'reveille';
 * import { panickingWaker } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const cx = Context.fromWaker(panickingWaker());
 * assert.equal(ready(1).poll(cx), 1); // has no use for a waker
 * assert.throws(() => sleep(1).poll(cx), /panickingWaker: it was cloned/);
 * ```
 */
export function panickingWaker(options: PanickingWakerOptions = {}): Waker {
  checkOptions('options', options, ['clone', 'wake', 'drop']);
  for (const [use, throws = true] of Object.entries(options)) {
    if (typeof throws !== 'boolean') throw new TypeError(`options.${use}: expected a boolean, got ${describe(throws)}`);
  }
  return Waker.fromRaw(new RawWaker(options, PANICKING));
}

/** @throws Error, unless `throws` is false. */
function use(throws: boolean | undefined, how: string): void {
  if (throws !== false) throw new Error(`panickingWaker: it was ${how}`);
}

const PANICKING: RawWakerVTable<PanickingWakerOptions> = /* @__PURE__ */ new RawWakerVTable<PanickingWakerOptions>(
  (options) => {
    use(options.clone, 'cloned');
    return new RawWaker(options, PANICKING);
  },
  ({ wake }) => use(wake, 'woken'),
  ({ wake }) => use(wake, 'woken'),
  ({ drop }) => use(drop, 'dropped'),
);
