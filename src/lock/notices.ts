import { add, compareExchange, load } from '../platform/index.js';
import { UNSHARED, type Wanted } from './acquire.js';
import { STATE, TOTAL } from './layout.js';
import type { Line } from './line.js';
import type { Post } from './post.js';

/**
 * The notifications of a {@link Notify}, as one thread has them: `state` says how many are there to be taken, each seat how
 * many of its thread's wait, and `total` how often all who wait were notified.
 *
 * Of those who wait each may find one, and one more is kept for whoever comes. tokio's marks the waiters themselves,
 * under a lock; but a mark on a thread that dies would be lost, and so a notification.
 */
export class Notices {
  constructor(readonly post: Post) {}

  /** How often all who wait were notified. */
  get rounds(): number {
    return load(this.post.words, TOTAL);
  }

  /** One more; but not more than those who wait can take, and the one that is kept. */
  add(): void {
    const { words } = this.post;
    for (let there = load(words, STATE); ; ) {
      // SYNC: written even if it stays as it is: whoever takes one sees what this thread has written before.
      const seen = compareExchange(words, STATE, there, Math.max(there, Math.min(there + 1, this.#most)));
      if (seen === there) break;
      there = seen;
    }
    this.#trim(); // those who were counted may be gone by now
    this.post.call();
  }

  addForAll(): void {
    add(this.post.words, TOTAL, 1); // SYNC: before the look at who waits; pairs with the look after the enlisting
    this.post.callAll();
  }

  /** Takes one, if there is one. */
  take(): boolean {
    const { words } = this.post;
    for (let there = load(words, STATE); there > 0; ) {
      const seen = compareExchange(words, STATE, there, there - 1); // SYNC: of several takers one gets it
      if (seen === there) return true;
      there = seen;
    }
    return false;
  }

  /** One begins to wait. */
  begin(): void {
    add(this.post.words, this.post.held, 1);
  }

  /** One has got what it waited for. */
  end(): void {
    add(this.post.words, this.post.held, -1);
  }

  /** One does not wait any more, and what came for it is for others, or is the one that is kept. */
  giveUp(): void {
    this.end();
    this.#trim();
  }

  get #most(): number {
    return this.post.sum() + 1;
  }

  /** SYNC: after a count has changed, theirs or that of the notifications: whoever changes the one looks at the other. */
  #trim(): void {
    const { words } = this.post;
    for (let there = load(words, STATE); there > 1; ) {
      const most = this.#most;
      if (there <= most) return;
      there = compareExchange(words, STATE, there, most);
    }
  }
}

/** A notification, for one who waits since all who did were notified so many times. */
export class WantedNotice implements Wanted<true> {
  readonly name = 'Notify.notified';
  readonly post: Post;
  readonly line: Line;
  readonly reason = UNSHARED;
  readonly leavesMore = true;
  readonly #notices: Notices;
  readonly #rounds: number;
  #waits = false;

  constructor(notices: Notices) {
    this.#notices = notices;
    this.#rounds = notices.rounds;
    this.post = notices.post;
    this.line = notices.post.line;
  }

  /** Anybody may notify. */
  get isOwn(): boolean {
    return !this.post.isShared;
  }

  get isOpen(): boolean {
    return this.post.isOpen;
  }

  prepare(): void {
    this.#waits = true;
    this.#notices.begin();
  }

  take(): true | undefined {
    if (this.#notices.rounds === this.#rounds && !this.#notices.take()) return undefined;
    if (this.#waits) this.#notices.end();
    this.#waits = false;
    return true;
  }

  giveUp(): void {
    if (this.#waits) this.#notices.giveUp();
    this.#waits = false;
  }
}
