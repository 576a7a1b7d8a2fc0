import { load } from '../platform/index.js';
import type { Wanted } from './acquire.js';
import { STATE } from './layout.js';
import type { Line } from './line.js';
import type { Post } from './post.js';
import type { ReadGuard } from './read-guard.js';
import type { RwCore } from './rw-core.js';
import type { WriteGuard } from './write-guard.js';

/** What can be had of a reader-writer lock. Classes, for an object that is written out with getters takes half a microsecond. */
abstract class Part {
  readonly post: Post;
  readonly line: Line;

  constructor(
    protected readonly core: RwCore,
    readonly name: string,
    line: Line = core.post.line,
  ) {
    this.post = core.post;
    this.line = line;
  }

  get isOpen(): boolean {
    return this.post.isOpen;
  }

  get isOwn(): boolean {
    return load(this.post.words, STATE) === this.post.me;
  }

  /**
   * Whether all who read are of this thread, and some do. When nobody does, the next one to read may be another thread's, which
   * is counted for a moment even if it finds the claim: this thread waits for that one then.
   */
  protected get areReadersOwn(): boolean {
    const own = load(this.post.words, this.post.held);
    return own > 0 && this.post.sum() === own;
  }
}

export class Reading extends Part implements Wanted<ReadGuard> {
  readonly leavesMore = true;

  constructor(
    core: RwCore,
    /** Whether it reads although the lock is poisoned. */
    private readonly anyway: boolean,
  ) {
    super(core, 'RwLock.read');
  }

  take(): ReadGuard | undefined {
    return this.core.tryRead(this.anyway);
  }
}

/** Both steps in one: for whoever looks, and keeps no claim. */
export class Writing extends Part implements Wanted<WriteGuard> {
  readonly leavesMore = false;

  constructor(core: RwCore) {
    super(core, 'RwLock.write');
  }

  override get isOwn(): boolean {
    return super.isOwn || this.areReadersOwn;
  }

  take(): WriteGuard | undefined {
    return this.core.tryWrite();
  }
}

/** The first step of writing. */
export class Claiming extends Part implements Wanted<true> {
  readonly leavesMore = false;

  constructor(core: RwCore) {
    super(core, 'RwLock.write');
  }

  take(): true | undefined {
    return this.core.claim() || undefined;
  }
}

/** The second: with the claim, it waits for the readers to be gone. */
export class Draining extends Part implements Wanted<WriteGuard> {
  readonly leavesMore = false;

  constructor(
    core: RwCore,
    private readonly anyway: boolean,
  ) {
    super(core, 'RwLock.write', core.post.drain);
  }

  override get isOpen(): boolean {
    return true;
  }

  override get isOwn(): boolean {
    return this.areReadersOwn;
  }

  take(): WriteGuard | undefined {
    return this.core.beginWrite(this.anyway);
  }
}
