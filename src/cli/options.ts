import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  readonly files: readonly string[];
  /** How much the reactor reads at a time (bytes). */
  readonly chunk: number;
  /** Whether to print every wake, however many there are. */
  readonly wakes: boolean;
  readonly help: boolean;
}

/** Small, so that ordinary documents wake their tasks more than once. */
const DEFAULT_CHUNK = 4096;
const MAX_CHUNK = 2 ** 20;

export const USAGE = `usage: reveille [options] [file ...]

Counts the words of the files (by default: of this package's documentation): a thread reads them in chunks and wakes the
tasks that count, on a main thread that sleeps unless it is woken. Prints the wakes as they come, then what each task
did, the longest words, how long the main thread slept, and how long block_on takes on this machine.

  -c, --chunk <bytes>  how much to read at a time, 1 to ${MAX_CHUNK} (${DEFAULT_CHUNK})
  -w, --wakes          print every wake; otherwise, after the first hundred lines, they are only counted
  -h, --help           print this

With a terminal, q ends early and s shows the executor's queues.`;

/** @throws TypeError or RangeError, to be shown with the usage, when the arguments are not as it says. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      chunk: { type: 'string', short: 'c' },
      wakes: { type: 'boolean', short: 'w', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { chunk, wakes, help } = values;
  return { files: positionals, chunk: chunk === undefined ? DEFAULT_CHUNK : parseChunk(chunk), wakes, help };
}

function parseChunk(text: string): number {
  const bytes = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (bytes >= 1 && bytes <= MAX_CHUNK) return bytes;
  throw new RangeError(`--chunk: expected a whole number of bytes from 1 to ${MAX_CHUNK}, got '${text}'`);
}
