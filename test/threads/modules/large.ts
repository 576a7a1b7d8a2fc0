import { transfer } from 'reveille/threads';

const kept = new Uint8Array(1_000_000).fill(7);

/** Answers what it keeps. */
export const keep = (): Uint8Array => kept;
/** Whether that is as it was. */
export const isWhole = (): boolean => kept.length === 1_000_000 && kept[0] === 7;

/** All ways in which there are long arrays in a value, the same ones twice, and short ones. */
export const all = () => {
  const bytes = new Uint8Array(300_000).fill(1);
  const numbers = new Float64Array(100_000).fill(2.5);
  return {
    bytes,
    again: bytes,
    part: bytes.subarray(1, 280_001),
    numbers,
    view: new DataView(numbers.buffer),
    buffer: new ArrayBuffer(400_000),
    pooled: Buffer.from('short'),
    short: new Uint8Array(1000).fill(3),
  };
};

/** Gives an array away. */
export const give = (): Uint8Array => {
  const bytes = new Uint8Array(500_000).fill(9);
  return transfer(bytes, [bytes.buffer]);
};

/** Answers with a long array, and dies at once. */
export const last = (): Uint8Array => {
  setImmediate(() => process.exit(3));
  return kept;
};

/** Throws an error of which one field is long, and another one can't be carried. */
export const fail = (): never => {
  throw Object.assign(new Error('long'), { left: { kept, no: () => 1 }, field: new Uint8Array(600_000).fill(4) });
};

export async function* several(): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < 4; i += 1) yield new Uint8Array(300_000).fill(i);
}
