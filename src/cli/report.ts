import type { FileCount } from './count-file.js';
import { grouped, table } from './format.js';
import type { JobResult } from './job.js';
import type { Output } from './output.js';
import type { TaskTally } from './tally.js';

/** Prints what the tasks did and found. */
export function report(result: JobResult, out: Output): void {
  out.line();
  const [head, ...rows] = taskTable(result);
  out.line(out.bold(head ?? ''));
  for (const row of rows) out.line(row);
  out.line();
  out.line(`${out.bold('longest words:')} ${longestWords(result)}`);
  out.line(`${out.bold('asleep:')} ${asleep(result)}`);
}

function taskTable({ counts, tally }: JobResult): string[] {
  const tasks = [...tally.tasks].map(([id, task]) => taskRow(id, task, counts.get(id)));
  const read = [...counts.values()];
  const sum = (of: (count: FileCount) => number): string => grouped(read.reduce((all, count) => all + of(count), 0));
  const total = ['total', '', '', '', sum((count) => count.text.bytes), sum((count) => count.counter.words), ''];
  const head = ['task', 'polls', 'wakes', 'sleeps', 'bytes', 'words', ''];
  return table([head, ...tasks, total], [1, 2, 3, 4, 5]);
}

function taskRow(id: number, { polls, wakes, sleeps, name }: TaskTally, count: FileCount | undefined): string[] {
  const did = [`TaskId(${id})`, grouped(polls), grouped(wakes), grouped(sleeps)];
  if (count === undefined) return [...did, '', '', name.replace(/^co /, '')];
  const { text, counter } = count;
  return [...did, grouped(text.bytes), grouped(counter.words), `${text.path}${remark(count)}`];
}

function remark({ failure, finished }: FileCount): string {
  if (failure !== undefined) return ` (${failure})`;
  return finished ? '' : ' (not read to its end)';
}

/** Without what would spoil the line or the terminal: a word may be megabytes long. */
function longestWords({ longest }: JobResult): string {
  const shown = longest.words.map(({ word, letters }) => {
    const text = word.length > 60 ? `${word.slice(0, 60)}...` : word;
    return `${text} (${grouped(letters)})`;
  });
  return shown.join(', ') || 'none';
}

function asleep({ tally, took }: JobResult): string {
  const share = took === 0 ? 0 : (100 * tally.asleep) / took;
  return `${share.toFixed(1)} % of ${grouped(took)} ms, in ${grouped(tally.sleeps)} sleeps of the main thread`;
}
