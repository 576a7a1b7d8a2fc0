import type { Buffers } from './buffers.js';
import { Encoder, type ErrorsToo } from './encoder.js';
import type { Memory } from './memory.js';

/**
 * Shared values as text: what set-up hands to the threads, and what threads answer. Text, because two runs that share
 * the same then need to be sent it once. Plain data, shared buffers and views of them.
 */
export class Codec {
  readonly #buffers: Buffers;
  readonly #encoder: Encoder;

  /** @param memory - what the thread's own set-up makes. */
  constructor(buffers: Buffers, memory: Memory) {
    this.#buffers = buffers;
    this.#encoder = new Encoder(memory);
  }

  /**
   * @param name - what the value is called in errors.
   * @param errors - whether errors may be part of it, with their names and messages.
   * @throws TypeError when a part of the value is nothing that threads can share.
   */
  encode(name: string, value: unknown, errors?: ErrorsToo): string {
    return this.#encoder.encode(name, value, errors);
  }

  decode(text: string): unknown {
    return this.#value(JSON.parse(text));
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

interface Special {
  readonly $: string;
  readonly of: string;
  readonly id: number;
  readonly at: number;
  readonly length: number | undefined;
  readonly name: string;
  readonly message: string;
}
