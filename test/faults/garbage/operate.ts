import type { Chance } from './chance.js';
import type { Controls, Side } from './controls.js';
import type { Used } from './subject.js';

/** How often each kind of error was thrown; what was answered counts as `answer`. */
export type Outcomes = Record<string, number>;

/** What is thrown of memory that was overwritten, and of the limits that an operation has. All else is a fault. */
const TYPED = new Set([
  'HandleError',
  'RangeError',
  'TimeoutError',
  'DeadlockError',
  'SendError',
  'RecvError',
  'PoisonError',
  'LockError',
  'CodecError',
  'PayloadError',
  'ThreadDiedError',
  'PoolClosedError',
  'PoolFullError',
  'CancelledError',
  'PollError',
]);

/** What the engine says when the code took something for what it is not. The library's own TypeErrors say what was asked of what. */
const STUMBLED = /^Cannot |is not (a function|iterable|a constructor)|not an object/;

export function isTyped(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'SuppressedError') {
    const both = error as Error & { readonly error: unknown; readonly suppressed: unknown }; // what an operation threw, and dropping after it
    return isTyped(both.error) && isTyped(both.suppressed);
  }
  const [, name = ''] = /^(\w+)/.exec(error.stack ?? '') ?? []; // of one that came from another thread
  return TYPED.has(error.name) || TYPED.has(name) || (error.name === 'TypeError' && !STUMBLED.test(error.message));
}

/** Names that say that something was found to be overwritten. */
const BROKEN = new Set(['HandleError', 'RangeError']);

/** Does so many operations, whatever they throw; answers whether one found the memory overwritten. @throws what is not typed. */
export async function operate(
  used: Used,
  side: Side,
  count: number,
  chance: Chance,
  controls: Controls,
  outcomes: Outcomes,
): Promise<boolean> {
  const names = Object.keys(used.steps);
  let isBroken = false;
  for (let left = count; left > 0; left -= 1) {
    const number = chance.below(names.length);
    const name = names[number] as string;
    controls.at(side, number);
    let outcome = 'answer';
    try {
      await used.steps[name]?.(chance);
    } catch (error) {
      const isValue = !(error instanceof Error); // an answer that was made an error's: functions may throw anything
      if (!isValue && !isTyped(error)) throw new Error(`${name} threw what it should not`, { cause: error });
      outcome = isValue ? 'thrown value' : error.name;
    }
    controls.at(side, -1);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    isBroken ||= BROKEN.has(outcome);
  }
  return isBroken;
}
