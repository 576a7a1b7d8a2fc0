import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  /** Only what has this in its name. */
  readonly filter: string;
  /** How many processes measure each result. */
  readonly rounds: number;
  readonly quick: boolean;
  readonly list: boolean;
  readonly help: boolean;
  /** Where the figures go: a file, or the standard output (and the tables to the standard error). */
  readonly json: { readonly file: string | undefined } | undefined;
}

export const USAGE = `usage: npm run bench -- [options]

  --filter <text>  only results with this text in their name
  --rounds <n>     fresh processes for each result (default 5)
  --quick          one round of short samples: for a look, not for a claim
  --json [file]    write the figures as JSON, without a file to the standard output
  --list           print the names and measure nothing
  --help           print this`;

/** @throws TypeError or RangeError that names the option. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: args.flatMap((arg) => (arg.startsWith('--json=') ? ['--json', arg.slice('--json='.length)] : arg)),
    allowPositionals: true,
    options: {
      filter: { type: 'string', default: '' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  const surplus = values.json ? more[0] : file;
  if (surplus !== undefined) throw new TypeError(`arguments: expected options only, got ${JSON.stringify(surplus)}`);
  const { filter, quick, list, help } = values;
  const rounds = values.rounds === undefined ? (quick ? 1 : 5) : parseRounds(values.rounds);
  return { filter, quick, list, help, rounds, json: values.json ? { file } : undefined };
}

function parseRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 1000) return rounds;
  throw new RangeError(`--rounds: expected a whole number from 1 to 1000, got ${JSON.stringify(text)}`);
}
