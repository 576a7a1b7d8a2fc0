import { Misfit } from '../../codec/misfit.js';
import { writeUtf8 } from '../../codec/utf8.js';
import type { Scratch } from './scratch.js';
import { ASCII, UTF8, UTF16 } from './tags.js';

/** Up to here a loop is faster than the engine's encoder. */
const SHORT = 60;

/** Writes a string, with its tag. */
export function writeText(text: string, out: Scratch): void {
  const { length } = text;
  if (length > SHORT || !wroteShort(text, length, out)) writeLong(text, out);
}

/** False, with nothing written, when it is not ASCII. */
function wroteShort(text: string, length: number, out: Scratch): boolean {
  const at = out.take(length + 2);
  const bytes = out.bytes;
  bytes[at] = ASCII;
  bytes[at + 1] = length;
  let all = 0;
  for (let i = 0; i < length; i += 1) {
    const unit = text.charCodeAt(i);
    bytes[at + 2 + i] = unit;
    all |= unit;
  }
  if (all <= 0x7f) return true;
  out.at = at;
  return false;
}

function writeLong(text: string, out: Scratch): void {
  const start = out.at;
  out.word(UTF8, 0);
  const begin = out.take(text.length * 3);
  try {
    const end = writeUtf8(text, out.bytes, begin);
    out.view.setUint32(start + 1, end - begin, true);
    out.at = end;
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    out.at = start;
    writeUnits(text, out);
  }
}

/** A string with half a surrogate pair is no text, and a string all the same. */
function writeUnits(text: string, out: Scratch): void {
  out.word(UTF16, text.length);
  const at = out.take(text.length * 2);
  for (let i = 0; i < text.length; i += 1) out.view.setUint16(at + i * 2, text.charCodeAt(i), true);
}
