/**
 * A rule of the contract between a future and whoever polls it.
 *
 * `lost-wake-up`: when it can go on, it wakes. `stale-waker`: it wakes the waker of the latest poll. `spurious-poll`: a poll
 * for which there is no reason changes nothing. `never-ends`: somebody is left to wake it. `same-answer`: its answer does
 * not depend on when it is polled. `wakers-balanced`: each waker that it cloned is woken or dropped by the time it is over.
 * `waker-misused`: it uses no waker twice, does not consume `cx.waker`, and keeps clones of it only. `woken-after-end`,
 * `timer-left`: once it is over or dropped, nothing of it remains. `poll-after-end`, `poll-after-drop`, `drop-again`: it
 * stays over (one that fails may fail the same way again). `drop-throws`: it can be dropped. `drop-loses`: and takes nothing with it (see `dropped` in the options). `step-throws`: and what it waits for goes on without it: no step of the driver fails.
 *
 * @example
 * ```ts
 * import { type Context, Future, PENDING, type Poll } from 'reveille';
 * import { checkFuture, type FutureRule } from 'reveille/testing';
 *
 * class Countdown extends Future<string> {
 *   #left = 3;
 *   poll(cx: Context): Poll<string> {
 *     if (this.#left === 0) return 'liftoff';
 *     this.#left -= 1;
 *     cx.waker.wakeByRef();
 *     return PENDING;
 *   }
 * }
 * const loose: FutureRule[] = ['poll-after-end', 'poll-after-drop', 'spurious-poll']; // it counts polls, and never stops
 * await checkFuture(() => new Countdown(), [], { except: loose });
 * ```
 */
export type FutureRule =
  | 'lost-wake-up'
  | 'stale-waker'
  | 'spurious-poll'
  | 'never-ends'
  | 'same-answer'
  | 'wakers-balanced'
  | 'waker-misused'
  | 'woken-after-end'
  | 'timer-left'
  | 'poll-after-end'
  | 'poll-after-drop'
  | 'drop-throws'
  | 'drop-loses'
  | 'drop-again'
  | 'step-throws';

/** The rules of the contract between a future and whoever polls it, in the words of a report. */
const RULES: Readonly<Record<FutureRule, string>> = {
  'lost-wake-up': 'what it waits for happened, and its waker was not woken',
  'stale-waker': 'it woke the waker of an earlier poll, and only the latest one counts',
  'spurious-poll': 'it was polled although nothing had happened, and took that for a reason to go on',
  'never-ends': 'it is pending, and nobody is left to wake it',
  'same-answer': 'what it answers depends on when it is polled',
  'wakers-balanced': 'it is over, and wakers that it cloned were neither woken nor dropped',
  'waker-misused': 'it used a waker that was not its own to use',
  'woken-after-end': 'it is over, and still wakes',
  'timer-left': 'it is over, and left a timer armed',
  'poll-after-end': 'polled after it was done, it must throw a PollError',
  'poll-after-drop': 'polled after it was dropped, it must throw a PollError, or stay pending and wake nobody',
  'drop-throws': 'dropping it, or what it leaves to clean up, fails',
  'drop-loses': 'something was lost when it was dropped',
  'drop-again': 'dropping it a second time, or after it was done, must do nothing',
  'step-throws': 'a step of the driver fails, although it must go well with the future and without it',
};

/** What is wrong when the rule is broken. */
export function sentence(rule: FutureRule): string {
  return RULES[rule];
}

/** Whether there is such a rule. */
export function isRule(value: unknown): value is FutureRule {
  return Object.hasOwn(RULES, value as string);
}
