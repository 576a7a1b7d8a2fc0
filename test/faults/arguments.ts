import { parseArgs } from 'node:util';
import { above0, seedOf } from '../stress/arguments.js';
import { FAULT_ACTS } from './plan.js';

/** What the command line asks for. */
export interface Arguments {
  /** How many threads are to die. */
  readonly deaths: number;
  readonly minutes: number;
  /** The first one, unless all rounds have the same. */
  readonly seed: number;
  readonly same: boolean;
  readonly kind: string | undefined;
  readonly help: boolean;
}

export const USAGE = `usage: npm run faults -- [options]

  --deaths <n>   until so many threads have died; 300 by default
  --minutes <n>  for so long at most
  --seed <n>     the first one: a whole number from 0 to 2^31 - 1; by default one that the clock says
  --same         the same seed again and again
  --kind <name>  only rounds of: ${[...new Set(FAULT_ACTS.map(({ kind }) => kind))].join(', ')}
  --help         print this`;

/** @throws TypeError or RangeError that names the option. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      deaths: { type: 'string', default: '300' },
      minutes: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 30) },
      same: { type: 'boolean', default: false },
      kind: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { kind } = values;
  if (kind !== undefined && !FAULT_ACTS.some((act) => act.kind === kind)) {
    throw new RangeError(`--kind: there is no ${JSON.stringify(kind)}`);
  }
  return {
    deaths: above0('deaths', values.deaths),
    minutes: above0('minutes', values.minutes),
    seed: seedOf(values.seed),
    same: values.same,
    kind,
    help: values.help,
  };
}
