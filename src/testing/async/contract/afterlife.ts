import type { Services } from '../../../core/context.js';
import type { Future } from '../../../core/future.js';
import { PENDING } from '../../../core/poll.js';
import { sameValue } from '../../history/same-value.js';
import { show } from '../../history/show.js';
import type { Diary } from './diary.js';
import type { FutureRule } from './rules.js';
import { TaskWaker } from './task-waker.js';

/** Drops a future; `rule` says that this must not fail. */
export function drop(future: Future<unknown>, diary: Diary, rule: FutureRule): void {
  try {
    future[Symbol.dispose]?.();
  } catch (error) {
    diary.break(rule, `: ${show(error)}`, error);
  }
}

/** How a future came to be over. */
export interface Past {
  readonly wasDropped: boolean;
  /** What it failed with, or, if it was dropped, would have failed with. */
  readonly failure: { readonly reason: unknown } | undefined;
}

/**
 * Polls a future that is over: it must throw a PollError, or fail as it did or would have, or, if it was dropped, do nothing
 * at all.
 */
export function pollAgain(future: Future<unknown>, diary: Diary, services: Services, past: Past): void {
  const { wasDropped, failure } = past;
  const rule = wasDropped ? 'poll-after-drop' : 'poll-after-end';
  const task = new TaskWaker(diary, 'another waker', () => diary.break(rule, '; it wakes'));
  try {
    const value = task.lend((waker) => future.poll({ waker, services }));
    if (value !== PENDING) diary.break(rule, `; it answers ${show(value)}`);
    else if (!wasDropped) diary.break(rule, '; it stays pending');
  } catch (error) {
    if (!isPollError(error) && !isAsBefore(error, failure)) diary.break(rule, `; it throws ${show(error)}`, error);
  }
  if (task.live > 0) diary.break(rule, '; it keeps the waker');
}

/** By its name: it may be the PollError of another copy of the library. */
export function isPollError(error: unknown): boolean {
  return (error as Partial<Error> | null | undefined)?.name === 'PollError';
}

/** It does the same work again, and fails at it again: nobody takes that for an answer. */
function isAsBefore(error: unknown, failure: Past['failure']): boolean {
  return failure !== undefined && sameValue(error, failure.reason);
}
