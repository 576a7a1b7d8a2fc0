import { Serializer } from 'node:v8';
import { describe } from '../../core/check.js';
import { toldError } from './main-line.js';
import type { Memory } from './memory.js';

/** How many strings are kept as JSON, and how many characters they have, at most. */
const MOST_QUOTES = 1_000;
const LONGEST_QUOTE = 64;
/** How many objects may stand one within the other: what reads it all again must not run out of stack. */
const MOST_DEEP = 1_000;
/** Said where errors may be part of a value. */
export type ErrorsToo = 'errors too';

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
  /** What the encoder itself has refused. */
  #refused: unknown;
  #errors: ErrorsToo | undefined;

  /** @param memory - what the thread's own set-up makes. */
  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /**
   * @param name - what the value is called in errors.
   * @param errors - whether errors may be part of it: as their names and messages, which are all that can be compared.
   * @throws TypeError when a part of the value is nothing that threads can share, or throws when it is looked at.
   */
  encode(name: string, value: unknown, errors?: ErrorsToo): string {
    this.#name = name;
    this.#errors = errors;
    this.#objects.length = 0;
    this.#keys.length = 0;
    try {
      return this.#text(value);
    } catch (cause) {
      if (cause === this.#refused) throw cause;
      const { name, message } = toldError(cause);
      throw new TypeError(`${this.#path}: cannot be read: ${name}: ${message}`, { cause });
    }
  }

  #refuse(what: string): never {
    this.#refused = new TypeError(`${this.#path}: ${what}`);
    throw this.#refused;
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
        return this.#refuse(`expected plain data and shared memory, got ${describe(value)}`);
    }
  }

  #object(value: object): string {
    if (this.#objects.includes(value)) this.#refuse('refers to itself, and cannot be shared');
    if (this.#objects.length === MOST_DEEP) this.#tooDeep();
    if (Array.isArray(value)) return this.#array(value);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#record(value);
    if (value instanceof SharedArrayBuffer) return JSON.stringify({ $: 'buffer', id: this.#number(value) });
    if (ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer) return this.#view(value, value.buffer);
    const isError = value instanceof Error;
    if (isError && this.#errors) return JSON.stringify({ $: 'error', name: value.name, message: value.message });
    return this.#refuse(
      `expected plain data and shared memory, got ${withArticle(prototype.constructor?.name)}; ` +
        (isError ? 'take its name or message' : 'make it on the thread that uses it, and share its handle'),
    );
  }

  /** Without the way to it, which is as long. */
  #tooDeep(): never {
    this.#keys.length = 0;
    this.#refuse(`has more than ${MOST_DEEP} objects one within the other`);
  }

  #array(items: readonly unknown[]): string {
    this.#objects.push(items);
    let text = '[';
    for (let i = 0; i < items.length; i += 1) text += `${i === 0 ? '' : ','}${this.#at(i, items)}`;
    this.#objects.pop();
    return `${text}]`;
  }

  #record(value: object): string {
    this.#objects.push(value);
    const escaped = '$' in value; // its own, not ours
    let text = '';
    for (const key of Object.keys(value)) {
      const part = this.#at(key, value);
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

  #at(key: string | number, object: object): string {
    this.#keys.push(key);
    const text = this.#text((object as Record<string | number, unknown>)[key]);
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
    return this.#refuse('this SharedArrayBuffer was not made in set-up: each thread would have another one');
  }

  /** What the part that is being written is called. */
  get #path(): string {
    return this.#keys.reduce(
      (path: string, key) => path + (typeof key === 'number' ? `[${key}]` : `.${key}`),
      this.#name,
    );
  }
}

function withArticle(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
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
