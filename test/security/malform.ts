import type { Handle } from './handles.js';

/** What no field of a handle may be. */
const NOTHING: readonly unknown[] = [undefined, null, true, {}, 1n, new ArrayBuffer(64), new Uint8Array(8)];
const NO_NUMBER: readonly unknown[] = ['1', [], Number.NaN, 0.5, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 31)];
const NO_MEMORY: readonly unknown[] = ['1', [], -1, 0, 2 ** 53, new SharedArrayBuffer(0), new SharedArrayBuffer(4096)];
const NO_TEXT: readonly unknown[] = [[], -1, 0, 2 ** 53];
const NO_LIST: readonly unknown[] = ['', -1, 2, [], [undefined], [null], [{}], Array.from({ length: 9 }, () => ({}))];

/** A wrong handle, and in which way it is wrong. */
export interface Wrong {
  readonly how: string;
  readonly handle: Handle;
}

/**
 * Wrong handles, made from a good one: each field missing and with wrong values, and each memory of another version, cut short,
 * or of another kind, from `memories`.
 */
export function* malform(good: Handle, memories: readonly SharedArrayBuffer[]): Generator<Wrong> {
  for (const [field, value] of Object.entries(good)) {
    const { [field]: _, ...rest } = good;
    yield { how: `without ${field}`, handle: rest };
    for (const wrong of wrongs(value, memories))
      yield { how: `${field}: ${tell(wrong)}`, handle: { ...good, [field]: wrong } };
  }
}

function wrongs(value: unknown, memories: readonly SharedArrayBuffer[]): readonly unknown[] {
  if (typeof value === 'number') return [...NOTHING, ...NO_NUMBER];
  if (typeof value === 'string') return [...NOTHING, ...NO_TEXT];
  if (Array.isArray(value)) return [...NOTHING, ...NO_LIST, [value[0], { ...value[0], end: 'receiver' }]];
  const memory = value as SharedArrayBuffer;
  const others = memories.filter((other) => kindOf(other) !== kindOf(memory));
  return [...NOTHING, ...NO_MEMORY, ofNextVersion(memory), cut(memory), ...others];
}

/** What stands in the first word. Passages are one word, and have no name. */
const kindOf = (memory: SharedArrayBuffer): number =>
  memory.byteLength < 8 ? 0 : (new Int32Array(memory, 0, 1)[0] as number);

function ofNextVersion(memory: SharedArrayBuffer): SharedArrayBuffer | undefined {
  if (kindOf(memory) === 0) return undefined;
  const copy = new SharedArrayBuffer(memory.byteLength);
  new Uint8Array(copy).set(new Uint8Array(memory));
  new Int32Array(copy)[1]! += 1;
  return copy;
}

function cut(memory: SharedArrayBuffer): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(Math.min(memory.byteLength - 1, 12));
  new Uint8Array(copy).set(new Uint8Array(memory, 0, copy.byteLength));
  return copy;
}

const tell = (value: unknown): string =>
  value instanceof SharedArrayBuffer
    ? `shared memory of ${value.byteLength} bytes`
    : `${typeof value} ${String(value)}`;
