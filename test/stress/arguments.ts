import { parseArgs } from 'node:util';
import { ACTS } from './acts.js';

/** What the command line asks for. */
export interface Arguments {
  readonly minutes: number;
  /** The first one, unless all rounds have the same. */
  readonly seed: number;
  readonly same: boolean;
  /** How many at most. */
  readonly rounds: number;
  /** The number of the act that each round is to begin with; undefined for all in turn. */
  readonly first: number | undefined;
  readonly help: boolean;
}

export const USAGE = `usage: npm run stress -- [options]

  --minutes <n>  for so long; 1 by default
  --seed <n>     the first one: a whole number from 0 to 2^31 - 1; by default one that the clock says
  --same         the same seed again and again
  --rounds <n>   so many at most
  --kind <name>  only rounds that begin with: ${ACTS.map(({ kind }) => kind).join(', ')}
  --help         print this`;

/** @throws TypeError or RangeError that names the option. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 30) },
      same: { type: 'boolean', default: false },
      rounds: { type: 'string', default: 'Infinity' },
      kind: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    minutes: above0('minutes', values.minutes),
    seed: seedOf(values.seed),
    same: values.same,
    rounds: above0('rounds', values.rounds),
    first: values.kind === undefined ? undefined : actOf(values.kind),
    help: values.help,
  };
}

/** A number above 0. @throws RangeError that names the option. */
export function above0(name: string, text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new RangeError(`--${name}: expected a number above 0, got ${JSON.stringify(text)}`);
}

/** A whole number that seeds a plan. @throws RangeError that names the option. */
export function seedOf(text: string): number {
  const seed = Number(text);
  if (text.trim() !== '' && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31) return seed;
  throw new RangeError(`--seed: expected a whole number from 0 to 2^31 - 1, got ${JSON.stringify(text)}`);
}

function actOf(name: string): number {
  const act = ACTS.findIndex(({ kind }) => kind === name);
  if (act >= 0) return act;
  throw new RangeError(
    `--kind: there is no ${JSON.stringify(name)}; expected one of ${ACTS.map(({ kind }) => kind).join(', ')}`,
  );
}
