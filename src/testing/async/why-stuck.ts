import type { Task } from '../../executor/task.js';
import type { AwaitTurn } from './turn.js';
import type { WatchedPromise } from './watched-promise.js';

/** Who waits. */
export interface Waiting {
  /** The promise that is being driven. */
  readonly program?: WatchedPromise<unknown> | undefined;
  readonly tasks: readonly Task[];
  /** Futures that async functions await. */
  readonly awaits?: readonly AwaitTurn[];
}

/** How many of those that wait are listed. */
const LISTED = 20;

/**
 * Why nothing can run, as the message of an error: who waits, and for what.
 *
 * @param moment - when that is: `5 ms of seed 7`.
 * @param withPromises - whether the promises of this thread had their turn.
 */
export function whyStuck(moment: string, waiting: Waiting, withPromises: boolean): string {
  const { program, tasks, awaits = [] } = waiting;
  const counts = [counted(program === undefined ? 0 : 1, 'promise'), counted(tasks.length, 'task')];
  const who = [...counts, counted(awaits.length, 'await')].filter((count) => !count.startsWith('0'));
  const verb = who.length === 1 && who[0]?.startsWith('1 ') ? 'waits' : 'wait';
  return (
    `nothing can run, and ${enumerated(who)} ${verb}:\n${listed(waiting)}\n` +
    `At ${moment} no timer is armed, and nobody is left to wake them.` +
    (withPromises ? ' Promises that wait for timers, input or output of the host are outside of this.' : '')
  );
}

/** A line each, tasks in the order of their numbers. */
export function listed({ program, tasks, awaits = [] }: Waiting): string {
  const first = program === undefined ? [] : [program];
  const all = [...first, ...tasks.toSorted((a, b) => a.id - b.id), ...awaits];
  const lines = all.slice(0, LISTED).map((waiting) => `  ${waiting}`);
  if (all.length > LISTED) lines.push(`  and ${all.length - LISTED} more`);
  return lines.join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function enumerated(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
