import type { Sleeper } from '../camp/sleeper.js';
import type { Context } from '../core/context.js';
import type { PENDING } from '../core/poll.js';
import type { EndHandle } from './shared/handle.js';
import type { Waiter } from './waiter.js';

/** There is nothing to receive, and never will be. */
export const DISCONNECTED: unique symbol = Symbol('reveille.disconnected');

/** What a look into a channel finds: a value, `PENDING` for nothing now, or {@link DISCONNECTED}. */
export type Found<T> = T | typeof PENDING | typeof DISCONNECTED;

/**
 * Several values: an array, or, of numbers, the typed array of their kind.
 *
 * @typeParam T - the type of the values.
 *
 * @example
 * ```ts
 * import { type Batch, shared } from 'reveille/channel';
 *
 * const [tx, rx] = shared.bounded(64, 'i32');
 * const batch: Batch<number> = Int32Array.of(1, 2, 3);
 * tx.trySendMany(batch);
 * const into = new Int32Array(8);
 * console.log(rx.tryRecvInto(into)); // 3
 * ```
 */
export type Batch<T> = T[] | (T extends bigint ? BigInt64Array : T extends number ? Int32Array | Float64Array : never);

/** A channel, whatever its make. (crossbeam calls what stands behind its one face flavors, too.) */
interface Flavour {
  /** How the channel is called in errors and snapshots. */
  readonly name: string;
  /** How many items are in. */
  readonly length: number;
  /** How many items fit. */
  readonly capacity: number;
  /** Whether nothing can be sent any more; items may be left. */
  readonly isClosed: boolean;
  /** Ends sending. What is in can still be received. */
  close(): void;
  /** One end more, for another thread; undefined when the channel is this thread's own. */
  shareEnd?(end: 'sender' | 'receiver'): EndHandle;
}

/** What `Receiver` and the futures of receiving ask of a channel. */
export interface Source<out T> extends Flavour {
  /** Takes the next item, unless it was promised to one who waits. `cx` is that of the poll, if it is in one. */
  tryRecv(cx: Context | null): Found<T>;
  /**
   * The next receive of this thread answers, or throws, what that does: there was an outcome too many for this one, or what was
   * received into refuses it. (Only where values are read can it throw.)
   */
  postpone(outcome: () => T): void;
  /** Takes as many as there are and fit; answers how many, -1 when there is none and never will be. */
  tryRecvInto?(into: Batch<T>): number;
  /** How a thread sleeps that blocks on a receive, if that was said. */
  readonly recvRest?: Sleeper | undefined;
  /** As `tryRecv`, for a thread that is going to block: looks for a while, since another thread may send meanwhile. */
  recvSoon?(): Found<T>;
  /** As `tryRecvInto`, likewise. */
  recvIntoSoon?(into: Batch<T>): number;
  /** Begins to wait, after `tryRecv` found nothing in the same poll. */
  waitRecv(cx: Context): Waiter<unknown>;
  /** Polls one who waits; it does not wait any more if the answer is not `PENDING`. */
  pollRecv(waiter: Waiter<unknown>, cx: Context): Found<T>;
  /** One who waits gives up: what was promised to it goes to the next. */
  cancelRecv(waiter: Waiter<unknown>): void;
  /** One receiver more. */
  addReceiver(): void;
  /** One receiver less; with the last one the channel is closed, and what is in it is dropped. */
  dropReceiver(): void;
}

/** What `Sender` and the futures of sending ask of a channel. */
export interface Sink<in T> extends Flavour {
  /** Sends, if that is possible without waiting and without passing anybody over. The channel is not closed. */
  trySend(value: T, cx: Context | null): boolean;
  /** Sends of the values from that index on what can be sent without waiting; answers how many. It is not closed. */
  trySendMany?(values: Batch<T>, from: number): number;
  /** How a thread sleeps that blocks on a send, if that was said. */
  readonly sendRest?: Sleeper | undefined;
  /** As `trySend`, for a thread that is going to block: looks for a while, since another thread may receive meanwhile. */
  sendSoon?(value: T): boolean;
  /** As `trySendMany`, likewise. */
  sendManySoon?(values: Batch<T>, from: number): number;
  /** Throws what a send would throw of a value, where one that was refused was not even looked at. */
  checkValue?(value: T): void;
  /** Begins to wait, after `trySend` answered false in the same poll. */
  waitSend(value: T, cx: Context): Waiter<unknown>;
  /** Polls one who waits: whether it has sent. If not, and the channel is closed, it never will. */
  pollSend(waiter: Waiter<unknown>, cx: Context): boolean;
  /** One who waits gives up: the room that was promised to it goes to the next. */
  cancelSend(waiter: Waiter<unknown>): void;
  /** One sender more. */
  addSender(): void;
  /** One sender less; with the last one the channel is closed. */
  dropSender(): void;
}
