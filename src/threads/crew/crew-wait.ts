import { Vigil } from '../../camp/vigil.js';
import type { Context } from '../../core/context.js';
import { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { hasShared } from '../../core/shared-buffer.js';
import { cloneFrom, type Waker } from '../../core/waker.js';
import { checkTurning } from './turning.js';
import { watch } from './watch.js';

/** Done when a crew has come to something, such as its end. Dropping it changes nothing for the crew. */
export class CrewWait extends Future<void> {
  readonly #name: string;
  readonly #isDone: () => boolean;
  readonly #all: Set<CrewWait>;
  readonly #vigil = new Vigil();
  #waker: Waker | null = null;

  /**
   * @param name - what is waited for, for errors.
   * @param isDone - looks; what it throws the future fails with.
   * @param all - where it stands while somebody waits; to be told when something has happened.
   */
  constructor(name: string, isDone: () => boolean, all: Set<CrewWait>) {
    super();
    this.#name = name;
    this.#isDone = isDone;
    this.#all = all;
  }

  override poll(cx: Context): Poll<void> {
    if (this.#look()) return undefined;
    this.#all.add(this);
    this.#waker = cloneFrom(this.#waker, cx.waker);
    if (cx.services.eventLoop) this.#vigil.begin();
    else {
      if (watch.isHere || !hasShared()) checkTurning(this);
      cx.waker.expectOthers();
    }
    watch.await(cx);
    return PENDING;
  }

  override [Symbol.dispose](): void {
    this.#all.delete(this);
    this.#vigil.end();
    this.#waker?.[Symbol.dispose]();
    this.#waker = null;
  }

  override toString(): string {
    return this.#name;
  }

  /** Something has happened. */
  wake(): void {
    this.#waker?.wakeByRef();
  }

  #look(): boolean {
    let isOver = true;
    try {
      isOver = this.#isDone();
    } finally {
      if (isOver) this[Symbol.dispose]();
    }
    return isOver;
  }
}
