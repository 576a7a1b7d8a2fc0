/** A stream of records that another thread parses: it is never more than a few records ahead of whoever takes them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { offload } from 'reveille/threads';
import type * as parsing from './parsed-records.worker.js';

const folder = mkdtempSync(join(tmpdir(), 'reveille-records-'));
const path = join(folder, 'orders.csv');
const lines = Array.from({ length: 1_000 }, (_, n) => `${n},${n % 7},bell`);
writeFileSync(path, ['number,amount,what', ...lines].join('\n'));

await using parser = offload<typeof parsing>(new URL('./parsed-records.worker.js', import.meta.url));
let count = 0;
let amount = 0;
for await (const row of parser.parse(path)) {
  count += 1;
  amount += Number(row['amount']);
}
console.log(count, 'records, together', amount);
rmSync(folder, { recursive: true });
