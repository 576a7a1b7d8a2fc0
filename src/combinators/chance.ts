import { standIn } from '../core/stand-in.js';
import { randomBelow } from '../platform/index.js';

/** A random whole number from 0 to `bound - 1`; under a `TestExecutor` its seed decides. */
export function below(bound: number): number {
  return standIn.on === undefined ? randomBelow(bound) : standIn.on.below(bound);
}
