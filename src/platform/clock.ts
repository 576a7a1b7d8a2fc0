/**
 * Milliseconds since an arbitrary start, with fractions; never goes back. Corresponds to `std::time::Instant::now`.
 *
 * Looked up at each call: a test that puts a clock of its own in the place of `performance.now` means to make time by itself.
 */
export function now(): number {
  return performance.now();
}

/**
 * The same by the machine's clock, as it was when this module loaded: for a thread that blocks or looks, for which nobody could move another
 * clock on.
 */
export const steadyNow: () => number = /* @__PURE__ */ machineClock();

function machineClock(): () => number {
  const { performance } = globalThis;
  const { now } = performance;
  return () => now.call(performance);
}
