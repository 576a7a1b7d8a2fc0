import { blockWith } from '../block-on/block-on.js';
import { checkInteger, describe } from '../core/check.js';
import type { Future } from '../core/future.js';
import type { Frame } from '../queue/frame.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { checkValue, dropped } from './check-value.js';
import type { Batch, Sink } from './flavour.js';
import { type FrameSink, isFrameSink } from './frame-sink.js';
import { Reserve } from './reserve.js';
import { closed, Send } from './send.js';
import { SendMany, sendSome } from './send-many.js';
import type { EndHandle } from './shared/handle.js';
import { shareEnd } from './shared/share-end.js';

/**
 * The sending end of a channel. Every verb comes in three grades: `trySend` never waits, `send` is a future, `sendBlocking`
 * blocks the thread.
 *
 * Ends are counted. {@link Sender.clone} makes one more, dropping it (`using`, or `[Symbol.dispose]()`) makes one less, and
 * when the last sender is dropped, receivers get what is left and then learn that there will be no more. A sender that is
 * merely forgotten keeps its channel open.
 *
 * Whoever waits to send is served first come, first served; nobody who comes later can take the room of one who waits.
 *
 * Corresponds to `crossbeam_channel::Sender` and async-channel's.
 *
 * @typeParam T - the type of the values; anything but `PENDING` and `END`.
 *
 * @example
 * ```ts
 * import { blockOn, co, join } from 'reveille';
 * import { bounded, type Sender } from 'reveille/channel';
 *
 * const [tx, rx] = bounded<string>(1);
 * const produce = co.wrap(function* (to: Sender<string>, name: string) {
 *   using _ = to;
 *   for (let n = 1; n <= 2; n += 1) yield* to.send(name + n);
 * });
 * const consume = co(function* () {
 *   return (yield* rx.recvMany(1)).concat(yield* rx.recv(), yield* rx.recv(), yield* rx.recv()).join(' ');
 * });
 * const [, , all] = blockOn(join(produce(tx.clone(), 'a'), produce(tx, 'b'), consume));
 * console.log(all); // a1 a2 b1 b2
 * ```
 */
export class Sender<in T> implements Disposable {
  /** Null once it was dropped. */
  #sink: Sink<T> | null;

  /** @internal */
  constructor(sink: Sink<T>) {
    this.#sink = sink;
  }

  /**
   * Sends, if that is possible at once. It does not pass anybody over: while others wait to send, there is no room.
   *
   * Corresponds to `Sender::try_send`.
   *
   * @returns whether the value was sent. If not, the channel is full; of a rendezvous, that nobody waits to receive.
   * @throws SendError, with the value, when the channel is closed or its last receiver is gone; PollError when this end was
   * dropped; TypeError when `value` is `PENDING` or `END`.
   */
  trySend(value: T): boolean {
    const sink = this.#open('trySend');
    checkValue('value', value);
    if (!sink.isClosed && sink.trySend(value, null)) return true;
    if (sink.isClosed) throw closed('trySend', sink, value); // by another thread in between, perhaps: that is not full
    sink.checkValue?.(value);
    return false;
  }

  /**
   * Sends, and waits while the channel is full; of a rendezvous, until somebody receives.
   *
   * Corresponds to `Sender::send`.
   *
   * @param options - a time limit in milliseconds and a signal; see {@link WaitOptions}.
   * @returns a future that is done when the value is in the channel; of a rendezvous, when a receiver was there for it. It
   * fails with SendError, which carries the value, when the channel is closed or its last receiver is gone; with
   * TimeoutError or the signal's reason when it gave up. Unless it was done, it has sent nothing: dropping it before loses
   * nothing, and lets the next one who waits pass. Polling it after it was done throws PollError.
   * @throws PollError when this end was dropped; TypeError or RangeError when an argument is wrong.
   */
  send(value: T, options?: WaitOptions): Future<void> {
    const sink = this.#open('send');
    checkValue('value', value);
    return options === undefined ? new Send(sink, value) : underOptions(options, () => new Send(sink, value));
  }

  /**
   * Sends, and blocks the thread while the channel is full, as `blockOn(send(value))` does.
   *
   * Of a channel within one thread, nobody can receive while the thread blocks. If it had to wait, that is an error.
   *
   * @throws DeadlockError when it would wait for ever, of a channel between threads because this thread has all receivers and has
   * shared none; BlockingError where the thread may not block; otherwise what
   * {@link Sender.send} throws or fails with.
   */
  sendBlocking(value: T, options?: WaitOptions): void {
    const sink = this.#open('sendBlocking');
    checkValue('value', value);
    if (options === undefined && sink.sendSoon?.(value)) return;
    blockWith(sink.sendRest, this.send(value, options));
  }

