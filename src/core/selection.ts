import type { Context } from './context.js';
import type { Future } from './future.js';

/**
 * One of several operations that exclude each other: what a `select` is to those who could complete one of its branches.
 *
 * A rendezvous takes two, and the one that waits is committed while it is not running. If it waits in a select, its other
 * branches must not happen from that moment on. So whoever waits notes the selection and the branch that it waits in, and
 * whoever comes asks {@link canHappen} and then calls {@link commit} before the counterpart may hear of it. Operations are
 * told apart by their selections, not by their threads or tasks: two selects of one thread can be paired with each other, and
 * two branches of one select cannot.
 *
 * ```text
 *   OPEN --commit--> branch i --poll: branch i answers--> OVER
 *     ^                  |
 *     +--- branch i is pending: it was a step of something longer
 * ```
 */
export interface Selection {
  /** The branch that has happened, {@link OPEN} or {@link OVER}. */
  committed: number;
  /** The selection in one of whose branches this one stands, as of the latest poll. */
  outer: Selection | null;
  /** Which branch that is. */
  outerBranch: number;
}

/** No branch has happened yet. */
export const OPEN = -1;
/** The selection has answered, failed or been dropped: nothing of it can happen any more. */
export const OVER = -2;

/**
 * The branch that is being polled on this thread. As `handover` is, it is one object with fixed fields.
 */
export const selecting: {
  /** What is polled with another context is not part of the branch: another task, or a future that a branch blocks on. */
  cx: Context | null;
  selection: Selection | null;
  branch: number;
  /**
   * The branch's own future, when it may answer that it is pending without beginning to wait, and says so by setting this to
   * null: it will be polled again if no other branch is ready. (To begin to wait and to give it up again at once is half of
   * the cost of a select.)
   */
  attempt: Future<unknown> | null;
} = { cx: null, selection: null, branch: OPEN, attempt: null };

/**
 * The selection that an operation polled with `cx` belongs to; its branch is `selecting.branch`. An operation that never
 * waits is called without a context, and belongs to whatever is being polled.
 */
export function selectionOf(cx: Context | null): Selection | null {
  return cx === null || cx === selecting.cx ? selecting.selection : null;
}

/**
 * Whether an operation that waits in a branch can be completed by one that is running in the branch of `by` (null: in none):
 * nothing that excludes either has happened, and they do not exclude each other.
 */
export function canHappen(waiting: Selection | null, waitingBranch: number, by: Selection | null): boolean {
  if (waiting === null && by === null) return true;
  if (!isOpen(by, selecting.branch)) return false;
  let branch = waitingBranch;
  for (let selection = waiting; selection !== null; branch = selection.outerBranch, selection = selection.outer) {
    if (selection.committed !== OPEN && selection.committed !== branch) return false;
    if (exclude(selection, branch, by)) return false;
  }
  return true;
}

/** The branch has happened, and with it the branches that it stands in. */
export function commit(selection: Selection | null, branch: number): void {
  let at = branch;
  for (let each = selection; each !== null; at = each.outerBranch, each = each.outer) each.committed = at;
}

function isOpen(selection: Selection | null, branch: number): boolean {
  let at = branch;
  for (let each = selection; each !== null; at = each.outerBranch, each = each.outer) {
    if (each.committed !== OPEN && each.committed !== at) return false;
  }
  return true;
}

/** Whether `by` stands in another branch of the same selection. */
function exclude(selection: Selection, branch: number, by: Selection | null): boolean {
  let at = selecting.branch;
  for (let each = by; each !== null; at = each.outerBranch, each = each.outer) {
    if (each === selection) return at !== branch;
  }
  return false;
}
