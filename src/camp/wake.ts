import { and, compareExchange, exchange, load, notify, store } from '../platform/index.js';
import { againOf, bellOf, headOf, linkOf, MANY, NONE, ownerOf, QUEUED_BIT, SLOT_BITS, stateOf } from './layout.js';
import { NOTIFIED, PARKED } from './token.js';

/**
 * Wakes the task that has the slot in this generation. Neither waits nor fails nor allocates, and does nothing when the
 * task is over, whoever has the slot now.
 *
 * It writes the mark even where it stands by now. A look would do to find that out, and cost half as much, but would publish nothing: what
 * the thread has written before, plainly, may be seen by others later than what it reads after that. So a task that was just about to be polled
 * could find nothing, and sleep. (The same is true of tokio's `notify_one` and of `unpark` in Rust's std, which swap for that reason.)
 */
export function wakeSlot(words: Int32Array, slot: number, generation: number): void {
  const at = stateOf(slot);
  const idle = generation << 1;
  const queued = idle | QUEUED_BIT;
  // Which of the two it is, plainly: the compare-exchange finds out if that is old, or another generation's.
  for (let state = words[at] === queued ? queued : idle; ; ) {
    // SYNC: pairs with the `and` in Member.drain: the task is polled after this, and sees all that was written before. And one step decides
    // the rest: the generation is right, and of those who find it unmarked this thread is the one that queues the slot.
    const seen = compareExchange(words, at, state, queued);
    if (seen === state) {
      if (state === idle) queue(words, slot);
      else wakeAgain(words, slot);
      return;
    }
    if (seen !== idle && seen !== queued) return;
    state = seen;
  }
}

/**
 * The slot was marked by somebody else, who may have died before queueing it, or before ringing. So its thread is told to look
 * at it, whether it stands in the stack or not.
 *
 * The looks suffice: the mark was seen before them. A note that is there already was not taken before the mark was set, nor was
 * a token, and whoever takes them looks at the slot after that. The one at the bell is plain, which takes less by a third together with the rest: no read is
 * done sooner than an atomic one in front of it, and that is all it needs.
 */
function wakeAgain(words: Int32Array, slot: number): void {
  const record = (words[ownerOf(slot >> SLOT_BITS)] as number) - 1;
  if (record < 0) return;
  const note = againOf(record);
  const noted = load(words, note);
  // SYNC: before the look at the bell; pairs with the exchange in Member.drain.
  if (noted !== slot && noted !== MANY && compareExchange(words, note, NONE, slot) !== NONE) store(words, note, MANY);
  if (words[bellOf(record)] !== NOTIFIED) ring(words, record);
}

/** Treiber's push (1986), onto the stack of the thread that owns the slot. */
function queue(words: Int32Array, slot: number): void {
  const record = load(words, ownerOf(slot >> SLOT_BITS)) - 1;
  if (record < 0) {
    and(words, stateOf(slot), ~QUEUED_BIT); // its thread died since the mark was set: it is nobody's now
    return;
  }
  let head = words[headOf(record)] as number; // plain: the compare-exchange finds out if it is old
  for (;;) {
    words[linkOf(slot)] = head; // before the slot is published by the CAS below
    // SYNC: publishes the slot; pairs with the exchange in Member.drain. Fails only when another thread succeeded.
    const seen = compareExchange(words, headOf(record), head, slot);
    if (seen === head) break;
    head = seen;
  }
  ring(words, record);
}

/**
 * Leaves a token on a thread's bell, and wakes the thread if it sleeps.
 */
export function ring(words: Int32Array, record: number): void {
  const bell = bellOf(record);
  // SYNC: pairs with the CAS to PARKED in Sleeper and AsyncParker: either that sees the token, or this sees PARKED.
  // Everybody is notified, since a thread that blocks may have a wait of its event loop outstanding on the same word.
  if (exchange(words, bell, NOTIFIED) === PARKED) notify(words, bell);
}
