import { newShared } from '../core/shared-buffer.js';
import { LAYOUT_VERSION } from '../core/shared-memory.js';
import type { Waker } from '../core/waker.js';
import {
  atFreshStart,
  bequeath,
  freshStarts,
  inherit,
  macrotask,
  onThreadEnd,
  steadyNow,
  threadId,
} from '../platform/index.js';
import { AsyncParker } from './async-parker.js';
import { callThread, endThread } from './ending.js';
import { Fellows } from './fellows.js';
import { allocateGround, Ground } from './ground.js';
import { bellOf } from './layout.js';
import { Member } from './member.js';
import { Sleeper, take } from './sleeper.js';

/** The environment data under which workers find the camp of whoever started them. */
const KEY = `reveille camp ${LAYOUT_VERSION}`;

/** A thread that waits in several camps at once looks round this often: it can sleep in one of them only. Milliseconds. */
const ROUND = 1;

/**
 * What this thread has to do with others: the camps it is a member of, which is one as a rule, and how it sleeps there.
 *
 * All that runs on the thread shares the one stack and the one bell: executors, calls of `blockOn`, also those within
 * others. Whoever takes a token or finds something in the stack wakes whom it concerns, on the home plane; so nobody's
 * wake is lost to another one's sleep.
 */
class Home {
  /** The thread's own camp first. */
  readonly #members: Member[] = [];
  readonly #parkers: AsyncParker[] = [];
  readonly #fellows = new Map<Member, Fellows>();
  readonly #news = new Set<() => void>();
  /** How many wait on the event loop for other threads. */
  #listeners = 0;
  /** The id of the thread that started this one, if it was in a camp; -1 otherwise. With that one it ends. */
  #parent = -1;
  /** Where a thread sleeps that has nothing to do with others. */
  #bed: Int32Array | undefined;
  /** How it looks before it sleeps. */
  readonly sleeper = new Sleeper();
  /** Called when this thread is about to block: what it does on its event loop stands still from then on. */
  beforeSleep: (() => void) | null = null;

  /**
   * The membership in this thread's own camp: the one that it was handed or inherited, or a new one.
   *
   * @throws RangeError when the camp is full; ReveilleError without shared memory.
   */
  get own(): Member {
    return this.#members[0] ?? this.#settle();
  }

  /** The membership in that camp, which becomes the thread's own if it has none. */
  in(ground: Ground): Member {
    return this.#members.find((member) => member.isIn(ground)) ?? this.#join(ground);
  }

  /** Whether other threads have left nothing to be woken. */
  get isEmpty(): boolean {
    const members = this.#members;
    if (members.length === 0) return true;
    for (let i = 0; i < members.length; i += 1) if (!(members[i] as Member).isEmpty) return false;
    return true;
  }

