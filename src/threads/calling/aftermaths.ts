import type { Context } from '../../core/context.js';
import { watch } from '../crew/watch.js';
import { Aftermath } from './aftermath.js';
import type { Call } from './call.js';
import type { Lookout } from './lookout.js';

/** The ends of calls that were dropped as they ran. Scopes wait for them: nothing outlives a scope. */
export class Aftermaths {
  readonly #all = new Map<number, Aftermath>();
  readonly #dropped = new Set<number>();
  readonly #lookout: Lookout;
  readonly #look: () => void;

  /** @param look - takes what has come. */
  constructor(lookout: Lookout, look: () => void) {
    this.#lookout = lookout;
    this.#look = look;
  }

  /** The call in that slot was dropped, and runs on. */
  await(slot: number): void {
    this.#dropped.add(slot);
    this.#lookout.runsOn(true);
  }

  /** The end of the call in that slot, which nobody waits for. */
  follow(slot: number, call: Call<unknown>): Aftermath {
    const waits = (cx: Context): void => {
      this.#look();
      if (cx.services.eventLoop) return;
      cx.waker.expectOthers();
      watch.await(cx);
    };
    const forget = (): void => {
      this.#all.delete(slot);
      this.#lookout.less();
    };
    const aftermath = new Aftermath(String(call), waits, forget);
    this.#all.set(slot, aftermath);
    this.#lookout.more();
    return aftermath;
  }

  /** The function has ended that ran there. */
  end(slot: number): void {
    if (this.#dropped.delete(slot)) this.#lookout.runsOn(false);
    const aftermath = this.#all.get(slot);
    if (aftermath === undefined) return;
    this.#all.delete(slot);
    this.#lookout.less();
    aftermath.end();
  }

  endAll(): void {
    for (const slot of [...this.#dropped, ...this.#all.keys()]) this.end(slot);
  }
}
