import { Future } from '../../core/future.js';
import { load } from '../../platform/index.js';
import { ITEMS } from '../calling/asked.js';
import type { Call } from '../calling/call.js';
import { Caller } from '../calling/caller.js';
import type { Desk } from '../calling/desk.js';
import type { Address } from '../calling/gift.js';
import { BLOCK_BITS, OWNER_SEAT, RUN } from '../wire/layout.js';
import type { RunningCall } from './this-call.js';

/** So many items are made while those before them are on their way; then their generator waits. */
const AHEAD = 32;

/** What a generator is, and an asynchronous one, or a stream: something that makes items when it is asked. */
export type Made = AsyncIterable<unknown> | Generator<unknown>;

/** What a function is said to answer whose generator was sent item by item. */
export const ENDED = /* @__PURE__ */ Symbol('ended');

/** Whether what a function answers is to be sent item by item. An array is not: it is there as a whole. */
export function isMade(result: unknown): result is Made {
  if (typeof result !== 'object' || result === null) return false;
  if (result instanceof Future) return false; // a call is a stream as well: what it answers is the answer
  try {
    if (typeof (result as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function') return true;
    const { next, [Symbol.iterator]: iterator } = result as Partial<Generator<unknown>>;
    return typeof next === 'function' && typeof iterator === 'function';
  } catch {
    return false; // of a getter, which throws again when the answer is written
  }
}

/** Sends a batch of items; what it answers is done when the other thread has room for more. */
export type Ask = (items: unknown[]) => Call<unknown>;

/** Sends items to the thread that made the call in that slot. */
export function askerOf(desk: Desk, slot: number, call: RunningCall): Ask {
  const { table } = desk;
  const seat = load(table.words, table.blockOf(slot >> BLOCK_BITS) + OWNER_SEAT);
  const address: Address = [seat, table.ownerOf(slot), 0, 0, ''];
  const run = table.words[table.slotAt(slot) + RUN] as number;
  return (items) => Caller.of(desk).ask(address, `item of ${call}`, [ITEMS, slot, items, run]);
}

/**
 * Sends the items of a generator to the thread that called for it: the first one at once, others in batches of as many as
 * were made while the last batch was on its way. The other thread takes a batch when it has room, so a generator never runs
 * ahead of its reader by more than a few items.
 *
 * @returns a promise of {@link ENDED}, done when the last batch was sent; the stream's end follows it on the same way.
 * @throws (the promise) what the generator throws; PayloadError when an item can't be carried; CancelledError when nobody wants more.
 */
export async function produce(made: Made, call: RunningCall, ask: Ask): Promise<typeof ENDED> {
  const sender = new Sender(ask);
  const iterator = Symbol.asyncIterator in made ? made[Symbol.asyncIterator]() : made;
  let isOver = false;
  try {
    for (;;) {
      const step = await nextOf(iterator, sender);
      isOver = step.done === true;
      if (isOver) break;
      call.throwIfCancelled();
      sender.add(step.value);
      if (sender.isFull) await sender.room();
    }
    sender.flush();
    return ENDED;
  } finally {
    sender.stop();
    if (!isOver) await iterator.return?.(undefined);
  }
}

/** What was made before an error comes before it. */
async function nextOf(
  iterator: AsyncIterator<unknown> | Iterator<unknown>,
  sender: Sender,
): Promise<IteratorResult<unknown>> {
  try {
    return await iterator.next();
  } catch (error) {
    sender.flush();
    throw error;
  }
}

/** Sends items in batches, the next one when the last one was taken. */
class Sender {
  readonly #ask: Ask;
  #batch: unknown[] = [];
  #isBusy = false;
  /** Why nothing can be sent any more. */
  #failure: { readonly error: unknown } | null = null;
  #sent: (() => void) | null = null;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  add(item: unknown): void {
    if (this.#failure !== null) throw this.#failure.error;
    this.#batch.push(item);
    if (!this.#isBusy) this.flush();
  }

  /** Whether as many wait as may. */
  get isFull(): boolean {
    return this.#batch.length >= AHEAD;
  }

  /** Done when they do not wait any more. */
  room(): Promise<void> {
    return new Promise((resolve) => {
      this.#sent = resolve;
    });
  }

  /** Sends what waits. What is sent behind it, such as the end, arrives behind it. */
  flush(): void {
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    try {
      this.#send(batch);
    } catch (error) {
      if (batch.length === 1) throw error;
      for (const item of batch) this.#send([item]); // up to the one that can't be sent
    }
  }

  /** What waits is not sent any more. */
  stop(): void {
    this.#batch = [];
  }

  #send(batch: unknown[]): void {
    const asked = this.#ask(batch);
    this.#isBusy = true;
    asked.then(
      () => this.#taken(),
      (error) => this.#fail(error),
    );
  }

  #taken(): void {
    this.#isBusy = false;
    try {
      this.flush();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#wake();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  #wake(): void {
    const sent = this.#sent;
    this.#sent = null;
    sent?.();
  }
}
