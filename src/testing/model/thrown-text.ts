import { inspect } from 'node:util';

/** Characters of a value that was thrown. */
const MOST = 200;

/** What was thrown and is no error, on one line and not too long. */
export function thrownText(thrown: unknown): string {
  const text =
    typeof thrown === 'string'
      ? JSON.stringify(thrown)
      : inspect(thrown, { breakLength: Number.POSITIVE_INFINITY, compact: true });
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line;
}
