import { blockOn, END, type Future, PENDING, type Poll, select } from 'reveille';
import { never, type Receiver } from 'reveille/channel';
import type { Operation } from '../operations.js';
import { abortSoon, pollAndDrop, withinLimit } from '../polled.js';
import { BATCH } from './lanes.js';

/** Where a consumer is about to receive from. */
export interface Turn {
  readonly rx: Receiver<unknown>;
  /** Another channel that it may come from as well. */
  readonly other: Receiver<unknown> | undefined;
  /** An array to receive into. */
  readonly room: () => unknown[];
  /** Whether the thread may rather block than turn its event loop. */
  readonly blocks: boolean;
}

/** What was received; from the other channel, if so. */
export interface Got {
  readonly values: readonly unknown[];
  readonly isOther?: boolean;
  /** Whether it was waited for in vain. */
  readonly gaveUp?: boolean;
}

/** Receives; `undefined`, or a RecvError, when the channel has ended. */
export type Receive = (turn: Turn) => Got | undefined | Promise<Got | undefined>;

const NOTHING: Got = { values: [] };
const one = (found: Poll<unknown>): Got => (found === PENDING ? NOTHING : { values: [found] });
const waited = (found: Poll<unknown>): Got => (found === PENDING ? { values: [], gaveUp: true } : one(found));
const first = (into: readonly unknown[], count: number): Got => ({ values: into.slice(0, count) });

/** Ways to receive. */
export const RECEIVES: Readonly<Partial<Record<Operation, Receive>>> = {
  'receive: try': ({ rx }) => one(rx.tryRecv()),
  'receive: block': ({ rx }) => one(rx.recvBlocking() as Poll<unknown>),
  'receive: limit': ({ rx }) => waited(withinLimit((options) => rx.recvBlocking(options))),
  'receive: batch': ({ rx, blocks }) => ({ values: blocks ? rx.recvManyBlocking(BATCH) : rx.tryRecvMany(BATCH) }),
  'receive: await': async ({ rx }) => one((await rx.recv()) as Poll<unknown>),
  'receive: select': async ({ rx, other, blocks }) => {
    const there: Future<unknown> = other?.next() ?? never().recv();
    const both = select({ here: rx.next(), there });
    const { key, value } = blocks ? blockOn(both) : await both;
    if (value === END) return key === 'here' ? undefined : NOTHING; // the other's end is found in its own turn
    return { values: [value], isOther: key === 'there' };
  },
  'receive: many': async ({ rx }) => ({ values: await rx.recvMany(BATCH) }),
  'receive: into': async ({ rx, room, blocks }) => {
    const into = room();
    return first(into, blocks ? rx.recvIntoBlocking(into) : await rx.recvInto(into));
  },
  'receive: abort': async ({ rx }) => waited(await abortSoon((signal) => rx.recv({ signal }))),
  'receive: drop': async ({ rx }) => waited(await pollAndDrop(rx.recv())),
  'receive: clone': async ({ rx }) => {
    using twin = rx.clone();
    return one((await twin.recv()) as Poll<unknown>);
  },
};

export const RECEIVE_WAYS = Object.keys(RECEIVES) as readonly Operation[];
