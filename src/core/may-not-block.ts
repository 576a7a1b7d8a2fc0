import { BlockingError } from './errors.js';
import { hasShared, ISOLATED } from './shared-buffer.js';

/** The error for a thread that may not block: what was refused, and what the program can do instead. */
export function mayNotBlock(verb: string, instead: string): BlockingError {
  const where = hasShared() ? 'a worker' : `a worker of ${ISOLATED}`;
  return new BlockingError(`${verb}: this thread may not block; ${instead}, or block in ${where}`);
}
