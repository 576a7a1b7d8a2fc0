import { describe } from '../core/check.js';
import { typedArrayGetter } from '../core/typed-array.js';
import type { Batch } from './flavour.js';

const length = /* @__PURE__ */ typedArrayGetter('length');

/**
 * Whether values can be put into an array, as far as a look can tell. To be asked right before they are taken: while somebody
 * waits, the array may shrink, or its memory be transferred to elsewhere.
 *
 * @throws TypeError when it is no array, or one that takes nothing; RangeError when it has no room.
 */
export function checkBatch<T>(into: Batch<T>): Batch<T> {
  if (Array.isArray(into)) {
    if (!Object.isExtensible(into)) throw new TypeError('into: expected an array to write to, got one that is frozen');
  } else if (!ArrayBuffer.isView(into) || (into as object) instanceof DataView) {
    throw new TypeError(`into: expected an array or a typed array, got ${describe(into)}`);
  } else if (length.call(into) !== into.length) {
    throw new TypeError(
      `into: expected a typed array, got one of ${length.call(into)} that says it has ${into.length}`,
    );
  }
  if (into.length === 0) throw new RangeError('into: expected room for one value at least, got none');
  return into;
}
