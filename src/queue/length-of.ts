import { describe } from '../core/check.js';

const getter = /* @__PURE__ */ (() => {
  const prototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
  return Object.getOwnPropertyDescriptor(prototype, 'length')?.get as () => number;
})();

/**
 * The true length of a byte array, of whatever realm: as many bytes will be copied, whatever a subclass says.
 *
 * @throws TypeError naming the argument, when it is no `Uint8Array`.
 */
export function lengthOf(name: string, bytes: unknown): number {
  if (!(bytes instanceof Uint8Array) && Object.prototype.toString.call(bytes) !== '[object Uint8Array]') {
    throw new TypeError(`${name}: expected a Uint8Array, got ${describe(bytes)}`);
  }
  return getter.call(bytes);
}
