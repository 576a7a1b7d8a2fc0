import { load } from '../../platform/index.js';
import { INVOKE, REASON } from '../calling/asked.js';
import { Caller } from '../calling/caller.js';
import type { Desk } from '../calling/desk.js';
import { type Address, FUNCTION, SIGNAL } from '../calling/gift.js';
import { PayloadError } from '../payload/index.js';
import type { Take } from '../payload/stand-ins.js';
import { ABORTED } from '../wire/layout.js';

/** A signal that stands for one of another thread's. */
export interface Lent {
  readonly controller: AbortController;
  readonly address: Address;
  isAsked: boolean;
}

/** Makes functions and signals of what stands for them among the arguments of a call. */
export class Taker implements Take {
  readonly #desk: Desk;
  #lent: Lent[] = [];

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  restore(kind: number, data: unknown): unknown {
    if (kind === FUNCTION) return this.#function(addressFrom(data));
    if (kind === SIGNAL && Array.isArray(data)) return this.#signal(addressFrom(data[0]), data[1] === true, data[2]);
    throw new PayloadError('call: the shared memory was overwritten by something else');
  }

  /** The signals since it was asked last, if any. */
  take(): Lent[] | null {
    if (this.#lent.length === 0) return null;
    const lent = this.#lent;
    this.#lent = [];
    return lent;
  }

  #function(address: Address): (...args: unknown[]) => unknown {
    const [, , gift, index, name] = address;
    const caller = Caller.of(this.#desk);
    return (...args) => caller.ask(address, `${name}()`, [INVOKE, gift, index, args]);
  }

  #signal(address: Address, isAborted: boolean, reason: unknown): AbortSignal {
    const controller = new AbortController();
    if (isAborted) controller.abort(reason);
    else this.#lent.push({ controller, address, isAsked: false });
    return controller.signal;
  }
}

/** Aborts those of a call's signals whose own ones were aborted, once it is known why. */
export function followSignals(desk: Desk, slot: number, lent: readonly Lent[]): void {
  const bits = load(desk.table.words, desk.table.slotAt(slot) + ABORTED);
  if (bits === 0) return;
  for (const one of lent) {
    const [, , gift, index, name] = one.address;
    if (one.isAsked || (bits & (1 << index)) === 0) continue;
    one.isAsked = true;
    const reason = Caller.of(desk).ask(one.address, `reason of ${name}`, [REASON, gift, index]);
    reason.then(
      (why) => one.controller.abort(why),
      (error) => one.controller.abort(error), // the call is over, or the thread that made it has ended
    );
  }
}

function addressFrom(data: unknown): Address {
  const isAddress =
    Array.isArray(data) &&
    data.length === 5 &&
    data.every((part, index) => (index < 4 ? Number.isInteger(part) : typeof part === 'string'));
  if (!isAddress) throw new PayloadError('call: the shared memory was overwritten by something else');
  return data as unknown as Address;
}
