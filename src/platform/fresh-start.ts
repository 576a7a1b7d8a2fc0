/** Where a program that runs again and again on one thread keeps what begins every run. */
export const FRESH: symbol = /* @__PURE__ */ Symbol.for('reveille.fresh');

/** What is called before each run; undefined on an ordinary thread. */
export const freshStarts = (): Set<() => void> | undefined =>
  Reflect.get(globalThis, FRESH) as Set<() => void> | undefined;

/**
 * Calls `forget` when this thread is to be as if it had just started: before each run of a checked program. On an
 * ordinary thread that never happens.
 */
export function atFreshStart(forget: () => void): void {
  freshStarts()?.add(forget);
}
