/** Reads a file of comma-separated values line by line, and sends each as a record. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type EndHandle, shared } from 'reveille/channel';
import { structured } from 'reveille/codec';

export type Row = Readonly<Record<string, string>>;

/** Answers how many there were. Waits while the channel is full, and stops when nobody receives any more. */
export async function parse(path: string, sender: EndHandle): Promise<number> {
  using rows = shared.attachSender(sender, structured<Row>());
  let columns: string[] | undefined;
  let count = 0;
  for await (const line of createInterface(createReadStream(path))) {
    const values = line.split(',');
    if (columns === undefined) {
      columns = values;
      continue;
    }
    await rows.send(Object.fromEntries(columns.map((column, i) => [column, values[i] ?? ''])));
    count += 1;
  }
  return count;
}
