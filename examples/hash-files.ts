/** The files of a folder, hashed by the threads of a pool, with a progress bar; hash-files.js FOLDER names another folder. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PoolStats, pool } from 'reveille/threads';
import type * as hashing from './hash-files.worker.js';
import { hash } from './hash-files.worker.js';

const folder = process.argv[2] ?? fileURLToPath(new URL('.', import.meta.url));
const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
files.sort();

await using hashers = pool<typeof hashing>(new URL('./hash-files.worker.js', import.meta.url), { threads: 2 });
const lines: string[] = [];
let bytes = 0;
for await (const done of hashers.map('hash', files)) {
  lines.push(`${done.sha256}  ${relative(folder, done.file)}`); // in the order of the files, whichever is done first
  bytes += done.bytes;
  showProgress(lines.length / files.length, hashers.stats);
}
if (process.stderr.isTTY) process.stderr.write('\n');
console.log(lines.join('\n'));
console.log(`${bytes} bytes`);

const [first = ''] = files;
console.log('the first one again, on this thread:', lines[0]?.startsWith((await hash(first)).sha256));

function showProgress(part: number, { running, threads }: PoolStats): void {
  if (!process.stderr.isTTY) return;
  const width = 40;
  const full = Math.round(part * width);
  const bar = '#'.repeat(full).padEnd(width, '.');
  process.stderr.write(`\r[${bar}] ${Math.round(part * 100)} %, ${running} running on ${threads} threads `);
}
