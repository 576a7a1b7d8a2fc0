import { blockOn, type Future, PENDING, type Poll, select } from 'reveille';
import { never, SendError, type Sender } from 'reveille/channel';
import type { Operation } from '../operations.js';
import { abortSoon, pollAndDrop, withinLimit } from '../polled.js';

/** What a producer is about to send, and by what. */
export interface Turn {
  readonly tx: Sender<unknown>;
  /** Another channel that it may go to as well. */
  readonly other: Sender<unknown> | undefined;
  readonly value: unknown;
  /** It and some that follow. */
  readonly batch: () => unknown[];
  /** Whether the thread may rather block than turn its event loop. */
  readonly blocks: boolean;
}

/** Sends, and answers how many it sent: the first so many. */
export type Send = (turn: Turn) => number | Promise<number>;

const unless = (found: Poll<unknown>): number => (found === PENDING ? 0 : 1);

/** Ways to send that all channels have. */
export const SENDS: Readonly<Partial<Record<Operation, Send>>> = {
  'send: try': ({ tx, value }) => (tx.trySend(value) ? 1 : 0),
  'send: block': ({ tx, value }) => {
    tx.sendBlocking(value);
    return 1;
  },
  'send: limit': ({ tx, value }) => unless(withinLimit((options) => tx.sendBlocking(value, options))),
  'send: batch': ({ tx, batch }) => tx.trySendMany(batch()),
  'send: await': async ({ tx, value }) => {
    await tx.send(value);
    return 1;
  },
  'send: select': async ({ tx, other, value, blocks }) => {
    const there: Future<unknown> = other?.send(value) ?? never().recv();
    const both = select({ here: tx.send(value), there });
    if (blocks) blockOn(both);
    else await both;
    return 1;
  },
  'send: many': async ({ tx, batch }) => {
    const values = batch();
    return whatWent(values, await tx.sendMany(values).then(() => undefined, caught));
  },
  'send: many, blocking': ({ tx, batch }) => {
    const values = batch();
    try {
      tx.sendManyBlocking(values);
    } catch (error) {
      return whatWent(values, error);
    }
    return values.length;
  },
  'send: abort': async ({ tx, value }) => unless(await abortSoon((signal) => tx.send(value, { signal }))),
  'send: drop': async ({ tx, value }) => unless(await pollAndDrop(tx.send(value))),
  'send: clone': async ({ tx, value }) => {
    using twin = tx.clone();
    await twin.send(value);
    return 1;
  },
};

const caught = (error: unknown): unknown => error;

/** How many of a batch were sent before the channel was closed. @throws SendError when it was none. */
function whatWent(values: readonly unknown[], error: unknown): number {
  if (error === undefined) return values.length;
  if (!(error instanceof SendError)) throw error;
  const count = values.length - (error.value as { readonly length: number }).length;
  if (count === 0) throw error;
  return count;
}