  /**
   * Sends of several values as many as is possible at once, in order. Of a channel between threads, of numbers, the typed array
   * of their kind is taken as it is, and is by far the fastest.
   *
   * @returns how many were sent: the first so many.
   * @throws SendError, with an array of all the values, when the channel is closed; PollError when this end was dropped;
   * TypeError when `values` is not an iterable of values; of a channel between threads, when the first one can't be carried, what
   * its codec throws. Those before one that can't be are sent, and counted.
   */
  trySendMany(values: Iterable<T> | Batch<T>): number {
    const sink = this.#open('trySendMany');
    const list = listOf(sink, values);
    const count = sink.isClosed ? 0 : sendSome(sink, list, 0, null);
    if (count === 0 && sink.isClosed) throw closed('trySendMany', sink, list);
    if (count === 0 && list.length > 0) sink.checkValue?.(list[0] as T);
    return count;
  }

  /**
   * Sends several values, in order, and waits whenever the channel is full. Between two of them, others may send.
   *
   * @param values - read at once.
   * @returns a future that is done when all are sent. It fails with SendError, which carries those that were not sent, when
   * the channel is closed; otherwise as {@link Sender.send}. Dropped, it does not send the rest; what was sent stays so, as does what
   * stands before a value that a codec can't carry.
   * @throws PollError when this end was dropped; TypeError or RangeError when an argument is wrong.
   */
  sendMany(values: Iterable<T> | Batch<T>, options?: WaitOptions): Future<void> {
    const sink = this.#open('sendMany');
    const list = listOf(sink, values).slice() as Batch<T>;
    return underOptions(options, () => new SendMany(sink, list));
  }

  /** Sends several values, and blocks the thread whenever the channel is full. Throws as {@link Sender.sendBlocking}. */
  sendManyBlocking(values: Iterable<T> | Batch<T>, options?: WaitOptions): void {
    const sink = this.#open('sendManyBlocking');
    const list = listOf(sink, values);
    let at = 0;
    while (options === undefined && sink.sendManySoon !== undefined && at < list.length) {
      const count = sink.sendManySoon(list, at);
      if (count === 0) break;
      at += count;
    }
    if (at < list.length)
      blockWith(sink.sendRest, this.sendMany(at === 0 ? list : (list.slice(at) as Batch<T>), options));
  }

  /**
   * Reserves room for bytes that are then written in the shared memory itself, if that is possible at once: of a channel
   * between threads that was made with the codec `bytes()`, and is no rendezvous. The frame has its place from now on, and what
   * is sent later is received later. See {@link Frame}: it is to be committed or dropped soon, by this thread.
   *
   * A reserved frame outlives the channel's end: it may be committed after `close`, and after the last sender was dropped, and
   * receivers wait for it. A thread that ends without having committed it has dropped it.
   *
   * Corresponds to `thingbuf`'s `Sender::try_send_ref`.
   *
   * @param length - how many bytes.
   * @returns the frame; `undefined` when the channel is full.
   * @throws SendError when the channel is closed or its last receiver is gone; TypeError when the channel is not such a
   * one, or `length` no number; RangeError when it is longer than a frame may be; PollError when this end was dropped.
   */
  tryReserve(this: Sender<Uint8Array>, length: number): Frame | undefined {
    const sink = this.#frames('tryReserve', length);
    const frame = sink.isClosed ? undefined : sink.tryReserve(length);
    if (frame === undefined && sink.isClosed) throw closed('tryReserve', sink, undefined);
    return frame;
  }

  /**
   * Reserves room for bytes as {@link Sender.tryReserve}, and waits while the channel is full.
   *
   * Corresponds to `thingbuf`'s `Sender::send_ref`.
   *
   * @param length - how many bytes.
   * @param options - a time limit in milliseconds and a signal; see {@link WaitOptions}.
   * @returns a future of the frame. It fails with SendError when the channel is closed or its last receiver is gone; with
   * TimeoutError or the signal's reason when it gave up. Dropped before it was done, it has reserved nothing.
   * @throws what {@link Sender.tryReserve} says of its argument and the channel.
   */
  reserve(this: Sender<Uint8Array>, length: number, options?: WaitOptions): Future<Frame> {
    const sink = this.#frames('reserve', length);
    return underOptions(options, () => new Reserve(sink, length));
  }

