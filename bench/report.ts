import { duration, table, times } from './format.js';
import { type Absence, type Result, resultsOf } from './rounds.js';
import { figure, NOT_CHOSEN, type Verdict } from './targets.js';

/** Lines in criterion's form, with the spread that criterion leaves out; or why there is none. */
export function resultLines(outcomes: readonly (Result | Absence)[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  return outcomes.map((outcome) => `${outcome.name.padEnd(width)}  ${resultText(outcome)}`).join('\n');
}

function resultText(outcome: Result | Absence): string {
  if ('reason' in outcome) return `not measured: ${outcome.reason}`;
  const { low, median, high, min, iqr } = outcome;
  const interval = `[${[low, median, high].map(duration).join(' ')}]`;
  return `time:   ${interval.padEnd(32)}  min ${duration(min)}, IQR ${duration(iqr)}`;
}

/** Each scenario's contenders against the first of them that was measured. */
export function ratioTable(outcomes: readonly (Result | Absence)[]): string {
  const rows: string[][] = [];
  let first: Result | undefined;
  for (const result of resultsOf(outcomes)) {
    if (first?.group !== result.group || first.size !== result.size) {
      first = result;
      rows.push([`${result.group}/${result.size}, a ${result.unit}`, 'median', 'min', `of ${result.contender}`]);
    }
    rows.push([
      `  ${result.contender}`,
      duration(result.median),
      duration(result.min),
      times(result.median / first.median),
    ]);
  }
  return rows.length === 0 ? '' : table(rows);
}

const DESIGNS = [
  ['on the executor', 'blockOnExecutor', 'rust-executor'],
  ['on bounded(1)', 'blockOnChannel', 'rust-bounded1'],
  ['on park', 'blockOn', 'rust-futures'],
] as const;

/** Three designs of block_on, at 0, 10 and 50 yields, here and in Rust. */
export function designTable(outcomes: readonly (Result | Absence)[]): string {
  return ['block_on', 'block_on_8_classes']
    .map((group) => {
      const results = resultsOf(outcomes).filter((result) => result.group === group);
      const sizes = [...new Set(results.map((result) => result.size))];
      const head = [`${group}, yields`, ...DESIGNS.flatMap(([title]) => [title, 'in Rust', 'of Rust'])];
      const rows = sizes
        .map((size) => designRow(results, size))
        .filter((row) => row.slice(1).some((cell) => cell !== '-'));
      return rows.length === 0 ? '' : table([head, ...rows]);
    })
    .filter((text) => text !== '')
    .join('\n\n');
}

function designRow(results: readonly Result[], size: number): string[] {
  const median = (contender: string) =>
    results.find((result) => result.size === size && result.contender === contender)?.median;
  const cells = DESIGNS.flatMap(([, ours, theirs]) => {
    const [here, there] = [median(ours), median(theirs)];
    const cell = (value: number | undefined) => (value === undefined ? '-' : duration(value));
    return [cell(here), cell(there), here === undefined || there === undefined ? '-' : times(here / there)];
  });
  return [String(size), ...cells];
}

/** What was promised, and what was kept; nothing of what was not chosen. */
export function targetTable(verdicts: readonly Verdict[]): string {
  const chosen = verdicts.filter(({ reason }) => reason !== NOT_CHOSEN);
  if (chosen.length === 0) return '';
  const rows = chosen.map((verdict) => [verdict.verdict, verdict.what, ...reachedCells(verdict)]);
  const reasons = chosen.flatMap(({ what, reason }) =>
    reason === undefined ? [] : `not measured: ${what}: ${reason}`,
  );
  const head = ['verdict', 'target', 'must be', 'median', '95 % confidence', 'by minima'];
  return [table([head, ...rows], 2), ...reasons].join('\n');
}

function reachedCells({ limit, unit, reached }: Verdict): string[] {
  const cell = (value: number | undefined) => (value === undefined ? '-' : figure(value, unit));
  const interval = reached?.low === undefined ? '-' : `${cell(reached.low)} to ${cell(reached.high)}`;
  return [`<= ${figure(limit, unit)}`, cell(reached?.median), interval, cell(reached?.min)];
}
