import { blockWith } from '../block-on/block-on.js';
import { checkInteger } from '../core/check.js';
import type { Context } from '../core/context.js';
import type { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { END, Stream } from '../core/stream.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { checkBatch } from './check-batch.js';
import { dropped } from './check-value.js';
import { type Batch, DISCONNECTED, type Source } from './flavour.js';
import { drained, Recv, recvOrEnd } from './recv.js';
import { RecvInto } from './recv-into.js';
import { RecvMany, recvInto, recvSome } from './recv-many.js';
import type { EndHandle } from './shared/handle.js';
import { shareEnd } from './shared/share-end.js';

/** The most values of one batch. */
const MOST = 0xffff_ffff;

/**
 * The receiving end of a channel. Every verb comes in three grades: `tryRecv` never waits, `recv` is a future, `recvBlocking`
 * blocks the thread. It is a {@link Stream} too: `next` answers `END` where `recv` fails, and `for await` ends there.
 *
 * Ends are counted. {@link Receiver.clone} makes one more; each value goes to one of them. When the last receiver is dropped
 * (`using`, `[Symbol.dispose]()`, or leaving a `for await` loop over it), what is in the channel is dropped, and senders get
 * their values back. A receiver that is merely forgotten keeps its channel open. A second `for await` loop over a receiver, while the
 * first goes on, goes over a clone, which it drops when it is left.
 *
 * Whoever waits to receive is served first come, first served; nobody who comes later can take what came for one who waits.
 *
 * Corresponds to `crossbeam_channel::Receiver` and async-channel's.
 *
 * @typeParam T - the type of the values.
 *
 * @example
 * ```ts
 * import { blockOn, co, END } from 'reveille';
 * import { type Receiver, unbounded } from 'reveille/channel';
 *
 * const [tx, rx] = unbounded<number>();
 * tx.trySendMany([1, 2, 3]);
 * tx.close();
 * const sum = co.wrap(function* (numbers: Receiver<number>) {
 *   let total = 0;
 *   for (let n = yield* numbers.next(); n !== END; n = yield* numbers.next()) total += n;
 *   return total;
 * });
 * console.log(blockOn(sum(rx))); // 6
 * ```
 */
export class Receiver<out T> extends Stream<T> {
  /** Null once it was dropped. */
  #source: Source<T> | null;
  /** What the stream waits for. */
  #next: Recv<T, typeof END> | null = null;
  #isLooped = false;

  /** @internal */
  constructor(source: Source<T>) {
    super();
    this.#source = source;
  }

  /**
   * Takes the next value, if there is one. It does not pass anybody over: what came for one who waits is not there.
   *
   * Corresponds to `Receiver::try_recv`.
   *
   * @returns the value, or `PENDING` when there is none now.
   * @throws RecvError when there is none and never will be; PollError when this end was dropped; what the codec of a channel
   * between threads throws when it cannot read the value, which is lost then.
   */
  tryRecv(): Poll<T> {
    const source = this.#open('tryRecv');
    const found = source.tryRecv(null);
    if (found === DISCONNECTED) throw drained('tryRecv', source);
    return found as Poll<T>;
  }

  /**
   * Waits for the next value, and takes it.
   *
   * Corresponds to `Receiver::recv`.
   *
   * @param options - a time limit in milliseconds and a signal; see {@link WaitOptions}.
   * @returns a future of the value. It fails with RecvError when there is none and never will be; with TimeoutError or the
   * signal's reason when it gave up. Unless it has answered, it has taken nothing: dropping it before leaves what came to
   * the next one who waits. Polling it after it was done throws PollError.
   * @throws PollError when this end was dropped; TypeError or RangeError when an option is wrong.
   */
  recv(options?: WaitOptions): Future<T> {
    const source = this.#open('recv');
    return options === undefined
      ? new Recv<T>(source, PENDING)
      : underOptions(options, () => new Recv<T>(source, PENDING));
  }

  /**
   * Takes the next value, and blocks the thread until there is one, as `blockOn(recv())` does.
   *
   * Of a channel within one thread, nobody can send while the thread blocks, but the clock: `after` and `tick` work. If it had
   * to wait for a sender, that is an error.
   *
   * @throws DeadlockError when it would wait for ever, of a channel between threads because this thread has all senders and has
   * shared none; BlockingError where the thread may not block; otherwise what
   * {@link Receiver.recv} throws or fails with.
   */
  recvBlocking(options?: WaitOptions): T {
    const source = this.#open('recvBlocking');
    if (options === undefined && source.recvSoon !== undefined) {
      const found = source.recvSoon();
      if (found !== PENDING && found !== DISCONNECTED) return found as T;
    }
    return blockWith(source.recvRest, this.recv(options));
  }

  /**
   * Takes the values that are there, in order.
   *
   * Corresponds to `Receiver::try_iter`.
   *
   * @param max - how many at most (items).
   * @returns the values; empty when there is none now. Behind values that could be read, it ends before one that cannot: the
   * error of its codec comes with the next receive of this thread, of whatever kind and by whichever receiver of the channel.
   * @throws RecvError when there is none and never will be; PollError when this end was dropped; TypeError or RangeError when
   * `max` is not a whole number from 1; what the codec throws when the first one cannot be read.
   */
  tryRecvMany(max: number): T[] {
    const source = this.#open('tryRecvMany');
    checkInteger('max', max, 1, MOST);
    const values: T[] = [];
    const isOver = recvSome(source, values, max, null);
    if (isOver && values.length === 0) throw drained('tryRecvMany', source);
    return values;
  }

  /**
   * Waits for a value, and takes it and those that are there behind it.
   *
   * @param max - how many at most (items).
   * @returns a future of 1 to `max` values, which end before one that cannot be read as those of
   * {@link Receiver.tryRecvMany}; otherwise as that of {@link Receiver.recv}.
   * @throws PollError when this end was dropped; TypeError or RangeError when an argument is wrong.
   */
  recvMany(max: number, options?: WaitOptions): Future<T[]> {
    const source = this.#open('recvMany');
    checkInteger('max', max, 1, MOST);
    return underOptions(options, () => new RecvMany<T>(source, max));
  }

  /** Takes 1 to `max` values, and blocks the thread until there is one. Throws as {@link Receiver.recvBlocking}. */
  recvManyBlocking(max: number, options?: WaitOptions): T[] {
    const { recvRest } = this.#open('recvManyBlocking');
    return blockWith(recvRest, this.recvMany(max, options));
  }

  /**
   * Takes the values that are there into an array, in order, until it is full. Of a channel between threads that carries
   * numbers this is the fastest way: nothing is allocated.
   *
   * @param into - an array, or the typed array of the numbers' kind; of at least one element. It is filled from the front.
   * @returns how many were taken; 0 when there is none now. They end before one that cannot be read as those of
   * {@link Receiver.tryRecvMany}, and before one that a setter of the array refuses: of a channel between threads that stays
   * this thread's next one.
   * @throws RecvError when there is none and never will be; PollError when this end was dropped; TypeError or RangeError when
   * `into` is anything else, or frozen, or its memory is gone; what the codec throws, or a setter, for the first one. Unless it
   * is the codec, nothing was taken.
   */
  tryRecvInto(into: Batch<T>): number {
    const source = this.#open('tryRecvInto');
    const count = recvInto(source, checkBatch(into));
    if (count < 0) throw drained('tryRecvInto', source);
    return count;
  }

  /**
   * Waits for a value, and takes it and those that are there behind it into an array, until it is full.
   *
   * @param into - as that of {@link Receiver.tryRecvInto}.
   * @returns a future of how many were taken, at least 1; otherwise as that of {@link Receiver.recv}. It fails as
   * {@link Receiver.tryRecvInto} throws, with nothing taken, if `into` has lost its room while it waited.
   * @throws PollError when this end was dropped; TypeError or RangeError when an argument is wrong.
   */
  recvInto(into: Batch<T>, options?: WaitOptions): Future<number> {
    const source = this.#open('recvInto');
    checkBatch(into);
    return underOptions(options, () => new RecvInto<T>(source, into));
  }

  /** As {@link Receiver.recvInto}, and blocks the thread. Throws as {@link Receiver.recvBlocking}. */
  recvIntoBlocking(into: Batch<T>, options?: WaitOptions): number {
    const source = this.#open('recvIntoBlocking');
    checkBatch(into);
    const count = options === undefined ? (source.recvIntoSoon?.(into) ?? 0) : 0;
    return count > 0 ? count : blockWith(source.recvRest, this.recvInto(into, options));
  }

  /**
   * A future of the next value, or of `END` when there is none and never will be; otherwise as {@link Receiver.recv}.
   *
   * @throws PollError when this end was dropped.
   */
  override next(): Future<T | typeof END> {
    return recvOrEnd(this.#open('next'));
  }

  /** @throws PollError when this end was dropped. */
  override pollNext(cx: Context): Poll<T | typeof END> {
    if (this.#next === null) {
      const found = this.#open('next').tryRecv(cx); // the frequent case: it is there
      if (found !== PENDING) return found === DISCONNECTED ? END : found;
    }
    const next = (this.#next ??= recvOrEnd(this.#open('next')));
    let value: Poll<T | typeof END> = END; // if it throws, it is used up
    try {
      value = next.poll(cx);
    } finally {
      if (value !== PENDING) this.#next = null;
    }
    return value;
  }

  /**
   * The first `for await` loop goes over this receiver, and each other one over a clone: so all of them wait, and each drops its own.
   *
   * @internal
   */
  protected override 'reveille.looped'(): Receiver<T> {
    if (this.#isLooped && this.#source !== null) return this.clone();
    this.#isLooped = true;
    return this;
  }

  /**
   * Closes the channel for all its ends: whoever sends gets the value back in a SendError, whoever receives gets what is
   * left, and then RecvError. Closing twice does nothing.
   *
   * Corresponds to async-channel's `Receiver::close`.
   *
   * @throws PollError when this end was dropped.
   */
  close(): void {
    this.#open('close').close();
  }

  /** Whether nothing can be sent any more; values may be left. True for a dropped end. */
  get isClosed(): boolean {
    return this.#source?.isClosed ?? true;
  }

  /** How many values are in the channel, those included that came for one who waits. 0 for a dropped end. */
  get length(): number {
    return this.#source?.length ?? 0;
  }

  /** How many values fit: as asked for, 0 for a rendezvous, `Infinity` for no limit. 0 for a dropped end. */
  get capacity(): number {
    return this.#source?.capacity ?? 0;
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
   * One more receiver of the same channel, to be dropped on its own. Each value goes to one of them.
   *
   * @throws PollError when this end was dropped.
   */
  clone(): Receiver<T> {
    const source = this.#open('clone');
    source.addReceiver();
    return new Receiver(source);
  }

  /**
   * One more receiver, for another thread: see `shared.attachReceiver`. It counts from now on, so this one may be dropped at
   * once.
   *
   * @returns plain data, for `postMessage` or `workerData`.
   * @throws PollError when this end was dropped; ReveilleError when the channel was not made by `shared.bounded` or
   * `shared.unbounded`.
   */
  share(): EndHandle {
    return shareEnd(this.#open('share'), 'receiver');
  }

  /** Drops this end. With the last receiver the channel is closed, and what is in it dropped. Dropping twice does nothing. */
  override [Symbol.dispose](): void {
    const source = this.#source;
    this.#source = null;
    this.#next?.abandon();
    this.#next = null;
    source?.dropReceiver();
  }

  /** How it is called in errors: `receiver of bounded(128)`. */
  override toString(): string {
    return this.#source === null ? 'dropped receiver' : `receiver of ${this.#source.name}`;
  }

  #open(verb: string): Source<T> {
    if (this.#source === null) throw dropped(verb, 'receiver');
    return this.#source;
  }
}
