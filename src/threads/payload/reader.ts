import { readUtf8 } from '../../codec/utf8.js';
import { VIEWS } from '../../codec/views.js';
import { unfilled } from '../../platform/index.js';
import { hidden, isHidden, newError } from './errors.js';
import { readClone } from './foreign.js';
import { Refused, Unfit } from './payload-error.js';
import type { Take } from './stand-ins.js';
import * as Tag from './tags.js';

const NOTHING = /* @__PURE__ */ new Uint8Array(0);
const DOUBLES = /* @__PURE__ */ new Float64Array(1);

/** Stands for the buffer of the array before it: V8 makes none for a small array until it is asked for, which takes half a microsecond. */
const ITS_BUFFER = /* @__PURE__ */ Symbol('its buffer');

/** The objects of a value that has more are let go of with their array. */
const FEW = 64;

/** Views of the same eight bytes; a function, so that bundlers may leave them out. */
function viewOf<V>(View: new (buffer: ArrayBufferLike) => V): V {
  return new View(DOUBLES.buffer);
}

const BYTES = /* @__PURE__ */ viewOf(Uint8Array);
const LONGS = /* @__PURE__ */ viewOf(BigInt64Array);

/** Reads what a writer wrote; whatever else stands there, it ends, with a value or an error. */
export class Reader {
  #bytes = NOTHING as Uint8Array;
  #at = 0;
  #end = 0;
  #take: Take | undefined;
  #parcel: readonly ArrayBuffer[] | undefined;
  /** The objects that were read, by number; the array is used again. */
  #seen: unknown[] = [];
  #met = 0;

  start(
    bytes: Uint8Array,
    at: number,
    end: number,
    take: Take | undefined,
    parcel: readonly ArrayBuffer[] | undefined,
  ): unknown {
    if (!(at >= 0 && at < end && end <= bytes.length)) throw new Unfit('these bytes are no value');
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
    this.#take = take;
    this.#parcel = parcel;
    return this.#value();
  }

  /** Lets go of bytes and value. */
  forget(): void {
    this.#bytes = NOTHING;
    this.#take = undefined;
    this.#parcel = undefined;
    if (this.#met > FEW) this.#seen = [];
    else for (let i = 0; i < this.#met; i += 1) this.#seen[i] = undefined;
    this.#met = 0;
  }

  #value(): unknown {
    const tag = this.#byte();
    switch (tag) {
      case Tag.INT32:
        return this.#u32() | 0;
      case Tag.DOUBLE:
        return this.#double();
      case Tag.ASCII:
        return this.#text(this.#byte());
      case Tag.UNDEFINED:
        return undefined;
      case Tag.NULL:
        return null;
      case Tag.TRUE:
        return true;
      case Tag.FALSE:
        return false;
      case Tag.UTF8:
        return this.#text(this.#u32());
      case Tag.UTF16:
        return this.#units();
      case Tag.BIGINT64:
        this.#double();
        return LONGS[0];
      case Tag.BIGINT:
        return this.#bigint();
      default:
        return this.#object(tag);
    }
  }

  #object(tag: number): unknown {
    switch (tag) {
      case Tag.ARRAY:
        return this.#array();
      case Tag.OBJECT:
        return this.#properties(this.#known({}));
      case Tag.BYTES:
      case Tag.FAR_BYTES:
        return this.#wholeBytes(tag === Tag.FAR_BYTES);
      case Tag.PART:
      case Tag.FAR_PART:
        return this.#known(this.#copy(tag === Tag.FAR_PART));
      case Tag.BUFFER:
      case Tag.FAR_BUFFER:
        return this.#known(this.#copy(tag === Tag.FAR_BUFFER).buffer);
      case Tag.AGAIN:
        return this.#again();
      case Tag.MAP:
        return this.#map(this.#count(2));
      case Tag.SET:
        return this.#set(this.#count(1));
      case Tag.DATE:
        // biome-ignore lint/style/noRestrictedGlobals: a value, not the clock
        return this.#known(new Date(this.#double()));
      case Tag.REGEXP:
        return this.#known(new RegExp(this.#string(), this.#string()));
      case Tag.VIEW:
        return this.#view();
      case Tag.ERROR:
        return this.#error();
      case Tag.CLONE:
        return this.#clone();
      case Tag.STAND_IN:
        return this.#standIn();
      default:
        throw new Unfit('these bytes are no value');
    }
  }

