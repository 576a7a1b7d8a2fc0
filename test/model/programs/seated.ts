/** A thread that attaches, and so has its seat, before the first step: that makes for few schedules. */
export function seated<E, T, H>(attach: (shared: H) => E, run: (attached: E, shared: H) => T) {
  return function* (early: H): Generator<object, T, H> {
    const attached = attach(early);
    return run(attached, yield {});
  };
}
