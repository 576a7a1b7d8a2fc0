import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { dropAll } from './drop-all.js';

/** How many branches are named in an error. */
const NAMED = 5;

/** Transitions stand where the state is assigned. */
type State = 'pending' | 'running' | 'done';

/**
 * Several futures awaited together. What an answer or an error of one of them means for the whole is all that
 * distinguishes `all`, `allSettled`, `race`, `any` and `select`. As soon as the outcome is known, the futures that are
 * left are dropped, in order.
 */
export abstract class Combinator<T> extends Future<T> {
  /** Null where it is done. */
  readonly #futures: (Future<unknown> | null)[];
  #state: State = 'pending';

  constructor(futures: Future<unknown>[]) {
    super();
    this.#futures = futures;
  }

  /** The outcome when there is nothing to wait for. */
  protected abstract nothing(): Poll<T>;
  /** The outcome, if this answer decides it. */
  protected abstract answered(index: number, value: unknown): Poll<T>;
  /** The outcome, if this error decides it; or throws. */
  protected abstract failed(index: number, error: unknown): Poll<T>;
  /** How the whole and its branches are called in an error. */
  protected abstract readonly name: string;
  protected label(_index: number): string {
    return '';
  }

  /** The outcome is known, or it is dropped: before what is left of the futures is dropped, and after. */
  protected released(): void {}
  protected emptied(): void {}

  override poll(cx: Context): Poll<T> {
    if (this.#state !== 'pending') throw this.#misused();
    this.#state = 'running';
    let outcome: Poll<T>;
    try {
      outcome = this.pollBranches(this.#futures, cx);
    } catch (error) {
      const failures = this.#end();
      throw failures === undefined ? error : this.#several([error, ...failures]);
    }
    if (outcome === PENDING) this.#state = 'pending';
    else this.#drop();
    return outcome;
  }

  override [Symbol.dispose](): void {
    if (this.#state === 'running') throw this.#misused();
    if (this.#state === 'pending') this.#drop();
  }

  override toString(): string {
    const named: string[] = [];
    let left = 0;
    for (const [index, future] of this.#futures.entries()) {
      if (future === null) continue;
      left += 1;
      if (left <= NAMED) named.push(this.label(index) + future.toString());
    }
    if (left > NAMED) named.push(`${left - NAMED} more`);
    return `${this.name}(${named.join(', ')})`;
  }

  /** Polls what is left, in order, with the context of the whole. */
  protected pollBranches(futures: readonly (Future<unknown> | null)[], cx: Context): Poll<T> {
    if (futures.length === 0) return this.nothing();
    for (let index = 0; index < futures.length; index += 1) {
      const future = futures[index];
      if (future === null || future === undefined) continue;
      const outcome = this.pollBranch(future, index, cx);
      if (outcome !== PENDING) return outcome;
    }
    return PENDING;
  }

  /** Polls one of them, and forgets it when it is done. */
  protected pollBranch(future: Future<unknown>, index: number, cx: Context): Poll<T> {
    let value: unknown;
    try {
      value = future.poll(cx);
    } catch (error) {
      this.#futures[index] = null;
      return this.failed(index, error);
    }
    if (value === PENDING) return PENDING;
    this.#futures[index] = null;
    return this.answered(index, value);
  }

  #drop(): void {
    const failures = this.#end();
    if (failures !== undefined) throw failures.length === 1 ? failures[0] : this.#several(failures);
  }

  // pending, running --> done
  #end(): unknown[] | undefined {
    this.#state = 'done';
    this.released();
    const failures = dropAll(this.#futures);
    this.emptied();
    return failures;
  }

  #several(errors: unknown[]): AggregateError {
    return new AggregateError(errors, `${this.name}: several of its futures failed, or failed to be dropped`);
  }

  #misused(): PollError {
    const why =
      this.#state === 'running'
        ? 'it is running: its branches cannot await or drop it'
        : 'it was awaited before, and answered, failed or was dropped';
    return new PollError(`${this}: ${why}`);
  }
}
