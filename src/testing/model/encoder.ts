import { Serializer } from 'node:v8';
import { describe } from '../../core/check.js';
import type { Memory } from './memory.js';

/** How many strings are kept as JSON, and how many characters they have, at most. */
const MOST_QUOTES = 1_000;
const LONGEST_QUOTE = 64;

/**
 * Writes values as JSON, in one pass, since threads' answers are written after every run. What JSON has no word for is
 * written as an object with a `$`.
 */
export class Encoder {
  readonly #memory: Memory;
  /** The way from the value to the part that is being written: objects, and where in them it goes on. */
  readonly #objects: object[] = [];
  readonly #keys: (string | number)[] = [];
  #name = '';
  /** How strings that were written before look as JSON. */
  readonly #quotes = new Map<string, string>();

  /** @param memory - what the thread's own set-up makes. */
  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /**
   * @param name - what the value is called in errors.
   * @throws TypeError when a part of the value is nothing that threads can share.
   */
  encode(name: string, value: unknown): string {
    this.#name = name;
    this.#objects.length = 0;
    this.#keys.length = 0;
    return this.#text(value);
  }

  #text(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return this.#quoted(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : special('number', signed(value));
      case 'bigint':
        return special('bigint', String(value));
      case 'undefined':
        return '{"$":"undefined"}';
      case 'object':
        return value === null ? 'null' : this.#object(value);
      default:
        throw new TypeError(`${this.#path}: expected plain data and shared memory, got ${describe(value)}`);
    }
  }

  #object(value: object): string {
    if (this.#objects.includes(value)) throw new TypeError(`${this.#path}: refers to itself, and cannot be shared`);
    if (Array.isArray(value)) return this.#array(value);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#record(value);
    if (value instanceof SharedArrayBuffer) return JSON.stringify({ $: 'buffer', id: this.#number(value) });
    if (ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer) return this.#view(value, value.buffer);
    if (value instanceof Error) return JSON.stringify({ $: 'error', name: value.name, message: value.message });
    throw new TypeError(
      `${this.#path}: expected plain data and shared memory, got a ${prototype.constructor?.name}; ` +
        'make it on the thread that uses it, and share its handle',
    );
  }

  #array(items: readonly unknown[]): string {
    this.#objects.push(items);
    let text = '[';
    for (let i = 0; i < items.length; i += 1) text += `${i === 0 ? '' : ','}${this.#at(i, items[i])}`;
    this.#objects.pop();
    return `${text}]`;
  }

  #record(value: object): string {
    this.#objects.push(value);
    const escaped = '$' in value; // its own, not ours
    let text = '';
    for (const key of Object.keys(value)) {
      const part = this.#at(key, (value as Record<string, unknown>)[key]);
      text += `${text === '' ? '' : ','}${escaped ? `[${this.#quoted(key)},${part}]` : `${this.#quoted(key)}:${part}`}`;
    }
    this.#objects.pop();
    return escaped ? `{"$":"object","of":[${text}]}` : `{${text}}`;
  }

  /** As JSON. Names of fields and of operations come again and again, and looking one up is faster. */
  #quoted(text: string): string {
    const known = this.#quotes.get(text);
    if (known !== undefined) return known;
    const quoted = JSON.stringify(text);
    if (text.length <= LONGEST_QUOTE && this.#quotes.size < MOST_QUOTES) this.#quotes.set(text, quoted);
    return quoted;
  }

  #at(key: string | number, item: unknown): string {
    this.#keys.push(key);
    const text = this.#text(item);
    this.#keys.pop();
    return text;
  }

  #view(view: ArrayBufferView, buffer: SharedArrayBuffer): string {
    const length = growsWith(view, buffer) ? undefined : ((view as Int32Array).length ?? view.byteLength);
    return JSON.stringify({ $: classOf(view), id: this.#number(buffer), at: view.byteOffset, length });
  }

  #number(buffer: SharedArrayBuffer): number {
    const number = this.#memory.number(buffer);
    if (number >= 0) return number;
    throw new TypeError(
      `${this.#path}: this SharedArrayBuffer was not made in set-up: each thread would have another one`,
    );
  }

  /** What the part that is being written is called. */
  get #path(): string {
    return this.#keys.reduce(
      (path: string, key) => path + (typeof key === 'number' ? `[${key}]` : `.${key}`),
      this.#name,
    );
  }
}

function special(kind: string, of: string): string {
  return `{"$":"${kind}","of":"${of}"}`;
}

function signed(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
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
