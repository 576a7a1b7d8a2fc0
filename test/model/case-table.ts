import assert from 'node:assert/strict';
import type { ExploreOptions } from 'reveille/testing';
import { type Arguments, fullName, isWanted } from './arguments.js';
import { Budget } from './budget.js';
import { CaseReport } from './case-report.js';
import { CASES, type Case } from './cases.js';
import { check } from './check.js';
import { coversAll, isTested, STAGES } from './deeper.js';

/**
 * Checks the cases that are asked for, by the searches of their rows; what time is left then is for those that were not covered.
 *
 * @returns the table as Markdown.
 * @throws ScheduleError at the first failure.
 */
export async function caseTable(
  asked: Arguments,
  print: (line: string) => void,
  all: readonly Case[] = CASES,
): Promise<string> {
  const budget = new Budget((asked.minutes ?? 0) * 60_000);
  const report = new CaseReport(print);
  const open: Case[] = [];
  for (const one of all.filter((one) => isWanted(asked, fullName(one)))) {
    if (!(await asItsRowSays(one, report))) open.push(one);
  }
  if (asked.minutes !== undefined) await goOn(open, budget, report);
  print(`\n${report.summary}`);
  return report.markdown;
}

/** Answers whether all there is was covered. */
async function asItsRowSays(one: Case, report: CaseReport): Promise<boolean> {
  let covered = false;
  for (const search of one.searches) covered = (await covers(one, search, report)) || covered;
  return covered;
}

/** Searches, and answers whether that covered all there is. A search that has all the time that it takes must come to its end. */
async function covers(one: Case, search: ExploreOptions, report: CaseReport): Promise<boolean> {
  const found = await check(one, search);
  report.add(one, search, found);
  assert.ok(found.complete || search.timeBox !== undefined, `${fullName(one)}: ${found.text}`);
  return coversAll(one, search, found);
}

/** One stage after the other for all cases: what the quick ones leave of their time is for the others. */
async function goOn(cases: readonly Case[], budget: Budget, report: CaseReport): Promise<void> {
  let open = cases;
  for (const [i, stage] of STAGES.entries()) {
    const left: Case[] = [];
    for (const [j, one] of open.entries()) {
      const jobs = open.length - j + (left.length + open.length - j) * (STAGES.length - 1 - i);
      const search = { ...stage(one), timeBox: budget.share(jobs) };
      if (isTested(one, search) || !(await covers(one, search, report))) left.push(one);
    }
    open = left;
  }
}
