import type { Context, Services } from '../../core/context.js';
import { PollError } from '../../core/errors.js';
import { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { cancelled } from './cancelled.js';
import { Child } from './child.js';
import { type Closer, closing } from './closing.js';
import { Crowd } from './crowd.js';
import { ScopeError } from './error.js';
import type { Parent, Work } from './parent.js';

/** A scope's life. Transitions stand where the phase is assigned. */
type Phase =
  /** Children run, or are being cancelled. */
  | 'open'
  /** All are over, and what the scope used is being closed. */
  | 'closing'
  | 'over';

/** How many children are named in an error. */
const NAMED = 5;

/**
 * The machine of a scope: ready when everything in it is over. Dropping it once cancels everything, and it is polled on until
 * that is over; dropping it again leaves everything where it stands.
 */
export class Nursery extends Future<void> implements Parent {
  readonly #crowd = new Crowd<Child>();
  /** Those that are not over, in the order in which they came; the body is the first. */
  readonly #children = new Set<Child>();
  #count = 0;
  #body: Child | undefined;
  readonly #resources: Closer[] = [];
  #phase: Phase = 'open';
  readonly #errors: unknown[] = [];
  #controller: AbortController | undefined;
  #cancelled: { readonly reason: unknown } | null = null;
  /** How much had failed when it was dropped; undefined until then. */
  #droppedAt: number | undefined;

  /** @param lost - told of what had failed when it was dropped, which it can't fail with any more. */
  constructor(private readonly lost: (error: unknown) => void) {
    super();
  }

  get isOver(): boolean {
    return this.#phase === 'over';
  }

  /** What it is polled with. */
  get services(): Services {
    return this.#crowd.services;
  }

  /** Aborted when the scope is cancelled. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#cancelled !== null) this.#controller.abort(this.#cancelled.reason);
    }
    return this.#controller.signal;
  }

  /** Begins with the body. */
  start(body: Work): void {
    this.#body = this.#add(body);
  }

  /** @throws PollError when everything is over. */
  spawn(work: Work): Child {
    this.#mustBeOpen('spawn');
    const child = this.#add(work);
    if (this.#cancelled !== null) child.cancel(this.#cancelled.reason);
    return child;
  }

  /** @throws PollError when everything is over. */
  use(close: Closer): void {
    this.#mustBeOpen('use');
    this.#resources.push(close);
  }

  /** Cancels all children. */
  cancel(reason: unknown): void {
    if (this.#cancelled !== null || this.#phase !== 'open') return;
    this.#cancelled = { reason };
    this.#controller?.abort(reason);
    for (const child of this.#children) child.cancel(reason);
  }

  failed(error: unknown): void {
    this.#errors.push(error);
    this.cancel(error);
  }

  /** A scope in this one had failed with that, and is dropped. */
  inherit(error: unknown): void {
    if (this.#droppedAt === undefined) this.failed(error);
    else this.lost(error);
  }

  ended(child: Child): void {
    this.#children.delete(child);
    this.#crowd.leave(child);
    if (this.#children.size === 0) this.#crowd.stir(); // it was cancelled from outside, by an event for example
  }

  adopt(cleanUp: Future<unknown>): void {
    if (this.#phase === 'over') this.services.adopt(cleanUp);
    else this.#add(cleanUp);
  }

  override poll(cx: Context): Poll<void> {
    if (this.#crowd.begin(cx)) for (const child of this.#children) child.wakeByRef();
    for (let child = this.#crowd.take(); child !== null; child = this.#crowd.take()) child.run();
    if (this.#children.size === 0 && this.#resources.length > 0) this.#close();
    if (this.#children.size > 0) {
      this.#crowd.end(cx);
      return PENDING;
    }
    return this.#end();
  }

  override [Symbol.dispose](): void {
    if (this.#droppedAt === undefined) {
      this.#droppedAt = this.#errors.length;
      for (const error of this.#errors) this.lost(error);
      this.#crowd.dropQuietly(() => this.cancel(undefined));
      return;
    }
    this.#crowd.dropQuietly(() => {
      for (const child of this.#children) child.abandon();
    });
    this.#end();
  }

  /** @throws what failed, since it was dropped if it was: the error, or, of several, a ScopeError. */
  raise(): void {
    const errors = this.#errors.slice(this.#droppedAt ?? 0);
    if (errors.length > 1) throw new ScopeError(errors);
    if (errors.length === 1) throw errors[0];
  }

  /**
   * What the body answered.
   *
   * @throws as `raise`; CancelledError when the body was cancelled.
   */
  outcome(): unknown {
    this.raise();
    if (this.#body?.answer) return this.#body.answer.value;
    throw cancelled('the scope was cancelled', this.#cancelled?.reason);
  }

  override toString(): string {
    const children = [...this.#children];
    const more = children.length > NAMED ? `, ${children.length - NAMED} more` : '';
    return `${children.slice(0, NAMED).join(', ')}${more}`;
  }

  #add(work: Work): Child {
    const child = new Child(this.#crowd, this, this.#count++, work);
    this.#children.add(child);
    child.wakeByRef();
    return child;
  }

  // open --> closing
  #close(): void {
    this.#phase = 'closing';
    this.#add(closing(this.#resources.splice(0), (error) => this.#errors.push(error))).run();
  }

  // open, closing --> over
  #end(): void {
    this.#phase = 'over';
    this.#crowd.rest();
  }

  #mustBeOpen(verb: string): void {
    if (this.#phase !== 'open') throw new PollError(`${verb}: everything in this scope is over`);
  }
}
