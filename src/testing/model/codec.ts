import { describe } from '../../core/check.js';
import type { Memory } from './memory.js';

/**
 * Shared values as text: what set-up hands to the threads, and what threads answer. Text, because two runs that share
 * the same then need to be sent it once. Plain data, shared buffers and views of them.
 */
export class Codec {
  readonly #memories: readonly Memory[];

  constructor(...memories: readonly Memory[]) {
    this.#memories = memories;
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
    if (value instanceof SharedArrayBuffer) return { $: 'buffer', id: this.#id(name, value) };
    if (ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer) {
      const length = (value as Int32Array).length ?? value.byteLength;
      return { $: value.constructor.name, id: this.#id(name, value.buffer), at: value.byteOffset, length };
    }
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

  #id(name: string, buffer: SharedArrayBuffer): number {
    const id = this.#memories.map((memory) => memory.id(buffer)).find((id) => id !== -1);
    if (id === undefined) {
      throw new TypeError(`${name}: this SharedArrayBuffer was not made in set-up: each thread would have another one`);
    }
    return id;
  }

  #buffer(id: number): SharedArrayBuffer {
    for (const memory of this.#memories) {
      const buffer = memory.buffer(id);
      if (buffer !== undefined) return buffer;
    }
    throw new TypeError(`explore: buffer ${id} is unknown here`);
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

interface Special {
  readonly $: string;
  readonly of: string;
  readonly id: number;
  readonly at: number;
  readonly length: number;
  readonly name: string;
  readonly message: string;
}
