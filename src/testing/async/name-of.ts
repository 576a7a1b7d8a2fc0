/** What something is called in a trace or a report. One whose `toString` fails must not fail the run that it is told of. */
export function nameOf(value: { toString(): string }): string {
  try {
    return String(value);
  } catch (error) {
    return `(its toString fails${error instanceof Error ? ` with ${error.name}` : ''})`;
  }
}
