/**
 * Runs the cases of the elders' suites and prints the table: `npm run conformance`, with words for the suites whose names
 * have one of them, and with `--markdown file` to write all of it there, if all suites were run.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Result, resultsOf, toldFailures } from './run.js';
import { Cast } from './stage/cast.js';
import { SUITES } from './suites/all.js';
import { markdown, summary } from './table/markdown.js';
import type { Play } from './table/row.js';

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { markdown: { type: 'string' } },
});
if (values.markdown !== undefined && words.length > 0)
  throw new Error('--markdown is for all suites: leave the words out');

const suites = SUITES.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const outcomes = new Map<Play, readonly Result[]>();
const failures: string[] = [];
{
  await using cast = new Cast();
  for (const suite of suites) {
    for (const row of suite.rows) {
      if (row.kind !== 'played') continue;
      const results = await resultsOf(suite, row, cast);
      outcomes.set(row.play, results);
      failures.push(...toldFailures(results).map((failure) => `${suite.name} ${row.elder}: ${failure}`));
    }
  }
}

const outcomesOf = (play: Play): readonly Result[] => outcomes.get(play) ?? [];
console.log(summary(suites, outcomesOf));
for (const failure of failures) console.log(`\n${failure}`);
if (values.markdown !== undefined) writeFileSync(values.markdown, markdown(suites, outcomesOf));
process.exitCode = failures.length > 0 || suites.length === 0 ? 1 : 0;
