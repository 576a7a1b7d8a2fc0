import { loans } from '../camp/loans.js';
import { HandleError } from '../core/errors.js';
import { serializer, threadId } from '../platform/index.js';
import { blame } from './blame.js';
import { copyOf } from './bytes.js';
import { type Clone, type Clones, clonesOf } from './clones.js';
import type { Codec } from './codec.js';
import { CodecError } from './codec-error.js';
import { Misfit, outside } from './misfit.js';
import { checkSpan } from './span.js';

const NAME = 'structured';

/** Before the clone, if it has shared memory: a byte that no clone begins with, how many, and whose they are; then each number. */
const LENT = 0;
const LENT_BYTES = 9;

/**
 * Whatever `structuredClone` and `postMessage` can carry: dates, maps, sets, typed arrays, bigints, errors, circles. It is
 * what to take when the values are none of your making; {@link json} and {@link record} are faster. Node alone lets
 * programs have these bytes: in a browser, use another codec, or `postMessage`.
 *
 * Shared memory arrives as what it is, shared; so do the handles of channels, queues, locks and wakers, which are made of it. It
 * is fetched from the thread that sent it, when a value with memory that is new there is read: that takes a tenth of a
 * millisecond, and as long as the sending thread neither turns its event loop nor blocks in a wait of this library. A thread
 * keeps the last 1,024 memories that it sent for those who have not fetched them yet, and others while it uses them; if it has
 * ended, or let go of one, the value cannot be read, which is a CodecError. It is one after five seconds without an answer, too,
 * for which the thread that reads stands still, be it in a `tryRecv`; and a value that was received and not read is lost. What would be transferred rather than copied,
 * such as a port, can't be carried.
 *
 * @typeParam T - what the values are; it is believed, not checked. Of an object of a class, the own properties arrive.
 * @returns a codec, which may be used by many channels.
 * @throws CodecError where the engine keeps its serialisation to itself: in browsers.
 *
 * @example
 * ```ts
 * import { structured } from 'reveille/codec';
 *
 * const codec = structured<Map<string, Date>>();
 * const frame = new Uint8Array(256);
 * const end = codec.encode(new Map([['start', new Date(0)]]), frame, 0);
 * console.log(codec.decode(frame, 0, end)); // Map(1) { 'start' => 1970-01-01T00:00:00.000Z }
 * ```
 */
export function structured<T>(): Codec<T> {
  const engine = serializer();
  if (engine === undefined) {
    throw new CodecError(
      NAME,
      'value',
      'this engine has structured clones for its own messages only; use json or record',
    );
  }
  return new Structured<T>(clonesOf(engine, () => loans.open()));
}

class Structured<T> implements Codec<T> {
  readonly name = NAME;
  readonly #engine: Clones;

  constructor(engine: Clones) {
    this.#engine = engine;
  }

  encode(value: T, bytes: Uint8Array, at: number): number {
    const { clone, memories } = this.#serialize(value);
    const start = at + (memories.length === 0 ? 0 : LENT_BYTES + memories.length * 4);
    const end = start + clone.length;
    if (end > bytes.length) return -1;
    if (memories.length > 0) lend(memories, bytes, at);
    bytes.set(clone, start);
    return end;
  }

  #serialize(value: T): Clone {
    try {
      return this.#engine.write(value);
    } catch (error) {
      throw blame(value, error, (part) => this.#refusal(part)).toError(NAME);
    }
  }

  #refusal(part: unknown): unknown {
    try {
      this.#engine.write(part);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** From a copy, since typed arrays that arrive are views of what they were read from. */
  decode(bytes: Uint8Array, at: number, end: number): T {
    checkSpan(bytes, at, end);
    try {
      const memories = bytes[at] === LENT && end - at > LENT_BYTES ? borrow(bytes, at, end) : [];
      const start = at + (memories.length === 0 ? 0 : LENT_BYTES + memories.length * 4);
      return this.#engine.read(copyOf(bytes, start, end), memories) as T;
    } catch (error) {
      throw outside(error instanceof Misfit ? error : new Misfit('this is no structured clone', error), NAME);
    }
  }
}

function lend(memories: readonly SharedArrayBuffer[], bytes: Uint8Array, at: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  view.setUint8(0, LENT);
  view.setUint32(1, memories.length);
  view.setUint32(5, threadId());
  for (const [i, memory] of memories.entries()) view.setUint32(LENT_BYTES + i * 4, loans.lend(memory));
}

function borrow(bytes: Uint8Array, at: number, end: number): readonly SharedArrayBuffer[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, end - at);
  const count = view.getUint32(1);
  if (count === 0 || LENT_BYTES + count * 4 > view.byteLength) throw new Misfit('this is no structured clone');
  const ids = Array.from({ length: count }, (_, i) => view.getUint32(LENT_BYTES + i * 4));
  try {
    loans.open();
    return loans.borrow(view.getUint32(5), ids);
  } catch (error) {
    throw error instanceof HandleError ? new Misfit(error.message, error) : error;
  }
}
