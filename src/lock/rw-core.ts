import { isThere } from '../camp/fellow-word.js';
import type { Future } from '../core/future.js';
import { add, compareExchange, load, store } from '../platform/index.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire, type Wanted } from './acquire.js';
import { PoisonError } from './errors.js';
import { POISON, STATE, TOTAL } from './layout.js';
import type { Post } from './post.js';
import { ReadGuard } from './read-guard.js';
import { Claiming, Draining, Reading, Writing } from './rw-wanted.js';
import { Write } from './write.js';
import { WriteGuard } from './write-guard.js';

/** Who writes for certain; before it does, it has claimed the lock. */
const WRITER = TOTAL;

/**
 * A reader-writer lock as one thread has it. Readers are counted in their threads' seats; a writer claims the lock, which
 * keeps new readers out, waits until those that are there have gone, and writes.
 *
 * ```text
 *   reader: count one more --> no claim: reads          writer: claim --> no reader: writes
 *                          --> a claim: count one less                --> readers: waits for them
 * ```
 *
 * Of a reader and a writer that come at the same time one sees the other (Dekker): each writes first and looks then. One
 * number for all readers, as in std, could not tell how many of them a dead thread was.
 */
export class RwCore {
  readonly reading: Wanted<ReadGuard>;
  /** What one who blocks tries first: without keeping a claim. */
  readonly writing: Wanted<WriteGuard>;

  constructor(
    readonly post: Post,
    /** The user's memory. */
    readonly bytes: Uint8Array,
  ) {
    this.reading = new Reading(this, false);
    this.writing = new Writing(this);
  }

  get isPoisoned(): boolean {
    return load(this.post.words, POISON) !== 0;
  }

  write(anyway: boolean, options: WaitOptions | undefined): Future<WriteGuard> {
    return underOptions(options, () => this.startWrite(anyway));
  }

  startWrite(anyway: boolean): Future<WriteGuard> {
    return new Write(this, new Claiming(this), new Draining(this, anyway));
  }

  /** @throws PoisonError when it is poisoned. */
  tryRead(anyway = false): ReadGuard | undefined {
    const { post } = this;
    const { words } = post;
    add(words, post.held, 1);
    // SYNC: after the count; pairs with the look at the counts after the claim.
    const writer = load(words, STATE);
    if (writer !== 0) {
      this.endRead();
      return this.#bury(writer) ? this.tryRead(anyway) : undefined;
    }
    if (anyway || !this.isPoisoned) return new ReadGuard(this);
    this.endRead();
    throw new PoisonError('RwLock: a thread died while it wrote', (options) =>
      underOptions(options, () => new Acquire(new Reading(this, true))),
    );
  }

  /** @throws PoisonError when it is poisoned. */
  tryWrite(): WriteGuard | undefined {
    if (!this.claim()) return undefined;
    let guard: WriteGuard | undefined;
    try {
      guard = this.beginWrite(false);
    } finally {
      if (guard === undefined) this.unclaim();
    }
    return guard;
  }

  endRead(): void {
    const { post } = this;
    add(post.words, post.held, -1);
    // SYNC: after the count; pairs with the flag in WaitRow.enlist.
    const isTold = post.drain.row.isAwaited && post.drain.row.call();
    // A writer here looks itself, if another thread has called this one, which has not heard of it yet.
    if (!isTold && !post.drain.isEmpty) post.drain.wakeAll();
  }

  /** Keeps new readers and writers out; answers whether nobody else does. */
  claim(): boolean {
    const { words, me } = this.post;
    const seen = compareExchange(words, STATE, 0, me);
    return seen === 0 || (this.#bury(seen) && this.claim());
  }

  unclaim(): void {
    const { post } = this;
    if (compareExchange(post.words, STATE, post.me, 0) === post.me) post.call();
  }

  /** The claim is there: writes if nobody reads. @throws PoisonError, without the claim, when it is poisoned. */
  beginWrite(anyway: boolean): WriteGuard | undefined {
    const { post } = this;
    if (post.sum() !== 0) return undefined;
    if (this.isPoisoned && !anyway) {
      throw new PoisonError('RwLock: a thread died while it wrote', (options) => this.write(true, options));
    }
    store(post.words, WRITER, post.me);
    return new WriteGuard(this);
  }

  endWrite(): void {
    store(this.post.words, WRITER, 0);
    this.unclaim();
  }

  /** Takes the claim of a thread that has died away; answers whether it was one. It poisons the lock if it wrote. */
  #bury(writer: number): boolean {
    const { words, me, seats } = this.post;
    if (writer === me || isThere(seats.ground, writer)) return false;
    // SYNC: of all who see it, one; should that one die, too, before it is through, it is found to be the writer.
    if (compareExchange(words, STATE, writer, me) !== writer) return true;
    if (load(words, WRITER) !== 0) {
      store(words, WRITER, me);
      store(words, POISON, 1);
      store(words, WRITER, 0);
    }
    this.unclaim();
    return true;
  }
}
