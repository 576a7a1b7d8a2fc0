import type { Task } from '../../executor/task.js';
import type { AwaitTurn } from './turn.js';

/** How many of those that wait are listed. */
const LISTED = 20;

/**
 * Why nothing can run, as the message of an error: who waits, and for what.
 *
 * @param moment - when that is: `5 ms of seed 7`.
 * @param withPromises - whether the promises of this thread had their turn.
 */
export function whyStuck(
  tasks: readonly Task[],
  awaits: readonly AwaitTurn[],
  moment: string,
  withPromises: boolean,
): string {
  const counts = [counted(tasks.length, 'task'), ...(awaits.length > 0 ? [counted(awaits.length, 'await')] : [])];
  const verb = tasks.length + awaits.length === 1 ? 'waits' : 'wait';
  return (
    `nothing can run, and ${counts.join(' and ')} ${verb}:\n${listed(tasks, awaits)}\n` +
    `At ${moment} no timer is armed, and nobody is left to wake them.` +
    (withPromises ? ' Promises that wait for timers, input or output of the host are outside of this.' : '')
  );
}

/** A line each, tasks in the order of their numbers. */
export function listed(tasks: readonly Task[], awaits: readonly AwaitTurn[] = []): string {
  const all = [...tasks.toSorted((a, b) => a.id - b.id), ...awaits];
  const lines = all.slice(0, LISTED).map((waiting) => `  ${waiting}`);
  if (all.length > LISTED) lines.push(`  and ${all.length - LISTED} more`);
  return lines.join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
