import type { Context } from '../../core/context.js';
import { watch } from '../crew/watch.js';
import { Aftermath } from './aftermath.js';
import type { Call } from './call.js';
import type { Lookout } from './lookout.js';

/** The ends of calls that were dropped as they ran. Scopes wait for them: nothing outlives a scope. */
export class Aftermaths {
  /** By slot; null where nobody waits. */
  readonly #all = new Map<number, Aftermath | null>();
  readonly #lookout: Lookout;
  readonly #look: () => void;

  /** @param look - takes what has come. */
  constructor(lookout: Lookout, look: () => void) {
    this.#lookout = lookout;
    this.#look = look;
  }

  /** The call in that slot was dropped, and runs on. */
  await(slot: number): void {
    this.#all.set(slot, null);
    this.#lookout.runsOn(true);
  }

  /** The end of the call in that slot, for a scope to wait for. */
  follow(slot: number, call: Call<unknown>): Aftermath {
    const waits = (cx: Context): void => {
      this.#look();
      if (cx.services.eventLoop) return;
      cx.waker.expectOthers();
      watch.await(cx);
    };
    const forget = (): void => {
      this.#all.set(slot, null);
      this.#lookout.less();
    };
    const aftermath = new Aftermath(String(call), waits, forget);
    this.#all.set(slot, aftermath);
    this.#lookout.more();
    return aftermath;
  }

  /** The function has ended that ran there, if one did. */
  end(slot: number): void {
    const aftermath = this.#all.get(slot);
    if (aftermath === undefined) return;
    this.#all.delete(slot);
    this.#lookout.runsOn(false);
    if (aftermath === null) return;
    this.#lookout.less();
    aftermath.end();
  }

  endAll(): void {
    for (const slot of [...this.#all.keys()]) this.end(slot);
  }
}
