import type { Row, Suite } from './row.js';
import { type Outcomes, scopeOf, type Tally, tallyOf } from './tally.js';

const ABOUT = `# Conformance

The cases that the elders test, written anew from the behaviour that they describe, and run against everything here that
they mean something for: each flavour of channel, queue, lock and executor, each grade (\`try\` asks again and again,
\`async\` awaits, \`blocking\` blocks its thread), on one thread and across threads. \`npm run conformance\` runs them and prints
this; \`npm run conformance -- --markdown docs/conformance.md\` writes it here. They are part of \`npm test\`.

Each test of an elder's is one of these:

| | |
|---|---|
| played | a case of its own, in [\`test/conformance\`](../test/conformance); several tests may come to the same one, which is run once |
| explored | a program of which the checker explores the schedules: \`npm run test:model\` |
| held | a test that was there before, by its file and name |
| otherwise | it is otherwise here on purpose, for the reason that is given |
| not translatable | it means nothing in JavaScript, or it is about something that is not here |

Blocking on one thread means \`blockOn\` of all that take part; across threads the verbs that block. Of a rendezvous two who only
try never meet, so there who receives waits. \`anything\` that can be a value goes through channels of one thread; between threads
there are channels of \`i32\` and \`f64\`, and of \`bytes\`, \`json\` and \`structured\` values.
`;

const COLUMNS = ['tests', 'played', 'explored', 'held', 'differs', 'untranslatable', 'runs', 'passed'] as const;

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const countsOf = (tally: Tally): number[] => COLUMNS.map((column) => tally[column]);

/** The suites with their counts, a line each. */
export function summary(suites: readonly Suite[], outcomes: Outcomes): string {
  return [
    line(['suite', 'tests', 'played', 'explored', 'held', 'otherwise', 'not translatable', 'runs', 'passed']),
    `|---|${'---:|'.repeat(COLUMNS.length)}`,
    ...suites.map((suite) => line([suite.name, ...countsOf(tallyOf([suite], outcomes))])),
    line(['**all**', ...countsOf(tallyOf(suites, outcomes)).map((count) => `**${count}**`)]),
  ].join('\n');
}

/** What became of a test, in two cells. */
function cellsOf(row: Row, outcomes: Outcomes): [what: string, how: string] {
  switch (row.kind) {
    case 'played': {
      const results = outcomes(row.play);
      const passed = results.filter((result) => !('error' in result)).length;
      const what = row.except === undefined ? row.situation : `${row.situation} (${row.except})`;
      return [what, `${passed} of ${results.length}: ${scopeOf(row.play)}`];
    }
    case 'explored':
      return [row.situation, `explored: ${row.structures}`];
    case 'held':
      return [`\`${row.test}\``, `held: test/${row.file}`];
    case 'differs':
      return [row.reason, 'otherwise'];
    case 'untranslatable':
      return [row.reason, 'not translatable'];
  }
}

function section(suite: Suite, outcomes: Outcomes): string {
  const rows = suite.rows.map((row) => line([`\`${row.elder}\``, ...cellsOf(row, outcomes)]));
  return [`## ${suite.name}`, '', line(['test', 'situation', 'runs that passed']), '|---|---|---|', ...rows].join('\n');
}

/** The whole table, as docs/conformance.md has it. */
export function markdown(suites: readonly Suite[], outcomes: Outcomes): string {
  return `${[ABOUT.trimEnd(), summary(suites, outcomes), ...suites.map((suite) => section(suite, outcomes))].join('\n\n')}\n`;
}
