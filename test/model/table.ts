/** A column: its heading and its width in characters. Numbers stand on the right. */
export interface Column {
  readonly head: string;
  readonly width: number;
  readonly number?: boolean;
}

/**
 * A table that is printed while it comes about, a row at a time, and can be had as Markdown in the end. Rows belong to
 * groups, whose names stand on lines of their own.
 */
export class Table {
  readonly #columns: readonly Column[];
  readonly #print: (line: string) => void;
  readonly #rows: (readonly [group: string, cells: readonly string[]])[] = [];
  readonly #first: string;

  /** @param first - what the groups are, for the first column of the Markdown. */
  constructor(first: string, columns: readonly Column[], print: (line: string) => void) {
    this.#first = first;
    this.#columns = columns;
    this.#print = print;
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  row(group: string, cells: readonly string[]): void {
    if (this.isEmpty) this.#print(this.#line(this.#columns.map(({ head }) => head)));
    if (this.#rows.at(-1)?.[0] !== group) this.#print(`\n${group}`);
    this.#rows.push([group, cells]);
    this.#print(this.#line(cells));
  }

  markdown(): string {
    const heads = [this.#first, ...this.#columns.map(({ head }) => head)];
    const rules = ['---', ...this.#columns.map(({ number }) => (number ? '--:' : '---'))];
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
    return [heads, rules, ...this.#rows.map(([group, cells]) => [group, ...cells])].map(line).join('');
  }

  #line(cells: readonly string[]): string {
    const padded = this.#columns.map(({ width, number }, i) =>
      number ? (cells[i] ?? '').padStart(width) : (cells[i] ?? '').padEnd(width),
    );
    return `  ${padded.join('  ')}`.trimEnd();
  }
}
