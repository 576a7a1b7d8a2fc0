import { describe } from '../../core/check.js';
import { PayloadError, Unfit } from './payload-error.js';

/** What engines transfer beside buffers, by the names that they have for themselves. */
const OTHERS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'MessagePort',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'ImageBitmap',
  'OffscreenCanvas',
]);

const MARKS = /* @__PURE__ */ new WeakMap<object, readonly object[]>();
/** So that nobody looks there before there is something. */
let any = false;

/**
 * Marks a value, so that things in it are transferred rather than copied when it is sent as an argument or result of a call,
 * or a part of one. A buffer's bytes are copied into shared memory, and it is detached here; one that the engine does not
 * let go of, such as the pool of Node's `Buffer`s, is only copied. Ports and streams can't be sent by a call.
 *
 * Corresponds to a move in Rust, and to the second argument of `postMessage`.
 *
 * @param value - what is to be sent.
 * @param list - what in it is transferred.
 * @returns the value itself.
 * @throws TypeError when the value is no object; PayloadError when something in the list is not transferable, or stands in it
 * twice. That a buffer is detached already is said when the value is sent. Nothing is detached then.
 *
 * @example
 * ```ts
 * import { blockOn } from 'reveille';
 * import { offload, transfer } from 'reveille/threads';
 *
 * type Module = { sum(bytes: Uint8Array): number };
 * const code = 'export const sum = (bytes) => bytes.reduce((sum, byte) => sum + byte, 0)';
 * using api = offload<Module>(new URL(`data:text/javascript,${code}`));
 * const bytes = Uint8Array.of(1, 2, 3);
 * console.log(blockOn(api.sum(transfer(bytes, [bytes.buffer])))); // 6
 * console.log(bytes.length); // 0: it is over there now
 * ```
 */
export function transfer<T extends object>(value: T, list: readonly object[]): T {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    throw new TypeError(`value: expected an object, got ${describe(value)}`);
  }
  if (!Array.isArray(list)) throw new TypeError(`list: expected an array, got ${describe(list)}`);
  for (const [i, part] of list.entries()) {
    if (!isBuffer(part) && !isOther(part)) {
      throw new PayloadError(`list[${i}]: ${describe(part)} is not transferable`);
    }
    if (list.indexOf(part) < i) throw new PayloadError(`list[${i}]: it stands in the list twice`);
  }
  MARKS.set(value, [...list]);
  any = true;
  return value;
}

const isOther = (part: object | null | undefined): boolean => OTHERS.has(String(part?.constructor?.name));
const isBuffer = (part: unknown): part is ArrayBuffer => part instanceof ArrayBuffer;

/** What is transferred with one value that is being packed. */
export class Transfers {
  readonly #buffers: ArrayBuffer[] = [];
  /** What goes by message, in the order of the numbers by which the value names it. */
  readonly ports: object[] = [];

  /** Notes what is to be transferred with that part of the value. */
  note(part: object): void {
    const list = any ? MARKS.get(part) : undefined;
    if (list === undefined) return;
    for (const one of list) {
      if (!isBuffer(one)) this.#add(this.ports, one);
      else if (isDetached(one)) throw new Unfit('an ArrayBuffer that is to be transferred is detached already');
      else this.#add(this.#buffers, one);
    }
  }

  /** Takes the buffers away from this thread, whose bytes were copied. */
  detach(): void {
    if (this.#buffers.length > 0) this.#detachAll();
  }

  /** How many there are, as what {@link goBack} takes. */
  get counts(): readonly [number, number] {
    return [this.#buffers.length, this.ports.length];
  }

  /** Forgets those that were noted since there were so many. */
  goBack([buffers, ports]: readonly [number, number]): void {
    this.#buffers.length = buffers;
    this.ports.length = ports;
  }

  #detachAll(): void {
    for (const buffer of this.#buffers) {
      try {
        structuredClone(buffer, { transfer: [buffer] });
      } catch {} // the engine keeps it
    }
    this.#buffers.length = 0;
  }

  clear(): void {
    if (this.#buffers.length > 0) this.#buffers.length = 0;
    if (this.ports.length > 0) this.ports.length = 0;
  }

  #add<T>(list: T[], one: T): void {
    if (list.includes(one)) throw new Unfit('the same thing is to be transferred twice');
    list.push(one);
  }
}

/** Node 20 has no property that says so. */
export function isDetached(buffer: ArrayBuffer): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}
