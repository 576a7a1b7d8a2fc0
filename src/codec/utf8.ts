import { type AsciiReader, asciiReader } from './ascii-reader.js';
import { copyOf } from './bytes.js';
import { Misfit } from './misfit.js';

const ENCODER = /* @__PURE__ */ new TextEncoder();
/** A mark at the beginning is a character like others: a string must come back as it went. */
const DECODER = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Up to here own code is faster than a call of the engine's encoder or decoder, which cost about 90 ns (Node 20). */
const SHORT_TO_WRITE = 40;
const SHORT_TO_READ = 60;

/**
 * Writes `text` as UTF-8 from index `at`; answers the end, or -1 when it doesn't fit.
 *
 * @throws Misfit when there is half a surrogate pair in it, for which UTF-8 has no bytes.
 */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  const { length } = text;
  if (at + length > bytes.length) return -1; // no character has fewer bytes in UTF-8 than units in a string
  if (length > SHORT_TO_WRITE) return encode(text, bytes, at);
  for (let i = 0; i < length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return encode(text, bytes, at);
    bytes[at + i] = unit;
  }
  return at + length;
}

function encode(text: string, bytes: Uint8Array, at: number): number {
  const written = takesShared()
    ? encodeInto(text, at === 0 ? bytes : bytes.subarray(at))
    : encodeApart(text, bytes, at);
  if (written !== text.length && !text.isWellFormed()) throw new Misfit('half a surrogate pair is no text');
  return written < 0 ? -1 : at + written;
}

function encodeInto(text: string, room: Uint8Array): number {
  const { read, written } = ENCODER.encodeInto(text, room);
  return read === text.length ? written : -1;
}

function encodeApart(text: string, bytes: Uint8Array, at: number): number {
  const encoded = ENCODER.encode(text);
  if (at + encoded.length > bytes.length) return -1;
  bytes.set(encoded, at);
  return encoded.length;
}

/**
 * The text that stands as UTF-8 in `bytes` from index `at` to before `end`.
 *
 * @throws Misfit when that is no UTF-8.
 */
export function readUtf8(bytes: Uint8Array, at: number, end: number): string {
  const length = end - at;
  if (length > SHORT_TO_READ) return decode(bytes, at, end);
  const read = (READERS[length] ??= asciiReader(length));
  return read(bytes, at) ?? decode(bytes, at, end);
}

function decode(bytes: Uint8Array, at: number, end: number): string {
  try {
    return DECODER.decode(takesShared() ? bytes.subarray(at, end) : copyOf(bytes, at, end));
  } catch (error) {
    throw new Misfit('these bytes are no UTF-8', error);
  }
}

/** By lengths. */
const READERS: AsciiReader[] = [];

let shared: boolean | undefined;

/** Whether the engine's encoder and decoder work on shared memory. They do in Node; browsers refuse. */
function takesShared(): boolean {
  if (shared === undefined) {
    try {
      const bytes = new Uint8Array(new SharedArrayBuffer(1));
      shared = ENCODER.encodeInto('a', bytes).written === 1 && DECODER.decode(bytes) === 'a';
    } catch {
      shared = false;
    }
  }
  return shared;
}
