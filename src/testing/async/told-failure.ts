import { show } from '../history/show.js';

/**
 * What somebody failed with, on one line and never cut: the end of a message may be all that tells two failures apart.
 * (`show` is for pictures, which have to be narrow.)
 */
export function toldFailure(reason: unknown): string {
  return reason instanceof Error ? (String(reason).split('\n', 1)[0] as string) : show(reason);
}

/** The failures that an error is made of, a line each, those of the parts below them; nothing for other errors. */
export function partsOf(error: unknown, indent = '  '): string {
  if (!(error instanceof AggregateError)) return '';
  return error.errors.map((part) => `\n${indent}${toldFailure(part)}${partsOf(part, `${indent}  `)}`).join('');
}
