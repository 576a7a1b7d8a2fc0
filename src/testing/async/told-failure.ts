import { show } from '../history/show.js';

/**
 * What somebody failed with, on one line and never cut: the end of a message may be all that tells two failures apart.
 * (`show` is for pictures, which have to be narrow.)
 */
export function toldFailure(reason: unknown): string {
  return reason instanceof Error ? (String(reason).split('\n', 1)[0] as string) : show(reason);
}

/** The same with all its lines. */
export function toldInFull(reason: unknown): string {
  return reason instanceof Error ? String(reason) : show(reason);
}

/** The failures that an error is made of, a line each, those of the parts below them; nothing for other errors. */
export function toldParts(error: unknown, indent = '  '): string {
  return partsOf(error)
    .map((part) => `\n${indent}${toldFailure(part)}${toldParts(part, `${indent}  `)}`)
    .join('');
}

/** The errors of several tasks; or that of a clean-up, and the one that it hid, which is what `using` makes of two. */
export function partsOf(error: unknown): readonly unknown[] {
  if (error instanceof AggregateError) return error.errors;
  return error instanceof Error && 'error' in error && 'suppressed' in error ? [error.suppressed, error.error] : [];
}
