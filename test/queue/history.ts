/** One operation of one thread, and when: the clock is a counter that all threads share. */
export interface Operation {
  readonly verb: 'push' | 'pop' | 'forcePush';
  readonly value: number;
  /** What it answered; a push answers 1 or 0. */
  readonly answer: number | undefined;
  readonly start: number;
  readonly end: number;
  /** The item before it in its batch, which comes first. */
  readonly after?: Operation | undefined;
}

/**
 * Whether there is an order of the operations that a queue of this capacity could have answered so one after another,
 * and in which none stands before one that had ended before it started. After Wing and Gong, "Testing and verifying
 * concurrent objects": try each operation that may come next, and go back when none leads to the end.
 */
export function isLinearizable(history: readonly Operation[], capacity: number): boolean {
  const left = new Set(history);
  const refuted = new Set<string>();

  const search = (items: readonly number[]): boolean => {
    if (left.size === 0) return true;
    const state = `${history.map((operation) => (left.has(operation) ? '1' : '0')).join('')} ${items}`;
    if (refuted.has(state)) return false;
    const firstEnd = Math.min(...[...left].map((operation) => operation.end));
    for (const operation of [...left]) {
      if (operation.start > firstEnd || (operation.after !== undefined && left.has(operation.after))) continue;
      const after = apply(operation, items, capacity);
      if (after === undefined) continue;
      left.delete(operation);
      if (search(after)) return true;
      left.add(operation);
    }
    refuted.add(state);
    return false;
  };
  return search([]);
}

/** The items afterwards, or undefined when a queue with these items would have answered otherwise. */
function apply({ verb, value, answer }: Operation, items: readonly number[], capacity: number): number[] | undefined {
  const full = items.length === capacity;
  if (verb === 'pop') return answer === items[0] ? items.slice(1) : undefined;
  if (verb === 'push') return answer === (full ? 0 : 1) ? (full ? [...items] : [...items, value]) : undefined;
  return answer === (full ? items[0] : undefined) ? [...items.slice(full ? 1 : 0), value] : undefined;
}
