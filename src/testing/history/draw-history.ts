import type { Model } from './model.js';
import { isPending, type Operation } from './operation.js';
import { type Outcome, perform, replay } from './replay.js';
import { Search } from './search.js';
import { show } from './show.js';

/**
 * A picture of a history: a line an operation, with its result and a bar from its call to its return. Bars that overlap
 * were under way at the same time. Below it stands the order that {@link linearize} finds, or why there is none: the
 * longest order that agrees with the model, and what the model would have answered to each operation that might come
 * next.
 *
 * @param history - the operations, those of one thread in the order of their calls.
 * @param model - makes the sequential object.
 * @param threads - the threads' names; `thread 0`, `thread 1`, ... when left out.
 * @returns the text, without a newline at the end.
 * @throws TypeError when `history` is not an array of operations or `model` not such a function; RangeError when an
 * operation returned before it was called.
 *
 * @example
 * ```ts
 * import { drawHistory, models } from 'reveille/testing';
 *
 * const history = [
 *   { thread: 0, name: 'push', args: [1], result: true, from: 0, to: 4 },
 *   { thread: 0, name: 'push', args: [2], result: true, from: 5, to: 8 },
 *   { thread: 1, name: 'pop', args: [], result: 2, from: 3, to: 9 },
 * ];
 * console.log(drawHistory(history, models.queue(), ['producer', 'consumer']));
 * // output:
 * //   producer  push(1)  true  ├───┤
 * //   producer  push(2)  true        ├─┤
 * //   consumer  pop()    2       ├───────┤
 * //
 * // Not linearizable. The longest order that agrees with the model:
 * //   push(1), push(2)
 * // What might come next:
 * //   pop() of consumer returned 2, but the model's returns 1
 * ```
 */
export function drawHistory(history: readonly Operation[], model: Model, threads: readonly string[] = []): string {
  const name = (operation: Operation): string => threads[operation.thread] ?? `thread ${operation.thread}`;
  const search = new Search(history, model);
  const verdict = search.run()
    ? ['Linearizable, in this order:', `  ${search.order.map(call).join(', ') || 'nothing'}`]
    : whyNot(search, model, name);
  return [...picture(history, name), '', ...verdict].join('\n');
}

type NameOf = (operation: Operation) => string;

function call({ name, args }: Operation): string {
  return `${name}(${args.map(show).join(', ')})`;
}

function whyNot(search: Search, model: Model, name: NameOf): string[] {
  const reasons = search.next().map((operation) => {
    const { result, threw } = operation;
    const answer = perform(replay(model, search.best), operation);
    return `  ${call(operation)} of ${name(operation)} ${told({ result, threw: threw === true })}, but the model's ${tells(answer)}`;
  });
  return [
    'Not linearizable. The longest order that agrees with the model:',
    `  ${search.best.map(call).join(', ') || 'nothing'}`,
    'What might come next:',
    ...reasons,
  ];
}

const told = ({ result, threw }: Outcome): string => `${threw ? 'threw' : 'returned'} ${show(result)}`;
const tells = ({ result, threw }: Outcome): string => `${threw ? 'throws' : 'returns'} ${show(result)}`;

/** Threads below each other, the operations of each in the order of their calls. */
function picture(history: readonly Operation[], name: NameOf): string[] {
  const operations = [...history].sort((a, b) => a.thread - b.thread || a.from - b.from);
  const times = [...new Set(operations.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const table = aligned(operations.map((operation) => [name(operation), call(operation), outcome(operation)]));
  return operations.map((operation, i) => `  ${table[i]}  ${bar(operation, times)}`);
}

function outcome(operation: Operation): string {
  if (isPending(operation)) return 'never returned';
  return operation.threw ? `threw ${show(operation.result)}` : show(operation.result);
}

/** Two columns from each moment at which something was called or returned to the next one, however far apart. */
function bar(operation: Operation, times: readonly number[]): string {
  const from = 2 * times.indexOf(operation.from);
  const to = 2 * times.indexOf(operation.to);
  const shape = from === to ? '│' : `├${'─'.repeat(to - from - 1)}${isPending(operation) ? '╌' : '┤'}`;
  return ' '.repeat(from) + shape;
}

/** Columns of equal width, two apart. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(width(column))).join('  '));
}
