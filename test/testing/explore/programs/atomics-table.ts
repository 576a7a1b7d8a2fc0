/**
 * What `Atomics` does with all kinds of arrays, indices and values, line by line: on the host's own memory when it is
 * called anywhere else, in the model when a checked thread does.
 */
import { writeFileSync } from 'node:fs';

type Operation = (array: unknown, index: unknown, ...values: unknown[]) => unknown;

const BYTES = 32;

const KINDS: Record<string, (buffer: ArrayBufferLike) => unknown> = {
  Int8Array: (buffer) => new Int8Array(buffer, 8, 8),
  Uint8Array: (buffer) => new Uint8Array(buffer, 8, 8),
  Int16Array: (buffer) => new Int16Array(buffer, 8, 4),
  Uint16Array: (buffer) => new Uint16Array(buffer, 8, 4),
  Int32Array: (buffer) => new Int32Array(buffer, 8, 2),
  Uint32Array: (buffer) => new Uint32Array(buffer, 8, 2),
  BigInt64Array: (buffer) => new BigInt64Array(buffer, 8, 2),
  BigUint64Array: (buffer) => new BigUint64Array(buffer, 8, 2),
  Derived: (buffer) => new (class Derived extends Int32Array {})(buffer as ArrayBuffer, 8, 2),
  Uint8ClampedArray: (buffer) => new Uint8ClampedArray(buffer, 8, 2),
  Float32Array: (buffer) => new Float32Array(buffer, 8, 2),
  Float64Array: (buffer) => new Float64Array(buffer, 8, 2),
  DataView: (buffer) => new DataView(buffer, 8, 2),
  buffer: (buffer) => buffer,
  array: () => [1, 2],
  undefined: () => undefined,
};

/** Makes values anew for each line; `note` is told when an object is converted. */
type Values = (note: (text: string) => void) => readonly unknown[];

const converted = (note: (text: string) => void, name: string, value: unknown): object => ({
  toString: () => name,
  valueOf() {
    note(name);
    return value;
  },
});

const INDICES: Values = (note) => [
  ...[0, 1, -0, 1.9, -0.5, -1, 2, 8, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 32],
  ...['1', '0x1', ' 1 ', 'x', '', null, undefined, true, 1n, Symbol('index'), [1]],
  converted(note, 'index 1', 1),
  converted(note, 'index 9', 9),
];

const VALUES: Values = (note) => [
  ...[0, 1, -0, -1, 1.9, -1.9, 127, 128, 255, 256, 65_535, 65_536, Number.NaN, 2 ** 31, -(2 ** 31) - 1, 2 ** 32 + 5],
  ...[2 ** 53, 1e300, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...['7', '0x10', 'x', '', null, undefined, true, [], [5], Symbol('value')],
  ...[0n, 1n, -1n, 2n ** 63n, 2n ** 64n + 3n],
  converted(note, 'value 3', 3),
  converted(note, 'value 3n', 3n),
];

const TIMES: Values = (note) => [0, -1, '0', null, false, converted(note, 'time 0', 0), Symbol('time'), 1n];
const COUNTS: Values = (note) => [undefined, 0, 1, -1, 1.9, Number.NaN, '1', null, 1n, converted(note, 'count', 1)];

/** Arguments after the array: each list of indices with one value, and one index with each list of values. */
const one = (values: Values): Values[] => [values];
const FIRST: Values = (note) => [converted(note, 'value 1', 1)];
const ZERO: Values = () => [0];
const ARGUMENTS: Record<string, readonly (readonly Values[])[]> = {
  load: [one(INDICES)],
  compareExchange: [
    [INDICES, FIRST, FIRST],
    [ZERO, VALUES, FIRST],
    [ZERO, () => [1, 1n], VALUES],
  ],
  wait: [
    [INDICES, () => [7, 7n], ZERO],
    [ZERO, VALUES, ZERO],
    [ZERO, () => [1, 1n], TIMES],
  ],
  waitAsync: [
    [INDICES, () => [7, 7n], ZERO],
    [ZERO, VALUES, ZERO],
    [ZERO, () => [1, 1n], TIMES],
  ],
  notify: [
    [INDICES, ZERO],
    [ZERO, COUNTS],
  ],
};
for (const name of ['store', 'add', 'and', 'exchange', 'or', 'sub', 'xor']) {
  ARGUMENTS[name] = [
    [INDICES, FIRST],
    [ZERO, VALUES],
  ];
}

export function* table(shared: ArrayBufferLike): Generator<string> {
  for (const name of Object.keys(ARGUMENTS).sort()) {
    const operation = Atomics[name as 'load'] as Operation;
    yield `${name}: ${operation.name}, ${operation.length} arguments`;
    for (const [kind, make] of Object.entries(KINDS)) {
      for (const lists of ARGUMENTS[name] as readonly (readonly Values[])[]) {
        for (const buffer of [shared, new ArrayBuffer(BYTES)]) yield* lines(name, kind, buffer, make, lists);
      }
    }
  }
}

function* lines(
  name: string,
  kind: string,
  buffer: ArrayBufferLike,
  make: (buffer: ArrayBufferLike) => unknown,
  lists: readonly Values[],
): Generator<string> {
  const operation = Atomics[name as 'load'] as Operation;
  for (const choice of choices(lists.map((list) => list(() => {}).length))) {
    const notes: string[] = [];
    const values = choice.map((at, i) => lists[i]?.((note) => notes.push(note))[at]);
    const bytes = new Uint8Array(buffer);
    bytes.fill(0);
    bytes[8] = 1;
    const outcome = outcomeOf(() => operation(make(buffer), ...(values as [unknown])));
    const after = [...bytes.subarray(8, 24)].join(' ');
    const given = values.map(text).join(', ');
    yield `${name}(${kind} of ${buffer.constructor.name}, ${given}) ${outcome}; ${notes}; ${after}`;
  }
}

function* choices(lengths: readonly number[]): Generator<readonly number[]> {
  const [length, ...others] = lengths;
  if (length === undefined) yield [];
  else for (let at = 0; at < length; at += 1) for (const rest of choices(others)) yield [at, ...rest];
}

function outcomeOf(operate: () => unknown): string {
  try {
    const value = operate();
    return `answers ${typeof value === 'object' ? JSON.stringify(value) : text(value)}`;
  } catch (error) {
    return `throws ${(error as Error).name}: ${(error as Error).message}`;
  }
}

function text(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  return `${typeof value} ${String(value)}`;
}

export const setup = (): SharedArrayBuffer => new SharedArrayBuffer(BYTES);

/** Writes the table of a checked thread into the file that the module's URL names. */
export function writer(buffer: SharedArrayBuffer): void {
  writeFileSync(new URL(import.meta.url).searchParams.get('file') as string, [...table(buffer)].join('\n'));
}

export const onlooker = (buffer: SharedArrayBuffer): number => Atomics.load(new Int32Array(buffer), 7);
