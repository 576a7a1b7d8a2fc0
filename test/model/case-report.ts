import type { Exploration, ExploreOptions } from 'reveille/testing';
import { type Case, titleOf } from './cases.js';
import { nameOf } from './searches.js';
import { type Column, Table } from './table.js';

export const COLUMNS: readonly Column[] = [
  { head: 'threads; from', width: 46 },
  { head: 'strategy', width: 13 },
  { head: 'covered', width: 23 },
  { head: 'schedules', width: 11, number: true },
  { head: 'a second', width: 8, number: true },
  { head: 'seconds', width: 7, number: true },
];

/** What the searches came to: a row for each as it ends, and a sum. */
export class CaseReport {
  readonly #table: Table;
  readonly #outside = new Map<string, number>();
  #searches = 0;
  #schedules = 0;
  #ms = 0;

  constructor(print: (line: string) => void) {
    this.#table = new Table('structure', COLUMNS, print);
  }

  add(one: Case, search: ExploreOptions, found: Exploration): void {
    this.#searches += 1;
    this.#schedules += found.runs;
    this.#ms += found.ms;
    for (const what of found.outside.map(withoutExample)) this.#outside.set(what, (this.#outside.get(what) ?? 0) + 1);
    this.#table.row(one.structure, [
      titleOf(one),
      nameOf(search),
      coveredBy(search, found),
      found.runs.toLocaleString('en'),
      Math.round(found.rate).toLocaleString('en'),
      (found.ms / 1_000).toFixed(1),
    ]);
  }

  get summary(): string {
    const counted = `${this.#schedules.toLocaleString('en')} schedules in ${this.#searches} searches`;
    return [
      `${counted} and ${(this.#ms / 1_000).toFixed(0)} seconds; none fails.`,
      '',
      'w: threads are also interrupted between a write and the plain code behind it.',
      '',
      'Outside, and of how many searches:',
      ...[...this.#outside].map(([what, times]) => `- ${what} (${times})`),
      '- plain accesses out of order, threads that are terminated, real time (all)',
    ].join('\n');
  }

  get markdown(): string {
    return `${this.#table.markdown()}\n${this.summary}\n`;
  }
}

/** What is outside, but for the word, and the thread, that it was seen at: searches that differ in those alone are counted together. */
function withoutExample(what: string): string {
  return what.replace(/ \(such as .*?\)|: .*, for one, was held at .* until something changed/, '');
}

/** How far the search came. */
export function coveredBy({ seed }: ExploreOptions, { complete, bound }: Exploration): string {
  if (seed !== undefined) return `sample, seed ${seed}`;
  if (bound === Number.POSITIVE_INFINITY) return 'every interleaving';
  if (bound === undefined) return 'stopped before the end';
  return complete ? `up to ${bound} preemptions` : `up to ${bound}, then stopped`;
}
