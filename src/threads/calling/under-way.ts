import type { Context, Services } from '../../core/context.js';
import { ChildServices } from '../scope/services.js';
import type { Call } from './call.js';
import type { Desk } from './desk.js';
import type { Driven, Driver } from './driven.js';
import type { Gift } from './gift.js';
import type { Helping } from './helping.js';
import type { Lookout } from './lookout.js';

/** This thread's calls that are under way, by their slots, and what they carry. */
export class UnderWay implements Driver {
  readonly #desk: Desk;
  readonly #lookout: Lookout;
  readonly #calls: (Call<unknown> | undefined)[] = [];
  readonly #gifts = new Map<number, Gift>();
  /** What functions have answered that is not there yet, and those of them that are worth polling. */
  readonly #driven = new Set<Driven>();
  #due = new Set<Driven>();
  /** Whose polls drive them just now, and whose did last, with which timers. */
  #driver: Services | null = null;
  #lastDriver: Services | null = null;
  #lastClocks: number | undefined;
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

  /** A function has answered a future: whoever blocks on a call drives it. */
  drive(driven: Driven): void {
    this.#driven.add(driven);
    this.woken(driven);
  }

  woken(driven: Driven): void {
    if (!this.#driven.has(driven)) return;
    this.#due.add(driven);
    this.#stir();
  }

  drivenBy(services: Services): void {
    this.#lastDriver = services;
    this.#lastClocks = services.clocks;
  }

  over(driven: Driven): void {
    this.#driven.delete(driven);
    this.#due.delete(driven);
    if (this.#driven.size === 0) this.#lastDriver = null;
  }

  /**
   * The thread is about to block. One of them may wait for a call itself, and so come back here: it finds that all are polled by now. If each polled all
   * others anew, a few would take for ever. (But if it blocks, nobody else polls them.)
   */
  pollDriven(cx: Context): void {
    if (this.#driven.size === 0) return;
    const services = outermost(cx.services);
    if (services === this.#driver) return;
    const outer = this.#driver;
    this.#driver = services;
    try {
      for (const driven of this.#takeDue(services)) driven.poll(cx); // one that is over leaves
    } finally {
      this.#driver = outer;
    }
    if (this.#due.size > 0) cx.waker.wakeByRef(); // woken since: whoever polls here does not wait yet, and was not told
  }

  /** Of another driver, all: it has other timers. And whoever waits under the last one looks when its turn comes, for the same reason. */
  #takeDue(services: Services): Set<Driven> {
    const isSame = services === this.#lastDriver && services.clocks === this.#lastClocks;
    const due = isSame ? this.#due : new Set(this.#driven);
    this.#due = new Set();
    this.drivenBy(services);
    if (!isSame) this.#stir();
    return due;
  }

  #stir(): void {
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

/** Those of who blocks, or of the executor that does, be the poll in a scope or not. */
function outermost(services: Services): Services {
  let outer = services;
  while (outer instanceof ChildServices) outer = outer.outer;
  return outer;
}