  /** Answers its number. */
  #meet(value: unknown): number {
    this.#seen[this.#met] = value;
    this.#met += 1;
    return this.#met - 1;
  }

  #known<T>(value: T): T {
    this.#meet(value);
    return value;
  }

  /** Moves on; answers where it was. */
  #skip(size: number): number {
    const at = this.#at;
    if (size > this.#end - at) throw new Unfit('a value that is cut off');
    this.#at = at + size;
    return at;
  }

  #byte(): number {
    return this.#bytes[this.#skip(1)]!;
  }

  #u32(): number {
    const at = this.#skip(4);
    const b = this.#bytes;
    return (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;
  }

  #double(): number {
    const at = this.#skip(8);
    for (let i = 0; i < 8; i += 1) BYTES[i] = this.#bytes[at + i]!;
    return DOUBLES[0]!;
  }

  /** How many come, of which each takes so many bytes at least. */
  #count(least: number): number {
    const count = this.#u32();
    if (count * least > this.#end - this.#at) throw new Unfit('a value that is cut off');
    return count;
  }

  #text(length: number): string {
    const at = this.#skip(length);
    return readUtf8(this.#bytes, at, at + length);
  }

  #units(): string {
    const length = this.#u32();
    const at = this.#skip(length * 2);
    let text = '';
    for (let i = at; i < at + length * 2; i += 2)
      text += String.fromCharCode(this.#bytes[i]! | (this.#bytes[i + 1]! << 8));
    return text;
  }

  #string(): string {
    const value = this.#value();
    if (typeof value !== 'string') throw new Unfit('these bytes are no value');
    return value;
  }

  #bigint(): bigint {
    const digits = this.#string();
    return digits.startsWith('-') ? -BigInt(`0x${digits.slice(1)}`) : BigInt(`0x${digits}`);
  }

  #array(): unknown[] {
    const length = this.#count(1);
    const values: unknown[] = [];
    this.#meet(values);
    for (let i = 0; i < length; i += 1) {
      if (this.#bytes[this.#at] !== Tag.HOLE) values.push(this.#value());
      else {
        this.#at += 1;
        values.length = i + 1;
      }
    }
    return values;
  }

  #properties<T extends object>(object: T, hide = false): T {
    for (;;) {
      const length = this.#byte();
      if (length === Tag.NO_KEY) return object;
      const key = length === Tag.LONG_KEY ? this.#string() : this.#text(length);
      const value = this.#value();
      if (hide && isHidden(key)) hidden(object, key, value);
      else if (hide || key === '__proto__') {
        Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      } else (object as Record<string, unknown>)[key] = value;
    }
  }

  #copy(far: boolean): Uint8Array<ArrayBuffer> {
    const length = this.#u32();
    const before = far ? this.#u32() : 0;
    if ((before & 1) === 1) return this.#fromParcel(before >>> 1, length);
    const at = far ? this.#behind(before, length) : this.#skip(length);
    const copy = far ? unfilled(length) : new Uint8Array(length);
    if (far) copy.set(this.#bytes.subarray(at, at + length));
    else for (let i = 0; i < length; i += 1) copy[i] = this.#bytes[at + i]!;
    return copy;
  }

  /** Where an array of that length begins that stands behind all else. */
  #behind(before: number, length: number): number {
    const at = this.#end - before;
    if (at < this.#at || length > before) throw new Unfit('a value that is cut off');
    return at;
  }

  /** One that came apart, and is nobody else's. */
  #fromParcel(index: number, length: number): Uint8Array<ArrayBuffer> {
    const buffer = this.#parcel?.[index];
    if (buffer?.byteLength !== length) throw new Unfit('an array that has not come');
    return new Uint8Array(buffer);
  }

  #wholeBytes(far: boolean): Uint8Array {
    const copy = this.#known(this.#copy(far));
    this.#meet(ITS_BUFFER);
    return copy;
  }

  #again(): unknown {
    const number = this.#u32();
    if (number >= this.#met) throw new Unfit('these bytes are no value');
    const known = this.#seen[number];
    return known === ITS_BUFFER ? (this.#seen[number - 1] as Uint8Array).buffer : known;
  }

  #map(size: number): Map<unknown, unknown> {
    const map = this.#known(new Map<unknown, unknown>());
    for (let i = 0; i < size; i += 1) map.set(this.#value(), this.#value());
    return map;
  }

  #set(size: number): Set<unknown> {
    const set = this.#known(new Set<unknown>());
    for (let i = 0; i < size; i += 1) set.add(this.#value());
    return set;
  }

  #view(): ArrayBufferView {
    const Type = VIEWS[this.#byte()];
    const [at, length] = [this.#u32(), this.#u32()];
    const number = this.#meet(undefined); // its number comes before the buffer's
    const buffer = this.#value();
    if (Type === undefined || !(buffer instanceof ArrayBuffer)) throw new Unfit('these bytes are no value');
    return (this.#seen[number] = new Type(buffer, at, length)) as ArrayBufferView;
  }

  #error(): Error {
    return this.#properties(
      this.#known(newError(this.#byte() === 1, this.#string(), this.#string(), this.#string())),
      true,
    );
  }

  #clone(): unknown {
    const count = this.#count(4);
    const thread = this.#u32();
    const ids = Array.from({ length: count }, () => this.#u32());
    const tag = this.#byte();
    if (tag !== Tag.BUFFER && tag !== Tag.FAR_BUFFER) throw new Unfit('these bytes are no value');
    return this.#known(readClone(this.#copy(tag === Tag.FAR_BUFFER), thread, ids));
  }

  #standIn(): unknown {
    const number = this.#meet(undefined);
    const kind = this.#byte();
    const data = this.#value();
    if (this.#take === undefined) throw new Unfit('something stands for what only a call can carry');
    try {
      return (this.#seen[number] = this.#take.restore(kind, data));
    } catch (error) {
      throw new Refused(error);
    }
  }
}
