import type { Headcount } from '../../camp/headcount.js';
import { ENDS } from '../../camp/layout.js';
import { newPassage } from '../../camp/passage.js';
import { HandleError } from '../../core/errors.js';
import { store } from '../../platform/index.js';
import type { EndHandle } from './handle.js';
import { CLOSED } from './layout.js';
import { SharedPlace } from './place.js';
import type { Side } from './side.js';

/**
 * The ends that one thread has of a channel between threads: how they are counted, sent to other threads and missed, and how
 * the channel closes with the last of a kind.
 */
export abstract class SharedEnds<T> extends SharedPlace<T> {
  /** The words of the camp: its head, which is where it was however far the camp grows. */
  readonly #camp: Int32Array = this.mine.seats.ground.words;
  /** How many threads had ended when that was last asked. */
  #ends = this.#camp[ENDS];

  close(): void {
    try {
      this.store.close();
    } finally {
      // SYNC: after the queue: whoever sees this finds all that will ever be in it. If a thread has died in the midst of a push and
      // left the queue as it can't be closed, they all look, and are told that.
      store(this.words, CLOSED, 1);
      this.sending.row.callAll();
      this.receiving.row.callAll();
      // Those who wait here, too: another thread may have called this one before, which has not heard of it yet.
      this.sending.wakeAll();
      this.receiving.wakeAll();
    }
  }

  addSender(): void {
    this.mine.senders.add();
  }

  dropSender(): void {
    this.mine.senders.drop();
    if (this.mine.senders.own === 0) this.#hasLess('sender');
    this.leave();
  }

  addReceiver(): void {
    this.mine.receivers.add();
  }

  dropReceiver(): void {
    this.mine.receivers.drop();
    if (this.mine.receivers.own === 0) this.#hasLess('receiver');
    this.leave();
  }

  shareEnd(end: 'sender' | 'receiver'): EndHandle {
    const { mine } = this;
    const passage = newPassage();
    this.#countOf(end).send();
    // Those who could not be served but by this thread look again, and find that another one will be able to.
    this.#servedBy(end).wakeAll();
    const { items, queue } = this.make;
    return {
      end,
      items,
      channel: this.words.buffer as SharedArrayBuffer,
      queue,
      camp: mine.seats.ground.buffer,
      seat: mine.seat,
      owner: mine.owner,
      passage,
    };
  }

  /** An end that was shared here will not be attached any more, if it was not by now. */
  takeBack(end: 'sender' | 'receiver', passage: Int32Array): void {
    this.#countOf(end).takeBack(this.mine.owner, passage);
    this.mine.seats.reap();
    this.#hasLess(end);
  }

  /** An end that another thread has sent on its way is here. */
  arrived({ end, seat, owner }: EndHandle, passage: Int32Array): void {
    // The thread that it comes from may have waited for that to give its place back.
    if (this.#countOf(end).arrive(seat, owner, passage)) this.receiving.row.wake(seat);
    this.mine.seats.reap();
    this.#hasLess(end);
  }

  /** Looks for ends whose thread has died: before this one used the channel, perhaps, so that nobody told it. */
  check(): void {
    this.mine.seats.reap();
    this.#checkEnds();
  }

  /**
   * Who only tries is told of no death, so it asks: when a try was in vain, for who should have made it possible may have died, and
   * after a push, which may be for nobody. Answers whether a thread has ended since it last did. A plain look, for it is asked again; and not by way
   * of another object, for a send is at the end of what V8 inlines.
   */
  protected askForNews(): boolean {
    const ends = this.#camp[ENDS];
    if (ends === this.#ends) return false; // as a rule: nothing is written
    this.#ends = ends;
    this.missing();
    return true;
  }

  /** Whether a try may do what it can: not when that is for a thread that waits, unless that one has died with its turn. */
  protected mayTry(side: Side<T>): boolean {
    return side.isOpen || (this.askForNews() && side.isOpen);
  }

  protected override missing(): void {
    this.check();
    this.sending.wakeAll();
    this.receiving.wakeAll();
  }

  /** A thread has less ends of a kind, or vouches for less: perhaps one that waits for them has all that are left. */
  #hasLess(end: 'sender' | 'receiver'): void {
    this.#checkEnds();
    const { row } = this.#servedBy(end);
    const seat = this.#countOf(end).onlySeat;
    if (seat >= 0 && row.isIn(seat)) row.wake(seat); // it was not called, and so it considers anew
  }

  #countOf(end: 'sender' | 'receiver'): Headcount {
    return end === 'sender' ? this.mine.senders : this.mine.receivers;
  }

  /** Who waits for what is done at an end of that kind. */
  #servedBy(end: 'sender' | 'receiver'): Side<T> {
    return end === 'sender' ? this.receiving : this.sending;
  }

  /** A queue that was left unfinished, or overwritten, is told to those who use it, and not to who drops an end, or hears of a death. */
  #checkEnds(): void {
    try {
      const noReceivers = this.mine.receivers.areGone();
      if (noReceivers || this.store.isClosed || this.mine.senders.areGone()) this.close();
      if (noReceivers) this.#clear();
    } catch (error) {
      if (!(error instanceof HandleError)) throw error;
    } finally {
      this.leave(); // whatever the memory is like
    }
  }

  /** Drops what is left. The codec has no part in it: it may be slow, and refuse. */
  #clear(): void {
    const { store } = this;
    while (store.discard === undefined ? store.pop() !== undefined : store.discard());
  }
}
