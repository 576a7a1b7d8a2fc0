import { PollError } from '../core/errors.js';
import type { Future } from '../core/future.js';

/** The error for a future that is polled although it has answered, failed or been dropped, or while it is polled. */
export function usedUp(future: Future<unknown>): PollError {
  return new PollError(`${future}: it is running, or was awaited before, and answered, failed or was dropped`);
}
