import { VIEWS } from '../../codec/views.js';
import { Future } from '../../core/future.js';
import { within } from '../../core/misplaced.js';
import { isShared } from '../../core/shared-buffer.js';
import { writeError } from './errors.js';
import { writeClone } from './foreign.js';
import { Unfit } from './payload-error.js';
import type { Scratch } from './scratch.js';
import { Seen } from './seen.js';
import { type Give, PORT } from './stand-ins.js';
import * as Tag from './tags.js';
import { writeText } from './text.js';
import { isDetached, Transfers } from './transfer.js';

const PLAIN = /* @__PURE__ */ Object.getPrototypeOf({}) as object;
const MIN64 = -0x8000_0000_0000_0000n;
const MAX64 = 0x7fff_ffff_ffff_ffffn;

/** Writes values into a scratch. Objects are numbered as they are met, so that they are written once. */
export class Writer {
  readonly out: Scratch;
  give: Give | undefined;
  readonly transfers = new Transfers();
  readonly #seen = new Seen();

  constructor(out: Scratch) {
    this.out = out;
  }

  /** Lets go of what it knew of the value. */
  forget(): void {
    this.give = undefined;
    this.#seen.clear();
  }

  write(value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.#number(value);
        return;
      case 'string':
        writeText(value, this.out);
        return;
      case 'boolean':
        this.out.tag(value ? Tag.TRUE : Tag.FALSE);
        return;
      case 'undefined':
        this.out.tag(Tag.UNDEFINED);
        return;
      case 'bigint':
        this.#bigint(value);
        return;
      case 'object':
        if (value === null) this.out.tag(Tag.NULL);
        else this.#object(value);
        return;
      case 'function':
        this.#function(value);
        return;
      default:
        throw new Unfit("a symbol can't be sent");
    }
  }

  /** The own enumerable properties, then the end. */
  #properties(value: object): void {
    for (const key in value) {
      if (!Object.hasOwn(value, key)) continue;
      this.#key(key);
      try {
        this.write((value as Readonly<Record<string, unknown>>)[key]);
      } catch (error) {
        throw within(error, key);
      }
    }
    this.out.tag(Tag.NO_KEY);
  }

  /** One property; nothing of it when its value can't be sent. */
  propertyIfFit(key: string, value: unknown): void {
    const { at, far } = this.out;
    const { count } = this.#seen;
    const { counts } = this.transfers;
    try {
      this.#key(key);
      this.write(value);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      this.out.goBack(at, far);
      this.#seen.goBack(count);
      this.transfers.goBack(counts);
    }
  }

  #number(value: number): void {
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) this.out.word(Tag.INT32, value);
    else this.out.double(Tag.DOUBLE, value);
  }

  #bigint(value: bigint): void {
    if (value < MIN64 || value > MAX64) {
      this.out.tag(Tag.BIGINT);
      writeText(value.toString(16), this.out);
      return;
    }
    const at = this.out.take(9);
    this.out.bytes[at] = Tag.BIGINT64;
    this.out.view.setBigInt64(at + 1, value, true);
  }

  #key(key: string): void {
    const { length } = key;
    const { out } = this;
    if (length < Tag.LONG_KEY) {
      const at = out.take(length + 1);
      const bytes = out.bytes;
      bytes[at] = length;
      let all = 0;
      for (let i = 0; i < length; i += 1) {
        const unit = key.charCodeAt(i);
        bytes[at + 1 + i] = unit;
        all |= unit;
      }
      if (all <= 0x7f) return;
      out.at = at;
    }
    out.tag(Tag.LONG_KEY);
    writeText(key, out);
  }

  #object(value: object): void {
    const known = this.#seen.see(value);
    if (known >= 0) {
      this.out.word(Tag.AGAIN, known);
      return;
    }
    this.transfers.note(value);
    const proto = Object.getPrototypeOf(value);
    if (proto === PLAIN || proto === null) this.#record(value);
    else if (Array.isArray(value)) this.#array(value);
    else if (value instanceof Error) writeError(value, this);
    else if (ArrayBuffer.isView(value)) this.#view(value);
    else if (value instanceof ArrayBuffer) this.#buffer(value);
    else if (value instanceof Map) this.#map(value);
    else if (value instanceof Set) this.#set(value);
    // biome-ignore lint/style/noRestrictedGlobals: a value, not the clock
    else if (value instanceof Date) this.out.double(Tag.DATE, value.getTime());
    else if (value instanceof RegExp) this.#regExp(value);
    else if (this.#replaced(value)) return;
    else if (value instanceof Future) throw new Unfit("a future can't be sent: wait for it, and send its answer");
    else if (Object.prototype.toString.call(value) === '[object Object]') this.#record(value);
    else writeClone(value, this.out);
  }

  #record(value: object): void {
    this.out.tag(Tag.OBJECT);
    this.#properties(value);
  }

  #array(values: readonly unknown[]): void {
    const { length } = values;
    this.out.word(Tag.ARRAY, length);
    for (let i = 0; i < length; i += 1) {
      const value = values[i];
      if (value === undefined && !(i in values)) this.out.tag(Tag.HOLE);
      else {
        try {
          this.write(value);
        } catch (error) {
          throw within(error, i);
        }
      }
    }
  }

  #buffer(buffer: ArrayBuffer): void {
    if (isDetached(buffer)) throw new Unfit("a detached ArrayBuffer can't be sent");
    this.out.array(Tag.BUFFER, Tag.FAR_BUFFER, new Uint8Array(buffer));
  }

  #view(view: ArrayBufferView): void {
    const { buffer } = view;
    if (isShared(buffer)) writeClone(view, this.out);
    else if (buffer.byteLength === 0 && isDetached(buffer))
      throw new Unfit("a view of a detached ArrayBuffer can't be sent");
    else if (!(view instanceof Uint8Array)) this.#viewOf(view, buffer);
    else if (view.length !== buffer.byteLength) this.out.array(Tag.PART, Tag.FAR_PART, view);
    else if (this.#seen.see(buffer) < 0) this.out.array(Tag.BYTES, Tag.FAR_BYTES, view);
    else this.#viewOf(view, buffer);
  }

  #viewOf(view: ArrayBufferView, buffer: ArrayBuffer): void {
    const at = this.out.take(10);
    const name = Reflect.get(view, Symbol.toStringTag) ?? 'DataView';
    this.out.bytes[at] = Tag.VIEW;
    this.out.bytes[at + 1] = VIEWS.findIndex((type) => type.name === name);
    this.out.view.setUint32(at + 2, view.byteOffset, true);
    this.out.view.setUint32(at + 6, 'length' in view ? Number(view.length) : view.byteLength, true);
    this.#object(buffer);
  }

  #map(map: ReadonlyMap<unknown, unknown>): void {
    const entries = [...map]; // a getter might change it
    this.out.word(Tag.MAP, entries.length);
    for (const [key, value] of entries) {
      this.write(key);
      this.write(value);
    }
  }

  #set(set: ReadonlySet<unknown>): void {
    const values = [...set];
    this.out.word(Tag.SET, values.length);
    for (const value of values) this.write(value);
  }

  #regExp(value: RegExp): void {
    this.out.tag(Tag.REGEXP);
    writeText(value.source, this.out);
    writeText(value.flags, this.out);
  }

  #function(value: object): void {
    const known = this.#seen.see(value);
    if (known >= 0) this.out.word(Tag.AGAIN, known);
    else if (!this.#replaced(value)) throw new Unfit("a function can't be sent");
  }

  /** Writes what stands for the value, if there is something. */
  #replaced(value: object): boolean {
    const port = this.transfers.ports.indexOf(value);
    const standIn = port < 0 ? this.give?.replace(value) : { kind: PORT, data: port };
    if (standIn === undefined) return false;
    const at = this.out.take(2);
    this.out.bytes[at] = Tag.STAND_IN;
    this.out.bytes[at + 1] = standIn.kind;
    this.write(standIn.data);
    return true;
  }
}
