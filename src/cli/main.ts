#!/usr/bin/env node
import { blockOnTable } from './block-on-table.js';
import { ownDocuments } from './documents.js';
import { grouped } from './format.js';
import { countWords } from './job.js';
import { type Options, parseOptions, USAGE } from './options.js';
import { Output } from './output.js';
import { report } from './report.js';

/** How many lines of wakes are worth looking at. */
const WAKE_LINES = 100;

/** What a shell answers for a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Does what the command line asks for; answers the exit code. */
function main(args: readonly string[]): number {
  const out = new Output(1);
  const errors = new Output(2);
  const options = parse(args, errors);
  if (options === undefined) return 2;
  if (options.help) {
    out.line(USAGE);
    return 0;
  }
  const files = options.files.length > 0 ? options.files : ownDocuments();
  if (files.length === 0) {
    errors.line(`reveille: the package's documentation is not here; name the files to read\n\n${USAGE}`);
    return 2;
  }
  return run({ ...options, files }, out, errors);
}

function parse(args: readonly string[], errors: Output): Options | undefined {
  try {
    return parseOptions(args);
  } catch (error) {
    errors.line(`reveille: ${(error as Error).message}\n\n${USAGE}`);
    return undefined;
  }
}

function run({ files, chunk, wakes }: Options, out: Output, errors: Output): number {
  const what = files.length === 1 ? '1 file' : `${grouped(files.length)} files`;
  out.line(out.bold(`counting the words of ${what}, in chunks of ${grouped(chunk)} bytes`));
  const wakeLines = wakes ? Number.POSITIVE_INFINITY : WAKE_LINES;
  const result = countWords({ files, chunk, wakeLines }, out, errors);
  report(result, out);
  if (result.key === 'ctrl-c') return INTERRUPTED;
  out.line();
  out.line(out.bold('block_on of a future that yields 0, 10 and 50 times:'));
  for (const line of blockOnTable()) out.line(line);
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  // Whoever read the output has seen enough: `npm start | head`.
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
}
