import { parseArgs } from 'node:util';
import type { Case } from './cases.js';
import { titleOf } from './cases.js';

/** What the command line asks for. */
export interface Arguments {
  /** How long to search in all, in minutes; undefined for what the tests search, and no more. */
  readonly minutes: number | undefined;
  /** Only what has one of these in its name. */
  readonly only: readonly string[];
  /** The mutants instead of the cases. */
  readonly mutants: boolean;
  /** A file for the table as Markdown. */
  readonly markdown: string | undefined;
  readonly help: boolean;
}

export const USAGE = `usage: npm run test:model -- [options]

  --minutes <n>      search for so long in all: as without, then on with what that did not cover
  --only <text>      only what has this text in its name; may be given several times
  --mutants          look for the mistakes of test/model/mutants; with --minutes, by each strategy
  --markdown <file>  write the table to a file, too
  --help             print this`;

/** @throws TypeError or RangeError that names the option. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      mutants: { type: 'boolean', default: false },
      markdown: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { only, mutants, markdown, help } = values;
  const minutes = values.minutes === undefined ? undefined : parseMinutes(values.minutes);
  return { minutes, only, mutants, markdown, help };
}

/** Whether a name is one of those that were asked for. */
export function isWanted({ only }: Arguments, name: string): boolean {
  return only.length === 0 || only.some((text) => name.includes(text));
}

/** What a case is called on the command line. */
export const fullName = (one: Case): string => `${one.structure}: ${titleOf(one)}`;

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (minutes > 0 && minutes <= 10_000) return minutes;
  throw new RangeError(`--minutes: expected a number above 0, got ${JSON.stringify(text)}`);
}
