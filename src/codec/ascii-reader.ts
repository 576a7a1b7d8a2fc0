/** Reads so many bytes from index `at` as ASCII; undefined when they are not. */
export type AsciiReader = (bytes: Uint8Array, at: number) => string | undefined;

/** Up to here a loop is faster than the engine's decoder. */
const LOOPED = 24;

/**
 * A reader of that many bytes. Compiled, it gives `String.fromCharCode` each byte as an argument of its own, which takes half of
 * what it takes to spread an array of them.
 */
export function asciiReader(length: number): AsciiReader {
  return compiled(length) ?? (length > LOOPED ? none : looped(length));
}

/** For the engine's decoder. */
const none: AsciiReader = () => undefined;

/** Undefined where a content security policy forbids `unsafe-eval`. */
function compiled(length: number): AsciiReader | undefined {
  if (length === 0) return () => '';
  const units = Array.from({ length }, (_, i) => `u${i}`);
  const reads = units.map((unit, i) => `${unit} = bytes[at + ${i}]`);
  const body = `const ${reads}; return (${units.join(' | ')}) > 0x7f ? undefined : String.fromCharCode(${units});`;
  try {
    return new Function('bytes', 'at', body) as AsciiReader;
  } catch {
    return undefined;
  }
}

function looped(length: number): AsciiReader {
  const units = new Array<number>(length).fill(0);
  return (bytes, at) => {
    let all = 0;
    for (let i = 0; i < length; i += 1) {
      const unit = bytes[at + i]!;
      all |= unit;
      units[i] = unit;
    }
    return all > 0x7f ? undefined : String.fromCharCode(...units);
  };
}
