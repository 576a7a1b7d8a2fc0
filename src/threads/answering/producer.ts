import { load } from '../../platform/index.js';
import { ITEMS } from '../calling/asked.js';
import type { Call } from '../calling/call.js';
import { Caller } from '../calling/caller.js';
import type { Desk } from '../calling/desk.js';
import type { Address } from '../calling/gift.js';
import { BLOCK_BITS, OWNER_SEAT } from '../wire/layout.js';
import type { RunningCall } from './this-call.js';

/** So many items are made while those before them are on their way; then their generator waits. */
const AHEAD = 32;

/** What a generator is, and an asynchronous one, or a stream: something that makes items when it is asked. */
export type Made = AsyncIterable<unknown> | Generator<unknown>;

/** Whether what a function answers is to be sent item by item. An array is not: it is there as a whole. */
export function isMade(result: object): result is Made {
  if (typeof (result as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function') return true;
  const { next, [Symbol.iterator]: iterator } = result as Partial<Generator<unknown>>;
  return typeof next === 'function' && typeof iterator === 'function';
}

/**
 * Sends the items of a generator to the thread that called for it: the first one at once, others in batches of as many as
 * were made while the last batch was on its way. The other thread takes a batch when it has room, so a generator never runs
 * ahead of its reader by more than a few items.
 *
 * @returns a promise that is done when the last batch was sent; the stream's end follows it on the same way.
 * @throws (the promise) what the generator throws; PayloadError when an item can't be carried; CancelledError when nobody wants more.
 */
export async function produce(desk: Desk, slot: number, made: Made, call: RunningCall): Promise<void> {
  const sender = new Sender(desk, slot, call);
  const iterator = Symbol.asyncIterator in made ? made[Symbol.asyncIterator]() : made;
  let isOver = false;
  try {
    for (;;) {
      const step = await nextOf(iterator, sender);
      isOver = step.done === true;
      if (isOver) break;
      call.throwIfCancelled();
      if (sender.add(step.value) >= AHEAD || !sender.isBusy) await sender.send();
    }
    await sender.flush();
  } finally {
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
    await sender.flush();
    throw error;
  }
}

class Sender {
  readonly #desk: Desk;
  readonly #slot: number;
  readonly #address: Address;
  readonly #name: string;
  #batch: unknown[] = [];
  #sent: Promise<unknown> | null = null;
  isBusy = false;

  constructor(desk: Desk, slot: number, call: RunningCall) {
    this.#desk = desk;
    this.#slot = slot;
    this.#name = `item of ${call}`;
    const { table } = desk;
    const seat = load(table.words, table.blockOf(slot >> BLOCK_BITS) + OWNER_SEAT);
    this.#address = [seat, table.ownerOf(slot), 0, 0, ''];
  }

  /** Answers how many wait to be sent. */
  add(item: unknown): number {
    return this.#batch.push(item);
  }

  /** Sends what there is when the batch before it has arrived. */
  async send(): Promise<void> {
    await this.#sent;
    const question = [ITEMS, this.#slot, this.#batch] as const;
    this.#batch = [];
    const asked: Call<unknown> = Caller.of(this.#desk).ask(this.#address, this.#name, question);
    this.isBusy = true;
    this.#sent = asked.then(() => {
      this.isBusy = false;
    });
    this.#sent.catch(() => {}); // it is awaited with the next batch
  }

  /** Sends the rest. Nobody need wait for it to arrive: the end comes after it. */
  async flush(): Promise<void> {
    if (this.#batch.length > 0) await this.send();
  }
}
