import type { Services } from '../../../core/context.js';
import type { Future } from '../../../core/future.js';
import { PENDING } from '../../../core/poll.js';
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

/** Polls a future that is over: it must throw a PollError, or, if it was dropped, do nothing at all. */
export function pollAgain(future: Future<unknown>, diary: Diary, services: Services, wasDropped: boolean): void {
  const rule = wasDropped ? 'poll-after-drop' : 'poll-after-end';
  const task = new TaskWaker(diary, 'another waker', () => diary.break(rule, '; it wakes'));
  try {
    const value = task.lend((waker) => future.poll({ waker, services }));
    if (value !== PENDING) diary.break(rule, `; it answers ${show(value)}`);
    else if (!wasDropped) diary.break(rule, '; it stays pending');
  } catch (error) {
    // By its name: it may be the PollError of another copy of the library.
    if ((error as Partial<Error> | undefined)?.name !== 'PollError')
      diary.break(rule, `; it throws ${show(error)}`, error);
  }
  if (task.live > 0) diary.break(rule, '; it keeps the waker');
}