  /**
   * Reserves room for bytes, and blocks the thread while the channel is full.
   *
   * @throws DeadlockError when it would wait for ever; BlockingError where the thread may not block; otherwise what
   * {@link Sender.reserve} throws or fails with.
   */
  reserveBlocking(this: Sender<Uint8Array>, length: number, options?: WaitOptions): Frame {
    const sink = this.#frames('reserveBlocking', length);
    return (
      (options === undefined && sink.reserveSoon(length)) || blockWith(sink.sendRest, this.reserve(length, options))
    );
  }

  /**
   * Closes the channel for all its ends: whoever sends gets the value back in a SendError, whoever receives gets what is
   * left, and then RecvError. Closing twice does nothing.
   *
   * Corresponds to async-channel's `Sender::close`.
   *
   * @throws PollError when this end was dropped.
   */
  close(): void {
    this.#open('close').close();
  }

  /** Whether nothing can be sent any more: it was closed, or an end of one kind is gone for good. True for a dropped end. */
  get isClosed(): boolean {
    return this.#sink?.isClosed ?? true;
  }

  /** How many values are in the channel. 0 for a dropped end. */
  get length(): number {
    return this.#sink?.length ?? 0;
  }

  /** How many values fit: as asked for, 0 for a rendezvous, `Infinity` for no limit. 0 for a dropped end. */
  get capacity(): number {
    return this.#sink?.capacity ?? 0;
  }

  /** Whether no value is in the channel. */
  get isEmpty(): boolean {
    return this.length === 0;
  }

  /** Whether all of the capacity is used. Always so for a rendezvous. */
  get isFull(): boolean {
    return this.length >= this.capacity;
  }

  /**
   * One more sender of the same channel, to be dropped on its own.
   *
   * @throws PollError when this end was dropped.
   */
  clone(): Sender<T> {
    const sink = this.#open('clone');
    sink.addSender();
    return new Sender(sink);
  }

  /**
   * One more sender, for another thread: see `shared.attachSender`. It counts from now on, so this one may be dropped at
   * once.
   *
   * @returns plain data, for `postMessage` or `workerData`.
   * @throws PollError when this end was dropped; ReveilleError when the channel was not made by `shared.bounded` or
   * `shared.unbounded`.
   */
  share(): EndHandle {
    return shareEnd(this.#open('share'), 'sender');
  }

  /** Drops this end. With the last sender the channel is closed. Dropping twice does nothing. */
  [Symbol.dispose](): void {
    const sink = this.#sink;
    this.#sink = null;
    sink?.dropSender();
  }

  /** How it is called in errors: `sender of bounded(128)`. */
  toString(): string {
    return this.#sink === null ? 'dropped sender' : `sender of ${this.#sink.name}`;
  }

  #frames(verb: string, length: number): FrameSink {
    const sink = this.#open(verb);
    if (!isFrameSink(sink)) {
      throw new TypeError(`${verb}: expected a channel between threads, of bytes(), with room; this is ${sink.name}`);
    }
    checkInteger('length', length, 0, sink.maxFrame);
    return sink;
  }

  #open(verb: string): Sink<T> {
    if (this.#sink === null) throw dropped(verb, 'sender');
    return this.#sink;
  }
}

/** The values: a typed array as it is where the channel takes batches, and looks at them itself. */
function listOf<T>(sink: Sink<T>, values: Iterable<T> | Batch<T>): Batch<T> {
  const batch = values as Batch<T>;
  if (sink.trySendMany !== undefined && ArrayBuffer.isView(values) && batch.length > 0) return batch;
  if (typeof (values as Partial<Iterable<T>> | null | undefined)?.[Symbol.iterator] !== 'function') {
    throw new TypeError(`values: expected an iterable, got ${describe(values)}`);
  }
  const list = listed(values as Iterable<T>);
  for (let index = 0; index < list.length; index += 1) checkValue(`values[${index}]`, list[index]);
  return list;
}

/** @throws what its iterator throws; of a typed array, that its memory is gone. */
function listed<T>(values: Iterable<T>): T[] {
  try {
    return [...values];
  } catch (cause) {
    if (!ArrayBuffer.isView(values)) throw cause;
    throw new TypeError('values: its memory was transferred to elsewhere, or has shrunk away from under it', { cause });
  }
}
