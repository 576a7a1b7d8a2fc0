/** How a thread ends in a round of stress: as it should, by leaving early, or of something that it can't help. */
export const ENDS = ['done', 'drop', 'throw', 'exit', 'terminate'] as const;

/**
 * What threads die of: an error that nobody catches, `process.exit`, being terminated wherever they are, want of memory,
 * and being terminated while they wait, blocked.
 */
export const DEATHS = ['throw', 'exit', 'terminate', 'memory', 'blocked'] as const;
export type Death = (typeof DEATHS)[number];
export type End = (typeof ENDS)[number] | Death;

/** What one thread does, whatever the act is. */
export interface Part {
  /** Which of the ways that there are in the act, by number, and for a while each. */
  readonly ways: readonly number[];
  /** Which role, if there are several. */
  readonly role: number;
  /** How it ends: after so many items, if that comes before all is done. */
  readonly end: End;
  readonly after: number;
}

/** Whether the thread dies of it. */
export function isDeath(end: End): end is Death {
  return end !== 'done' && end !== 'drop';
}

/** Whether it comes between any two instructions, and not where the thread is through with an operation. */
export function isSudden(end: End): boolean {
  return end === 'terminate' || end === 'memory' || end === 'blocked';
}
