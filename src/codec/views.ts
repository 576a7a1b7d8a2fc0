/** Makes a view of a memory, be it shared or not. */
type ViewClass = new (memory: ArrayBufferLike, at: number, length: number) => ArrayBufferView;

/** The classes of views; their places are what stands for them in bytes. */
export const VIEWS: readonly ViewClass[] = [
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
];
