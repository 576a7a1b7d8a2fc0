import { Vigil } from '../../camp/vigil.js';
import { macrotask, steadyNow } from '../../platform/index.js';

/** How long an event loop looks for answers at each of its turns, before it lets itself be woken: milliseconds. */
const LOOKING_MS = 0.3;
/** Who waits for few calls looks at least for so long, milliseconds. */
const LEAST_MS = 0.02;

/**
 * Sees to it that answers are heard, and the process kept alive, while calls of this thread's are under way.
 *
 * A thread that blocks is woken by its bell. An event loop looks by itself for a while at first, for being woken costs it
 * fifty microseconds, and most answers come sooner. Where they don't, it looks for less long the next time: the threads that
 * compute them may have no processor but this one's. If some of the calls still wait for a thread, none of which waits for this one
 * then, it does not look at all in the end.
 */
export class Lookout {
  readonly #look: () => void;
  readonly #few: number;
  readonly #vigil = new Vigil();
  #open = 0;
  /** How many of them are streams that wait for this thread to take what has come. */
  #stalled = 0;
  /** How many run on that nobody waits for: they may ask something. */
  #dropped = 0;
  #isLooking = false;
  #quietSince = 0;
  #patience = LOOKING_MS;

  /**
   * @param few - how many calls may be under way at the same time without that one has to wait for another.
   * @param look - takes what has come.
   */
  constructor(few: number, look: () => void) {
    this.#few = few;
    this.#look = look;
  }

  /** How many calls are under way. */
  get open(): number {
    return this.#open;
  }

  /** One more is under way. */
  more(): void {
    this.#open += 1;
    if (!this.#isLooking) this.#begin();
  }

  /** One less. */
  less(): void {
    this.#open -= 1;
    this.#rest();
  }

  /** A call that was dropped runs on, or has ended. Until then its questions are heard, while nothing is kept alive for them. */
  runsOn(isDropped: boolean): void {
    this.#dropped += isDropped ? 1 : -1;
    this.#rest();
  }

  /**
   * A stream goes on only when this thread takes of it, or does so again. One that nobody takes of any more keeps no process alive: nothing of it would
   * come by waiting.
   */
  stalls(isStalled: boolean): void {
    this.#stalled += isStalled ? 1 : -1;
    if (isStalled) this.#rest();
    else if (!this.#isLooking && this.#open > this.#stalled) this.#vigil.begin();
  }

  /** Nothing is to be kept alive, perhaps, nor to be heard. */
  #rest(): void {
    if (this.#isLooking || this.#open > this.#stalled) return;
    if (this.#open === 0 && this.#dropped === 0) this.#vigil.end();
    else this.#vigil.doze();
  }

  /** Something has come: more may come soon. */
  heard(): void {
    this.#quietSince = 0;
    if (this.#isLooking) this.#patience = Math.min(LOOKING_MS, this.#patience * 2);
    else if (this.#open > 0 && (this.#patience > 0 || this.#open <= this.#few)) this.#begin();
  }

  end(): void {
    this.#vigil.end();
  }

  #begin(): void {
    this.#isLooking = true;
    this.#quietSince = 0;
    if (this.#open <= this.#few) this.#patience = Math.max(LEAST_MS, this.#patience);
    macrotask(this.#again);
  }

  readonly #again = (): void => {
    this.#look();
    if (this.#open === 0) {
      this.#isLooking = false;
      this.#rest();
      return;
    }
    const time = steadyNow();
    if (this.#quietSince === 0) this.#quietSince = time;
    if (time - this.#quietSince < this.#patience) {
      macrotask(this.#again);
      return;
    }
    this.#isLooking = false;
    this.#patience = this.#patience > LEAST_MS ? this.#patience / 2 : 0;
    this.#vigil.begin();
    this.#rest();
    this.#look(); // what came before the bell was heard
  };
}
