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
import type { Play, Suite } from './table/row.js';

const USAGE = `usage: npm run conformance -- [words] [options]

  words              only suites whose names have one of them: ${[...new Set(SUITES.map(({ name }) => name.split(' ')[0]))].join(', ')}
  --markdown <file>  write the whole document to a file; for all suites
  --help             print this`;

/** Ends the process when they are wrong, or when it is enough to say how they are written. */
function argumentsOrExit(): { readonly suites: readonly Suite[]; readonly file: string | undefined } {
  try {
    const options = { markdown: { type: 'string' }, help: { type: 'boolean' } } as const;
    const { values, positionals: words } = parseArgs({ allowPositionals: true, options });
    if (values.help) {
      console.log(USAGE);
      process.exit();
    }
    if (values.markdown !== undefined && words.length > 0) throw new RangeError('--markdown: leave the words out');
    const suites = SUITES.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
    if (suites.length === 0) throw new RangeError(`no suite has ${words.join(' or ')} in its name`);
    return { suites, file: values.markdown };
  } catch (error) {
    console.error(`conformance: ${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const { suites, file } = argumentsOrExit();
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
if (file !== undefined) writeFileSync(file, markdown(suites, outcomesOf));
process.exitCode = failures.length > 0 ? 1 : 0;
