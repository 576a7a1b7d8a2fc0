import { Serializer } from 'node:v8';
import { describe } from '../../core/check.js';
import type { Buffers } from './buffers.js';
import type { Memory } from './memory.js';

/**
 * Shared values as text: what set-up hands to the threads, and what threads answer. Text, because two runs that share
 * the same then need to be sent it once. Plain data, shared buffers and views of them.
 */
export class Codec {
  readonly #buffers: Buffers;
  readonly #memory: Memory;

  /** @param memory - what the thread's own set-up makes. */
  constructor(buffers: Buffers, memory: Memory) {
    this.#buffers = buffers;
    this.#memory = memory;
  }

  /**
   * @param name - what the value is called in errors.
   * @throws TypeError when a part of the value is nothing that threads can share.
   */
  encode(name: string, value: unknown): string {
    return JSON.stringify(this.#plain(name, value, []));
  }

  decode(text: string): unknown {
    return this.#value(JSON.parse(text));
  }

  #plain(name: string, value: unknown, path: readonly object[]): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $: 'number', of: String(Object.is(value, -0) ? '-0' : value) };
      case 'bigint':
        return { $: 'bigint', of: String(value) };
      case 'undefined':
        return { $: 'undefined' };
      case 'object':
        return value === null ? null : this.#object(name, value, path);
      default:
        throw new TypeError(`${name}: expected plain data and shared memory, got ${describe(value)}`);
    }
  }

  #object(name: string, value: object, path: readonly object[]): unknown {
    if (path.includes(value)) throw new TypeError(`${name}: refers to itself, and cannot be shared`);
    const inner = [...path, value];
    if (value instanceof SharedArrayBuffer) return { $: 'buffer', id: this.#number(name, value) };
    if (ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer) return this.#view(name, value);
    if (value instanceof Error) return { $: 'error', name: value.name, message: value.message };
    if (Array.isArray(value)) return value.map((item, i) => this.#plain(`${name}[${i}]`, item, inner));
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new TypeError(
        `${name}: expected plain data and shared memory, got a ${prototype.constructor?.name}; ` +
          'make it on the thread that uses it, and share its handle',
      );
    }
    const entries = Object.entries(value).map(([key, item]) => [key, this.#plain(`${name}.${key}`, item, inner)]);
    return '$' in value ? { $: 'object', of: entries } : Object.fromEntries(entries);
  }

  #view(name: string, view: ArrayBufferView): unknown {
    const buffer = view.buffer as SharedArrayBuffer;
    const length = growsWith(view, buffer) ? undefined : ((view as Int32Array).length ?? view.byteLength);
    return { $: classOf(view), id: this.#number(name, buffer), at: view.byteOffset, length };
  }

  #number(name: string, buffer: SharedArrayBuffer): number {
    const number = this.#memory.number(buffer);
    if (number >= 0) return number;
    throw new TypeError(`${name}: this SharedArrayBuffer was not made in set-up: each thread would have another one`);
  }

  #buffer(number: number): SharedArrayBuffer {
    return this.#buffers.get(number) as SharedArrayBuffer;
  }

  #value(plain: unknown): unknown {
    if (typeof plain !== 'object' || plain === null) return plain;
    if (Array.isArray(plain)) return Object.freeze(plain.map((item) => this.#value(item)));
    if ('$' in plain) return this.#special(plain as Special);
    return Object.freeze(Object.fromEntries(Object.entries(plain).map(([key, item]) => [key, this.#value(item)])));
  }

  #special(plain: Special): unknown {
    switch (plain.$) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(plain.of);
      case 'bigint':
        return BigInt(plain.of as string);
      case 'buffer':
        return this.#buffer(plain.id);
      case 'error':
        return Object.assign(new Error(plain.message), { name: plain.name });
      case 'object':
        return Object.freeze(
          Object.fromEntries(
            (plain.of as unknown as [string, unknown][]).map(([key, item]) => [key, this.#value(item)]),
          ),
        );
      default: {
        const View = Reflect.get(globalThis, plain.$) as new (...args: unknown[]) => unknown;
        return new View(this.#buffer(plain.id), plain.at, plain.length);
      }
    }
  }
}

/** The class of a view, whatever was derived from it: all that another thread can make. */
function classOf(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view).slice('[object '.length, -1);
}

/** Writes down one view, to see how. */
class Probe extends Serializer {
  _getSharedArrayBufferId(): number {
    return 0;
  }
}

/** Whether a view has no length of its own; V8 tells nobody but those who read what it serializes: the last bit. */
function growsWith(view: ArrayBufferView, buffer: SharedArrayBuffer): boolean {
  if (!buffer.growable) return false;
  const probe = new Probe() as Probe & { _setTreatArrayBufferViewsAsHostObjects(flag: boolean): void };
  probe._setTreatArrayBufferViewsAsHostObjects(false);
  probe.writeValue(view);
  return ((probe.releaseBuffer().at(-1) as number) & 1) === 1;
}

interface Special {
  readonly $: string;
  readonly of: string;
  readonly id: number;
  readonly at: number;
  readonly length: number | undefined;
  readonly name: string;
  readonly message: string;
}
