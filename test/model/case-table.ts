import type { Exploration, ExploreOptions } from 'reveille/testing';
import { type Arguments, fullName, isWanted } from './arguments.js';
import { Budget } from './budget.js';
import { CASES, type Case, hasPlainValues, titleOf } from './cases.js';
import { check } from './check.js';
import { coversAll, deeper } from './deeper.js';
import { nameOf } from './searches.js';
import { type Column, Table } from './table.js';

export const COLUMNS: readonly Column[] = [
  { head: 'threads; from', width: 38 },
  { head: 'strategy', width: 13 },
  { head: 'covered', width: 23 },
  { head: 'schedules', width: 11, number: true },
  { head: 'a second', width: 8, number: true },
  { head: 'seconds', width: 7, number: true },
];

/** What all searches together came to. */
interface Totals {
  searches: number;
  schedules: number;
  ms: number;
  /** What was left out, and by how many searches. */
  readonly outside: Map<string, number>;
}

/** Checks the cases that are asked for, and prints a row for each search. @throws ScheduleError at the first failure. */
export async function caseTable(
  asked: Arguments,
  print: (line: string) => void,
  all: readonly Case[] = CASES,
): Promise<string> {
  const table = new Table('structure', COLUMNS, print);
  const totals: Totals = { searches: 0, schedules: 0, ms: 0, outside: new Map() };
  const cases = all.filter((one) => isWanted(asked, fullName(one)));
  if (asked.minutes !== undefined) cases.sort(bySize);
  const budget = asked.minutes === undefined ? undefined : new Budget(asked.minutes * 60_000);
  for (const [i, one] of cases.entries()) {
    const own = budget === undefined ? undefined : new Budget(budget.share(cases.length - i));
    await searchAll(one, own, (search, found) => {
      table.row(one.structure, rowOf(one, search, found));
      add(totals, found);
    });
  }
  const summary = summaryOf(totals);
  print(`\n${summary}`);
  return `${table.markdown()}\n${summary}\n`;
}

/** Small ones first: what they leave of their time is for the others. */
function bySize(a: Case, b: Case): number {
  const size = (one: Case) => one.program.threads.length + (hasPlainValues(one) ? 0.5 : 0);
  return size(a) - size(b);
}

async function searchAll(
  one: Case,
  budget: Budget | undefined,
  told: (search: ExploreOptions, found: Exploration) => void,
): Promise<void> {
  const searches = budget === undefined ? one.searches : deeper(one);
  for (const [i, search] of searches.entries()) {
    const limit = budget === undefined ? {} : { timeBox: budget.share(searches.length - i) };
    const found = await check(one, { ...search, ...limit });
    told(search, found);
    if (budget !== undefined && coversAll(one, search, found)) return;
  }
}

function rowOf(one: Case, search: ExploreOptions, found: Exploration): string[] {
  return [
    titleOf(one),
    nameOf(search),
    coveredBy(search, found),
    found.runs.toLocaleString('en'),
    Math.round(found.rate).toLocaleString('en'),
    (found.ms / 1_000).toFixed(1),
  ];
}

/** How far the search came. */
export function coveredBy({ seed }: ExploreOptions, { complete, bound }: Exploration): string {
  if (seed !== undefined) return `sample, seed ${seed}`;
  if (bound === Number.POSITIVE_INFINITY) return 'every interleaving';
  if (bound === undefined) return 'stopped before the end';
  return complete ? `up to ${bound} preemptions` : `up to ${bound}, then stopped`;
}

function add(totals: Totals, { runs, ms, outside }: Exploration): void {
  totals.searches += 1;
  totals.schedules += runs;
  totals.ms += ms;
  for (const what of outside) totals.outside.set(what, (totals.outside.get(what) ?? 0) + 1);
}

function summaryOf({ searches, schedules, ms, outside }: Totals): string {
  const counted = `${schedules.toLocaleString('en')} schedules in ${searches} searches`;
  return [
    `${counted} and ${(ms / 1_000).toFixed(0)} seconds; none fails.`,
    '',
    'w: threads are also interrupted between a write and the plain code behind it.',
    '',
    'Outside, and of how many searches:',
    ...[...outside].map(([what, times]) => `- ${what} (${times})`),
    '- plain accesses out of order, threads that are terminated, real time (all)',
  ].join('\n');
}
