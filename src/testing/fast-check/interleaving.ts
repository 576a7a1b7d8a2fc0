import { type Arbitrary, array, nat } from 'fast-check';
import { describe } from '../../core/check.js';

/**
 * All ways to merge several sequences into one, in which what is of one sequence stays in order: what may happen when
 * each of them is done by somebody else. It shrinks towards all of the first sequence, then all of the second, and so on.
 *
 * @typeParam S - the types of the sequences, each with its own kind of items.
 * @param sequences - what each one does, in order.
 * @throws TypeError when one of them is not an array.
 *
 * @example
 * ```ts
 * import { AtomicWaker } from 'reveille/sync';
 * import { countingWaker } from 'reveille/testing';
 * import { interleaving } from 'reveille/testing/fast-check';
 * import fc from 'fast-check';
 * import assert from 'node:assert/strict';
 *
 * fc.assert(fc.property(interleaving(['register', 'look'], ['happen', 'wake']), (steps) => {
 *   const place = new AtomicWaker();
 *   const { waker, counts } = countingWaker();
 *   let [happened, seen] = [false, false];
 *   const actions: Record<string, () => void> = {
 *     register: () => place.register(waker),
 *     look: () => { seen = happened; },
 *     happen: () => { happened = true; },
 *     wake: () => place.wake(),
 *   };
 *   for (const step of steps) actions[step]!();
 *   assert.ok(seen || counts.wakes === 1, 'register first, then look: no event is missed');
 * }));
 * ```
 */
export function interleaving<S extends readonly (readonly unknown[])[]>(
  ...sequences: S
): Arbitrary<readonly S[number][number][]> {
  for (const [index, sequence] of sequences.entries()) {
    if (!Array.isArray(sequence)) {
      throw new TypeError(`sequences[${index}]: expected an array, got ${describe(sequence)}`);
    }
  }
  const length = sequences.reduce((sum, sequence) => sum + sequence.length, 0);
  const choices = array(nat(Math.max(0, sequences.length - 1)), { minLength: length, maxLength: length });
  return choices.map((choices) => merged(sequences, choices));
}

/** Each choice says whose turn it is, of those who have something left. */
function merged<T>(sequences: readonly (readonly T[])[], choices: readonly number[]): T[] {
  let left = sequences.map((sequence) => [...sequence]);
  return choices.map((choice) => {
    left = left.filter((sequence) => sequence.length > 0);
    const sequence = left[choice % left.length] as T[];
    return sequence.shift() as T;
  });
}
