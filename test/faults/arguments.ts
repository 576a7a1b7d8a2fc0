import { parseArgs } from 'node:util';
import { above0, seedOf } from '../stress/arguments.js';
import { SUBJECTS } from './garbage/subjects.js';
import { FAULT_ACTS } from './plan.js';

/** What the command line asks for. */
export interface Arguments {
  /** How many threads are to die. */
  readonly deaths: number;
  /** How many words of garbage are to be written instead, if any. */
  readonly garbage: number | undefined;
  /** For how many minutes it is to be seen whether anything grows instead, if any. */
  readonly soak: number | undefined;
  readonly minutes: number;
  /** The first one, unless all rounds have the same. */
  readonly seed: number;
  readonly same: boolean;
  readonly kind: string | undefined;
  readonly help: boolean;
}

const KINDS = [...new Set(FAULT_ACTS.map(({ kind }) => kind))];

/** Indented, and some to a line. */
function lines(names: readonly string[]): string {
  const rows = Array.from({ length: Math.ceil(names.length / 5) }, (_, row) => names.slice(5 * row, 5 * row + 5));
  return rows.map((row) => `                   ${row.join(', ')}`).join('\n');
}

export const USAGE = `usage: npm run faults -- [options]

  --deaths <n>   until so many threads have died, and the rounds at play are over; 300 by default
  --garbage <n>  no deaths, but at least so many words of garbage, written into everything that threads share
  --soak <n>     the rounds of stress and of deaths by turns, for so many minutes: fails when memory, handles or seats grow
  --minutes <n>  for so long at most; of deaths
  --seed <n>     the first one: a whole number from 0 to 2^31 - 1; by default one that the clock says
  --same         the same seed again and again
  --kind <name>  only rounds of one of these:
${lines(KINDS)}
                 or with --garbage, of one of these:
${lines(Object.keys(SUBJECTS))}
  --help         print this`;

/** @throws TypeError or RangeError that names the option. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      deaths: { type: 'string' },
      garbage: { type: 'string' },
      soak: { type: 'string' },
      minutes: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 30) },
      same: { type: 'boolean', default: false },
      kind: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { kind } = values;
  const ways = (['deaths', 'garbage', 'soak'] as const).filter((way) => values[way] !== undefined);
  if (ways.length > 1) throw new RangeError(`--${ways.join(' and --')}: only one of them at a time`);
  const kinds = values.garbage === undefined ? KINDS : Object.keys(SUBJECTS);
  if (kind !== undefined && !kinds.includes(kind)) {
    throw new RangeError(`--kind: there is no ${JSON.stringify(kind)}`);
  }
  return {
    deaths: whole('deaths', values.deaths ?? '300'),
    garbage: values.garbage === undefined ? undefined : whole('garbage', values.garbage),
    soak: values.soak === undefined ? undefined : above0('soak', values.soak),
    minutes: above0('minutes', values.minutes),
    seed: seedOf(values.seed),
    same: values.same,
    kind,
    help: values.help,
  };
}

/** @throws RangeError naming the option when its number is not whole. */
function whole(name: string, text: string): number {
  const number = above0(name, text);
  if (!Number.isInteger(number)) throw new RangeError(`--${name}: expected a whole number, got ${text}`);
  return number;
}
