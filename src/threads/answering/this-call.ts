import { Vigil } from '../../camp/vigil.js';
import { CancelledError, ReveilleError } from '../../core/errors.js';
import { load } from '../../platform/index.js';
import type { Desk } from '../calling/desk.js';
import { CANCEL } from '../wire/layout.js';

/** Where calls are marked as cancelled: the table of calls, or memory of a thread's own. */
export interface Marks {
  readonly table: { readonly words: Int32Array; slotAt(slot: number): number };
}

/**
 * A call, as the function that runs it sees it: whether its caller still waits.
 *
 * Corresponds to a `tokio_util::sync::CancellationToken` that each call has.
 *
 * @example
 * ```ts
 * // search.js, which is offloaded
 * import { type RunningCall, thisCall } from 'reveille/threads';
 *
 * export async function search(url: string): Promise<string> {
 *   const call: RunningCall = thisCall();
 *   const response = await fetch(url, { signal: call.signal }); // ends when the call is cancelled
 *   return response.text();
 * }
 * ```
 */
export class RunningCall {
  readonly #marks: Marks;
  readonly #slot: number;
  /** @internal The function's. */
  readonly name: string;
  /** Looks for signals among its arguments that were aborted, if it has some. */
  readonly #follow: (() => void) | null;
  #controller: AbortController | null = null;
  /** While a signal may be aborted: a thread that is to take no further call would not listen. */
  #vigil: Vigil | null = null;
  #isOver = false;

  /** @internal */
  constructor(marks: Marks, slot: number, name: string, follow: (() => void) | null) {
    this.#marks = marks;
    this.#slot = slot;
    this.name = name;
    this.#follow = follow;
    if (follow !== null) this.#listen();
  }

  /**
   * Whether the call was cancelled: its future was dropped, its time limit has passed, or its signal was aborted. It looks
   * into shared memory, so it works in the midst of a loop that never lets the event loop turn, and costs ten nanoseconds.
   */
  cancelled(): boolean {
    return !this.#isOver && load(this.#marks.table.words, this.#marks.table.slotAt(this.#slot) + CANCEL) !== 0;
  }

  /** @throws CancelledError when the call was cancelled. */
  throwIfCancelled(): void {
    if (this.cancelled()) throw this.#reason();
  }

  /** Aborted when the call is cancelled, at the next turn of this thread's event loop; the reason is a CancelledError. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (!this.#isOver) this.#listen();
    this.look();
    return this.#controller.signal;
  }

  /** What errors call it. */
  toString(): string {
    return `${this.name}()`;
  }

  /** @internal The caller may have cancelled it, or aborted a signal that it carries. */
  look(): void {
    if (this.#isOver) return;
    this.#follow?.();
    if (this.#controller === null || this.#controller.signal.aborted || !this.cancelled()) return;
    this.#controller.abort(this.#reason());
  }

  /** @internal It has answered. */
  end(): void {
    this.#isOver = true;
    this.#vigil?.end();
    this.#vigil = null;
  }

  #listen(): void {
    this.#vigil ??= new Vigil();
    this.#vigil.begin();
  }

  #reason(): CancelledError {
    return new CancelledError(`${this.name}(): the call was cancelled`);
  }
}

/** The calls that run on this thread, and the one that is in its synchronous part. */
export const running = {
  calls: /* @__PURE__ */ new Map<number, RunningCall>(),
  now: null as RunningCall | null,
  /** Where they come from. */
  desk: null as Desk | null,
};

/**
 * The call that runs: for the function on the other thread. After an `await` it is known only as long as one call runs on the
 * thread, as in a pool; a function of an offloaded module, which runs several, asks at its beginning.
 *
 * @throws ReveilleError when no call runs, or several do and it can't be said which one asks.
 *
 * @example
 * ```ts
 * import { thisCall } from 'reveille/threads';
 * import assert from 'node:assert/strict';
 *
 * assert.throws(() => thisCall()); // not in a call
 * ```
 */
export function thisCall(): RunningCall {
  if (running.now !== null) return running.now;
  const [only, other] = running.calls.values();
  if (only === undefined) throw new ReveilleError('thisCall: no call runs on this thread');
  if (other === undefined) return only;
  throw several('thisCall');
}

const several = (verb: string): ReveilleError =>
  new ReveilleError(
    `${verb}: several calls run on this thread; ask at the beginning of the function, before its first await: const call = thisCall()`,
  );

/**
 * Whether the call that runs was cancelled; false when none runs. `cancelled()` is `thisCall().cancelled()`, for loops that
 * never let the event loop turn.
 *
 * @throws ReveilleError as {@link thisCall}, when several calls run.
 *
 * @example
 * ```ts
 * // primes.js, which is offloaded
 * import { cancelled } from 'reveille/threads';
 *
 * export function count(limit: number): number {
 *   let found = 0;
 *   for (let n = 2; n < limit && !cancelled(); n += 1) found += 1;
 *   return found;
 * }
 * console.log(count(10)); // 8: not in a call, nothing is cancelled
 * ```
 */
export function cancelled(): boolean {
  if (running.now !== null) return running.now.cancelled();
  if (running.calls.size > 1) throw several('cancelled');
  return running.calls.size > 0 && thisCall().cancelled();
}
