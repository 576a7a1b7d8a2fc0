import { CancelledError } from '../../core/errors.js';

/** A CancelledError with the reason of the cancellation, if one was given, as its cause. */
export function cancelled(message: string, reason: unknown): CancelledError {
  return new CancelledError(message, reason === undefined ? undefined : { cause: reason });
}

/**
 * Whether what was cancelled for `reason` failed only for that: by the reason itself, or as everything does that obeys a
 * signal. By the name, since each package has an `AbortError` of its own.
 */
export function isCancellation(error: unknown, reason: unknown): boolean {
  if (error === reason && reason !== undefined) return true;
  const name = (error as Partial<Error> | null | undefined)?.name;
  return name === 'AbortError' || name === 'CancelledError';
}
