import { now } from '../../platform/index.js';
import { ModuleError, ThreadDiedError } from '../errors.js';
import type { Ending } from './report.js';

/** A thread that died before it had lived for so long, and of no call, would die again soon; its successor waits for a while: milliseconds. */
const SHORT_LIFE = 1_000;
const FIRST_DELAY = 50;
const LONGEST_DELAY = 5_000;

/** When the next thread may start, after others have died soon. */
export class Recovery {
  readonly #remind: (ms: number) => void;
  /** How many have died in a row before they had lived for long. */
  #failures = 0;
  /** How many reminders are to come; the last one ends the rest. */
  #rests = 0;
  /** What the last thread that came to nothing died of. */
  mishap: ThreadDiedError | ModuleError | null = null;
  /** Why none works: calls fail with that until the rest is over. */
  sick: Ending | null = null;

  /** @param remind - has {@link Recovery.rested} called in so many milliseconds. */
  constructor(remind: (ms: number) => void) {
    this.#remind = remind;
  }

  get isResting(): boolean {
    return this.#rests > 0;
  }

  /** One more has come to nothing: what is waited for fails with it. */
  note({ wasReady, message, cause }: Ending): void {
    if (wasReady) return;
    this.mishap =
      cause instanceof ModuleError ? cause : new ThreadDiedError(message, cause === undefined ? {} : { cause });
  }

  /**
   * A thread has died that began at that time; `isLast`: before it was ready, and there is no other one. Each that dies of a call takes that call
   * along, so there are no more of them than calls, and a rest would only keep the others waiting.
   */
  count(ending: Ending, since: number, isLast: boolean): void {
    this.#failures = now() - since < SHORT_LIFE && !ending.wasAtWork ? this.#failures + 1 : 0;
    if (this.#failures < 2) return;
    if (isLast) this.sick = ending;
    this.#rests += 1;
    this.#remind(Math.min(FIRST_DELAY * 2 ** (this.#failures - 2), LONGEST_DELAY));
  }

  /** A reminder has come; answers whether the rest is over. */
  rested(): boolean {
    this.#rests -= 1;
    if (this.#rests > 0) return false;
    this.sick = null;
    return true;
  }
}