  /** Wakes all that other threads queued. */
  drain(): void {
    if (this.#members.length === 0) return; // the frequent case: a thread that shares nothing
    for (const member of this.#members) member.drain();
  }

  /** Whom the queued slots wake. */
  queued(): Waker[] {
    return this.#members.flatMap((member) => [...member.queued()]);
  }

  /** Calls back with each thread of that camp that has ended. */
  fellows(member: Member): Fellows {
    return this.#fellows.get(member) as Fellows;
  }

  /** Calls back whenever another thread ended, or calls this one by {@link Home.call}. */
  onNews(callback: () => void): void {
    this.#news.add(callback);
  }

  /** Has that thread look at its news, even if it blocks. Answers false when it is in no camp of this thread's. */
  call(thread: number): boolean {
    return this.#members.some(({ ground }) => callThread(ground, thread));
  }

  /**
   * Blocks until another thread may have woken something, `ms` milliseconds at most. Whoever asked for it must then
   * {@link Home.drain} or look at {@link Home.isEmpty}.
   */
  sleep(ms: number, sleeper: Sleeper = this.sleeper): void {
    this.beforeSleep?.();
    const waited = this.#members.filter(({ size }) => size > 0);
    if (waited.length > 1) this.#sleepRound(waited, ms);
    else this.#sleepIn(waited[0], ms, sleeper);
    this.#heed();
  }

  /** Somebody begins to wait on the event loop for other threads. Disposing the answer ends that. */
  listen(): Disposable {
    this.#listeners += 1;
    this.#heed();
    return {
      [Symbol.dispose]: () => {
        this.#listeners -= 1;
      },
    };
  }

  /**
   * The same for one whom nothing need call any more, as far as this thread can know: who only tidies up, or has all that could bring what it waits
   * for. A program that is checked does without, for such a wait would be left behind when its thread is over. Answers null then.
   */
  overhear(): Disposable | null {
    return freshStarts() === undefined ? this.listen() : null;
  }

  /** Listens to the bell from now on, and hears of it soon when it rang already. */
  #heed(): void {
    if (!this.arm()) macrotask(this.#rung);
  }

  /** Has the event loop woken by the bell, as long as somebody listens. Answers false when it rang already. */
  arm(): boolean {
    if (this.#listeners === 0) return true;
    let quiet = true;
    for (const parker of this.#parkers) quiet = parker.arm() && quiet;
    return quiet;
  }

  /** The thread is awake, and looks itself: nobody need ring. */
  disarm(): void {
    if (this.#listeners > 0) for (const parker of this.#parkers) parker.disarm();
  }

  #sleepIn(member: Member | undefined, ms: number, sleeper: Sleeper): boolean {
    const at = member ?? this.#members[0];
    if (at !== undefined) return sleeper.sleep(at.ground.words, bellOf(at.record), ms);
    this.#bed ??= new Int32Array(newShared(4));
    return sleeper.sleep(this.#bed, 0, ms);
  }

  /** Sleeps in the first one for a while, and looks at the bells of the others in between. */
  #sleepRound(members: readonly Member[], ms: number): void {
    const end = steadyNow() + ms;
    const nap = new Sleeper(0);
    for (let left = ms; left > 0; left = end - steadyNow()) {
      const [first] = members;
      if (this.#sleepIn(first, Math.min(left, ROUND), nap)) return;
      if (members.some(({ ground, record }) => take(ground.words, bellOf(record)))) return;
    }
  }

  /** The bell rang, and the thread was in its event loop. */
  readonly #rung = (): void => {
    this.disarm();
    this.drain();
    this.#heed(); // whoever was woken may not have to rest any more
  };

  #settle(): Member {
    const left = inherit(KEY);
    return this.#join(new Ground('environment data', left?.buffer ?? allocateGround()));
  }

  #join(ground: Ground): Member {
    const thread = threadId();
    if (this.#members.length === 0) {
      this.#parent = inherit(KEY)?.parent ?? -1; // now, for what this thread leaves to others stands in its place then
      atFreshStart(this.#forget);
      onThreadEnd(thread, this.#ended);
      bequeath(KEY, { buffer: ground.buffer, parent: thread });
    }
    const fellows = new Fellows(ground, this.#news, () => member.repair()); // a wake that a dead one was in the midst of
    const member = new Member(ground, thread, this.#parent, fellows);
    this.#members.push(member);
    this.#fellows.set(member, fellows);
    this.#parkers.push(new AsyncParker(ground.words, bellOf(member.record), this.#rung));
    this.#heed(); // who listens may have begun before
    return member;
  }

  readonly #ended = (thread: number): void => {
    if (thread === threadId()) for (const member of this.#members) member.leave();
    else for (const { ground, word } of this.#members) endThread(ground, thread, word);
  };

  /** As if the thread had just started. */
  readonly #forget = (): void => {
    this.#members.length = 0;
    this.#parkers.length = 0;
    this.#fellows.clear();
    this.#news.clear();
    this.#listeners = 0;
    this.#bed = undefined;
    this.beforeSleep = null;
  };
}

/** This thread's. */
export const home = /* @__PURE__ */ new Home();
