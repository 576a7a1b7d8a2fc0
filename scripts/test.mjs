/**
 * Runs the compiled tests: `npm test`, `npm test -- queue park/` (only files whose path contains one of the words),
 * `npm test -- --test-name-pattern=wake` (flags go to `node --test`).
 *
 * The list is made from the sources, since `node --test` of Node 20 expands no glob, and what is left in build/ of a
 * test that was renamed must not run.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** A test file gets five minutes: on a loaded machine the slowest needs one, and a hang must not eat the whole run. */
const FILE_TIMEOUT = 300_000;

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('-'));
const words = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));

const files = readdirSync('test', { recursive: true })
  .filter((path) => path.endsWith('.test.ts'))
  .filter((path) => words.length === 0 || words.some((word) => join('test', path).includes(word)))
  .map((path) => join('build/test', path.replace(/\.ts$/, '.js')))
  .sort();

if (files.length === 0) {
  console.error(`no test file's path contains ${words.join(' or ')}`);
  process.exit(1);
}

const options = [
  '--test',
  '--test-reporter=spec',
  `--test-timeout=${FILE_TIMEOUT}`,
  `--test-concurrency=${Math.min(availableParallelism(), 4)}`,
  ...flags,
];
spawn(process.execPath, [...options, ...files], { stdio: 'inherit' }).on('exit', (code) => {
  process.exitCode = code ?? 1;
});
