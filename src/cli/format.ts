const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with its thousands apart. */
export function grouped(count: number): string {
  return WHOLE.format(count);
}

/** Nanoseconds with a unit of fitting size, in four digits as criterion has them. */
export function duration(ns: number): string {
  const [unit, size] = ns < 1e3 ? ['ns', 1] : ns < 1e6 ? ['us', 1e3] : ['ms', 1e6];
  return `${(ns / Number(size)).toPrecision(4)} ${unit}`;
}

/** Columns as wide as their widest cell, text to the left and what is in `numbers` to the right. */
export function table(rows: readonly (readonly string[])[], numbers: readonly number[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = (rows[0] ?? []).map((_, column) => width(column));
  const pad = (cell: string, column: number): string =>
    numbers.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}
