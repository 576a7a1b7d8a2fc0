import type { Call } from './call.js';
import type { Desk } from './desk.js';
import type { Gift } from './gift.js';
import type { Helping } from './helping.js';
import type { Lookout } from './lookout.js';

/** This thread's calls that are under way, by their slots, and what they carry. */
export class UnderWay {
  readonly #desk: Desk;
  readonly #lookout: Lookout;
  readonly #calls: (Call<unknown> | undefined)[] = [];
  readonly #gifts = new Map<number, Gift>();
  /** What this thread does while it blocks, if it is a worker. */
  helping: Helping | null = null;

  constructor(desk: Desk, lookout: Lookout) {
    this.#desk = desk;
    this.#lookout = lookout;
  }

  /** The call in that slot, unless it was dropped. */
  at(slot: number): Call<unknown> | undefined {
    return this.#calls[slot];
  }

  /** What a call carries, by number. */
  gift(id: number): Gift | undefined {
    return this.#gifts.get(id);
  }

  each(visit: (slot: number, call: Call<unknown>) => void): void {
    for (const [slot, call] of this.#calls.entries()) if (call !== undefined) visit(slot, call);
  }

  enter(slot: number, call: Call<unknown>): void {
    if (call.gift !== null) this.#carry(slot, call, call.gift);
    this.#calls[slot] = call;
    this.#lookout.more();
  }

  /** Whoever waits looks: it may have to drive what a function has answered. */
  stir(): void {
    this.each((_slot, call) => call.stir());
  }

  /** It is over: what it carried is not asked for any more. */
  leave(slot: number, { gift }: Call<unknown>): void {
    this.#calls[slot] = undefined;
    this.#lookout.less();
    this.helping?.unblock(slot);
    if (gift === null) return;
    gift.end();
    this.#gifts.delete(gift.id);
  }

  #carry(slot: number, call: Call<unknown>, gift: Gift): void {
    gift.call = call;
    this.#gifts.set(gift.id, gift);
    gift.tell(this.#desk, slot);
  }
}
