/** Reads a file of comma-separated values line by line, and makes a record of each. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export type Row = Readonly<Record<string, string>>;

/** Stands still while nobody takes a record, and closes the file when nobody wants any more. */
export async function* parse(path: string): AsyncGenerator<Row> {
  let columns: string[] | undefined;
  for await (const line of createInterface(createReadStream(path))) {
    const values = line.split(',');
    if (columns === undefined) columns = values;
    else yield Object.fromEntries(columns.map((column, i) => [column, values[i] ?? '']));
  }
}
