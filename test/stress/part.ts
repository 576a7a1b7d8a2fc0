/** How a thread ends: as it should, by leaving early, or of something that it can't help. */
export const ENDS = ['done', 'drop', 'throw', 'exit', 'terminate'] as const;
export type End = (typeof ENDS)[number];

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
export function isDeath(end: End): boolean {
  return end !== 'done' && end !== 'drop';
}
