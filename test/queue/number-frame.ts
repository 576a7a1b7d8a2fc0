/** The number, then up to 15 bytes of its last one: a frame that was mixed with another would be noticed. */
export function toFrame(value: number): Uint8Array {
  const frame = new Uint8Array(4 + (value & 15)).fill(value);
  new DataView(frame.buffer).setInt32(0, value);
  return frame;
}

/** @throws Error when the frame is none of a number. */
export function toNumber(frame: Uint8Array): number {
  const value = new DataView(frame.buffer, frame.byteOffset).getInt32(0);
  const isWhole = frame.length === 4 + (value & 15) && frame.every((byte, i) => i < 4 || byte === (value & 255));
  if (isWhole) return value;
  throw new Error(`a frame of several: ${frame}`);
}
