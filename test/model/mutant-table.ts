import type { ExploreOptions } from 'reveille/testing';
import { type Arguments, isWanted } from './arguments.js';
import { Budget } from './budget.js';
import { buildMutants } from './build-mutant.js';
import { titleOf } from './cases.js';
import { hunt, searchOf } from './check.js';
import { MUTANTS } from './mutants/all.js';
import type { SeededMutant } from './mutants/seeded-mutant.js';
import { nameOf } from './searches.js';
import { type Column, Table } from './table.js';

export const COLUMNS: readonly Column[] = [
  { head: 'mutant', width: 36 },
  { head: 'threads; from', width: 37 },
  { head: 'strategy', width: 13 },
  { head: 'found as', width: 16 },
  { head: 'schedule', width: 8, number: true },
];

/** Each strategy, with the means that it is given. The seed is any one: with another, other mutants are found. */
const STRATEGIES: readonly (readonly [name: string, search: ExploreOptions])[] = [
  ['depth-first', { bound: 3, afterWrites: false }],
  ['depth-first w', { bound: 3 }],
  ['dpor', { strategy: 'dpor', afterWrites: false }],
  ['dpor w', { strategy: 'dpor' }],
  ['pct', { strategy: 'pct', seed: 1, runs: 1e12 }],
  ['random', { strategy: 'random', seed: 1, runs: 1e12 }],
];

export const STRATEGY_COLUMNS: readonly Column[] = [
  { head: 'mutant', width: 36 },
  ...STRATEGIES.map(([head]) => ({ head, width: 11, number: true })),
];

/** What a mutant is called on the command line. */
export const mutantName = ({ structure, name }: SeededMutant): string => `${structure}: ${name}`;

/** Looks for the mutants that are asked for, and prints a row for each. Answers the table and how many were missed. */
export async function mutantTable(
  asked: Arguments,
  print: (line: string) => void,
): Promise<{ markdown: string; missed: number }> {
  const mutants = MUTANTS.filter((mutant) => isWanted(asked, mutantName(mutant)));
  const modules = await buildMutants(mutants.map((mutant) => ({ mutant, program: mutant.caughtBy.case.file })));
  const columns = asked.minutes === undefined ? COLUMNS : STRATEGY_COLUMNS;
  const table = new Table('structure', columns, print);
  const budget = new Budget((asked.minutes ?? 0) * 60_000);
  let missed = 0;
  for (const [i, mutant] of mutants.entries()) {
    const module = modules[i] as URL;
    const own = new Budget(budget.share(mutants.length - i));
    const cells = await (asked.minutes === undefined ? asTested(mutant, module) : byEach(mutant, module, own));
    if (cells.at(-1) === MISSED && asked.minutes === undefined) missed += 1;
    table.row(mutant.structure, [mutant.name, ...cells]);
  }
  const summary = `${mutants.length} mutants; ${missed} missed.`;
  print(`\n${summary}`);
  return { markdown: `${table.markdown()}\n${summary}\n`, missed };
}

const MISSED = '-';

/** By the means that the tests use. */
async function asTested(mutant: SeededMutant, module: URL): Promise<string[]> {
  const error = await hunt(mutant, module);
  const how = [titleOf(mutant.caughtBy.case), nameOf(searchOf(mutant))];
  return [...how, error?.kind ?? MISSED, error === undefined ? MISSED : `${error.runs}`];
}

/** By each strategy: the number of the schedule that fails. */
async function byEach(mutant: SeededMutant, module: URL, budget: Budget): Promise<string[]> {
  const cells: string[] = [];
  for (const [i, [, search]] of STRATEGIES.entries()) {
    const limit = { timeBox: budget.share(STRATEGIES.length - i), onProgress: () => {} };
    const { looks } = mutant.caughtBy.case.searches[0] ?? {};
    const error = await hunt(mutant, module, { ...search, ...limit, ...(looks === undefined ? {} : { looks }) });
    cells.push(error === undefined ? MISSED : error.runs.toLocaleString('en'));
  }
  return cells;
}
