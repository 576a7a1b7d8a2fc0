import type { Result } from '../run.js';
import type { Play, Row, Suite } from './row.js';

/** What came of the cases that were run. */
export type Outcomes = (play: Play) => readonly Result[];

/** As if all had been run and passed: of what the table says alone. */
export const allPassed: Outcomes = (play) => play.variants.map((variant) => ({ variant }));

/** What a suite comes to: how many of its tests are what, and how often its cases were run. */
export interface Tally {
  readonly tests: number;
  readonly played: number;
  readonly explored: number;
  readonly held: number;
  readonly differs: number;
  readonly untranslatable: number;
  readonly runs: number;
  readonly passed: number;
}

const ofKind = (rows: readonly Row[], kind: Row['kind']): number => rows.filter((row) => row.kind === kind).length;

/** Of the rows of one suite, or of several; a case that stands for several tests is run once. */
export function tallyOf(suites: readonly Suite[], outcomes: Outcomes): Tally {
  const rows = suites.flatMap((suite) => suite.rows);
  const plays = new Set(rows.flatMap((row) => (row.kind === 'played' ? [row.play] : [])));
  const results = [...plays].flatMap(outcomes);
  return {
    tests: rows.length,
    played: ofKind(rows, 'played'),
    explored: ofKind(rows, 'explored'),
    held: ofKind(rows, 'held'),
    differs: ofKind(rows, 'differs'),
    untranslatable: ofKind(rows, 'untranslatable'),
    runs: results.length,
    passed: results.filter((result) => !('error' in result)).length,
  };
}

/** Against what a case is run: how many flavours, by name if there are few, in which grades and places. */
export function scopeOf({ variants }: Play): string {
  const distinct = (of: (variant: (typeof variants)[number]) => string): string[] => [...new Set(variants.map(of))];
  const flavours = distinct(({ flavour }) => flavour);
  const named = flavours.length > 2 ? `${flavours.length} flavours` : flavours.join(', ');
  const grades = distinct(({ grade }) => grade);
  const places = distinct(({ place }) => place);
  return `${named}; ${grades.join(', ')}; ${places.join(', ')}`;
}
