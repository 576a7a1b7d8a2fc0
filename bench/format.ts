const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
  ['ns', 1],
] as const;

/** Nanoseconds with a unit of fitting size, in four or five digits as criterion has it. */
export function duration(ns: number): string {
  const [unit, size] = UNITS.find(([, size]) => ns >= size) ?? ['ns', 1];
  const value = ns / size;
  return `${value.toFixed(value < 10 ? 3 : value < 100 ? 2 : 1)} ${unit}`;
}

/** A ratio, to be read as "times". */
export function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 2 : ratio < 100 ? 1 : 0)} x`;
}

/** Columns as wide as their widest cell: the first `left` of them flush left, the others right. */
export function table(rows: readonly (readonly string[])[], left = 1): string {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = (rows[0] ?? []).map((_, column) => width(column));
  const pad = (cell: string, column: number) =>
    column < left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
