/** Shared words for latches between a test and its worker. */
export const words = (): Int32Array => new Int32Array(new SharedArrayBuffer(16));

/** Blocks until a word is set, a minute at most. */
export function blockUntilSet(latch: Int32Array, at: number): void {
  while (Atomics.load(latch, at) === 0) {
    if (Atomics.wait(latch, at, 0, 60_000) === 'timed-out') throw new Error(`word ${at} was not set in a minute`);
  }
}

/** The same, and lets the event loop turn. */
export async function untilSet(latch: Int32Array, at: number): Promise<void> {
  await until(() => Atomics.load(latch, at) !== 0);
}

/** Turns the event loop until something is so; a minute at most. */
export async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; !isSo(); ) {
    if (performance.now() > end) throw new Error(`was not so in a minute: ${isSo}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
