/** Milliseconds since an arbitrary start, with fractions; never goes back. Corresponds to `std::time::Instant::now`. */
export function now(): number {
  return performance.now();
}
