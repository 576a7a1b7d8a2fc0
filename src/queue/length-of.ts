import { describe } from '../core/check.js';
import { typedArrayGetter } from '../core/typed-array.js';

const length = /* @__PURE__ */ typedArrayGetter('length');
const tag = /* @__PURE__ */ tagGetter();
const NONE = /* @__PURE__ */ new Uint8Array(0);

/**
 * The true length of a byte array, of whatever realm: as many bytes will be copied, whatever a subclass, a prototype or a
 * proxy says. Nothing of the caller's is run.
 *
 * @throws TypeError naming the argument, when it is no `Uint8Array`, or its memory is gone.
 */
export function lengthOf(name: string, bytes: unknown): number {
  if (tag.call(bytes) !== 'Uint8Array') throw new TypeError(`${name}: expected a Uint8Array, got ${describe(bytes)}`);
  const count = length.call(bytes) as number;
  if (count === 0) checkThere(name, bytes as Uint8Array);
  return count;
}

/** Empty, or without memory: only a copy tells, and there is nothing to copy. */
function checkThere(name: string, bytes: Uint8Array): void {
  try {
    NONE.set(bytes);
  } catch (cause) {
    const reason = 'its memory was transferred to elsewhere, or has shrunk away from under it';
    throw new TypeError(`${name}: expected a Uint8Array with memory, got one that is detached: ${reason}`, { cause });
  }
}

/** A function, since bundlers keep what reads a property of an object that they do not know. */
function tagGetter(): (this: unknown) => unknown {
  return typedArrayGetter(Symbol.toStringTag);
}
