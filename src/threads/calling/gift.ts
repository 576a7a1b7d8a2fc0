import { add, load, or } from '../../platform/index.js';
import { PayloadError } from '../payload/index.js';
import type { Give, StandIn } from '../payload/stand-ins.js';
import { ABORTED, GIFTS, RUNNING, STATE, STATES, workerIn } from '../wire/layout.js';
import type { Call } from './call.js';
import type { Desk } from './desk.js';

/** What stands for functions and signals in payloads. */
export const FUNCTION = 1;
export const SIGNAL = 2;

/** A bit of a word each. */
const MOST_SIGNALS = 31;

/** Where to ask for what a call carries: the thread, by its seat and its word, and under which number. */
export type Address = readonly [seat: number, owner: number, gift: number, index: number, name: string];

/**
 * The functions and signals among a call's arguments. They stay on the thread that calls; the thread that runs the call gets
 * stand-ins, which ask this one, as long as the call is under way.
 */
export class Gift {
  readonly id: number;
  readonly functions: ((...args: unknown[]) => unknown)[] = [];
  readonly signals: AbortSignal[] = [];
  /** The call that carries them, once it was made. */
  call: Call<unknown> | null = null;
  #listeners: (() => void)[] = [];

  constructor(id: number) {
    this.id = id;
  }

  /** From now on the thread that runs the call in that slot is told when a signal is aborted. */
  tell(desk: Desk, slot: number): void {
    for (const [index, signal] of this.signals.entries()) {
      const aborted = (): void => tellOf(desk, slot, index);
      this.#listeners.push(() => signal.removeEventListener('abort', aborted));
      if (!signal.aborted) signal.addEventListener('abort', aborted);
    }
  }

  /** The call is over. */
  end(): void {
    for (const forget of this.#listeners.splice(0)) forget();
  }
}

/** What errors call it. Not by a getter, which may do anything; and classes may have something else of that name. */
export function nameOfFunction(value: unknown): string {
  const name: unknown = typeof value === 'function' ? Object.getOwnPropertyDescriptor(value, 'name')?.value : '';
  return typeof name === 'string' && name !== '' ? name : 'function';
}

function tellOf({ table }: Desk, slot: number, index: number): void {
  const at = table.slotAt(slot);
  // SYNC: before the look at the state; a worker looks here after it has claimed the call. One of the two sees the other.
  or(table.words, at + ABORTED, 1 << index);
  const state = load(table.words, at + STATE);
  if ((state & STATES) === RUNNING) table.wake(workerIn(state) - 1);
}

/** Collects what the arguments of a call carry while they are packed. */
export class Giver implements Give {
  readonly #desk: Desk;
  #gift: Gift | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  replace(value: object): StandIn | undefined {
    if (typeof value === 'function') return this.#function(value as (...args: unknown[]) => unknown);
    return typeof AbortSignal === 'function' && value instanceof AbortSignal ? this.#signal(value) : undefined;
  }

  /** What was collected since it was asked last. */
  take(): Gift | null {
    const gift = this.#gift;
    this.#gift = null;
    return gift;
  }

  #function(value: (...args: unknown[]) => unknown): StandIn {
    const gift = this.#open();
    const index = gift.functions.push(value) - 1;
    return { kind: FUNCTION, data: this.#address(gift, index, nameOfFunction(value)) };
  }

  #signal(value: AbortSignal): StandIn {
    const gift = this.#open();
    if (gift.signals.length === MOST_SIGNALS) throw new PayloadError(`args: more than ${MOST_SIGNALS} signals`);
    const index = gift.signals.push(value) - 1;
    const { aborted } = value;
    return { kind: SIGNAL, data: [this.#address(gift, index, 'signal'), aborted, aborted ? reasonOf(value) : 0] };
  }

  #open(): Gift {
    this.#gift ??= new Gift(add(this.#desk.table.words, GIFTS, 1));
    return this.#gift;
  }

  #address(gift: Gift, index: number, name: string): Address {
    const { table, seat } = this.#desk;
    return [seat, table.me, gift.id, index, name];
  }
}

/** Why a signal was aborted, as what can be sent whatever it is. */
export function reasonOf({ reason }: AbortSignal): unknown {
  if (!(reason instanceof Error))
    return typeof reason === 'object' || typeof reason === 'symbol' ? String(reason) : reason;
  const plain = new Error(reason.message);
  plain.name = reason.name;
  plain.stack = reason.stack ?? '';
  return plain;
}
