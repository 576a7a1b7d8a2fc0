import { add, and, compareExchange, exchange, load, store } from '../platform/index.js';
import { isThere, recordIn } from './fellow-word.js';
import type { Ground } from './ground.js';
import {
  BLOCK_SLOTS,
  blocksIn,
  ENDS,
  enderOf,
  epochOf,
  FIRST_SLOT,
  headOf,
  linkOf,
  NONE,
  newsOf,
  ownerOf,
  parentOf,
  QUEUED_BIT,
  SLOT_BITS,
  stateOf,
  threadOf,
  underWay,
  usedOf,
} from './layout.js';
import { wakeSlot } from './wake.js';

/**
 * Gives back all that a thread had in a camp, and tells the others. Wakes for its slots do nothing from now on. Any thread
 * may do it for another one, and several may try: one succeeds. Should that one die in the midst of it, another one that hears of
 * a death goes on where it was; and so is cleared what a thread leaves that dies while it joins.
 *
 * The slots first, then the blocks, and the record last: until then nobody can take it, and mistake what still belongs to
 * the old thread for its own.
 *
 * @param thread - its id. A record with another one is somebody else's by now.
 * @param me - who does it, in one word.
 * @returns whether it was done here.
 */
export function endMember(ground: Ground, record: number, thread: number, me: number): boolean {
  ground.look(); // other threads may have taken blocks that this one has not seen yet
  const { words } = ground;
  if (!claim(ground, record, me)) return false;
  const epoch = load(words, epochOf(record));
  const isIts = load(words, ownerOf(record)) === record + 1 && load(words, threadOf(record)) === thread;
  if (!isIts) {
    compareExchange(words, enderOf(record), me, 0);
    return false;
  }
  // SYNC: odd --> even, first of all. Whoever asks from now on is told that the thread has ended.
  if ((epoch & 1) === 1) store(words, epochOf(record), (epoch + 1) | 0);
  const blocks = blocksOf(words, record);
  for (const block of blocks) raiseGenerations(words, block);
  unmark(words, exchange(words, headOf(record), NONE));
  for (const block of blocks) if (block !== record) store(words, ownerOf(block), 0);
  // Whoever dies between these steps is known by the first, and gives it back in dying; whoever takes the record next has no ender.
  store(words, ownerOf(record), underWay(load(words, threadOf(recordIn(me)))));
  store(words, enderOf(record), 0);
  store(words, ownerOf(record), 0);
  add(words, ENDS, 1);
  tell(words);
  return true;
}

/** Of all who try to end it one may, unless that one has died since; as has, if it began to end itself, the thread itself. */
function claim(ground: Ground, record: number, me: number): boolean {
  const { words } = ground;
  for (let seen = 0; ; ) {
    const found = compareExchange(words, enderOf(record), seen, me);
    if (found === seen) return true;
    if (found !== 0 && recordIn(found) !== record && isThere(ground, found)) return false;
    seen = found;
  }
}

/** Ends the member of that thread, and of the threads that it started: Node ends them with it. */
export function endThread(ground: Ground, thread: number, me: number): void {
  endFamily(ground, thread, me);
  finish(ground, me);
}

function endFamily(ground: Ground, thread: number, me: number): void {
  ground.look();
  const { words } = ground;
  for (let record = 0; record < blocksIn(words); record += 1) {
    if (load(words, ownerOf(record)) !== record + 1) continue;
    const id = load(words, threadOf(record));
    if (id !== thread && load(words, parentOf(record)) !== thread) continue;
    if (endMember(ground, record, id, me) && id !== thread) endFamily(ground, id, me);
  }
  giveBack(ground, thread);
}

/** Goes on with what threads that are dead by now have begun for others. (Who ends itself may be at it yet.) */
function finish(ground: Ground, me: number): void {
  const { words } = ground;
  for (let record = 0; record < blocksIn(words); record += 1) {
    const thread = load(words, threadOf(record)); // before the look at who ends it: by then the record may be another's
    const ender = load(words, enderOf(record));
    if (ender === 0 || recordIn(ender) === record || isThere(ground, ender)) continue;
    endMember(ground, record, thread, me);
  }
}

/** Gives back the records that the thread had not got yet when it died, or was about to give back. */
function giveBack({ words }: Ground, thread: number): void {
  for (let record = 0; record < blocksIn(words); record += 1) {
    const ender = load(words, enderOf(record));
    if (load(words, ownerOf(record)) !== underWay(thread)) continue;
    // SYNC: two may give it back at once, and by the second one's steps it may be another's.
    compareExchange(words, enderOf(record), ender, 0); // the dead one's word, if it was giving it back
    compareExchange(words, ownerOf(record), underWay(thread), 0);
  }
}

function blocksOf(words: Int32Array, record: number): number[] {
  const blocks: number[] = [];
  for (let block = 0; block < blocksIn(words); block += 1) {
    if (load(words, ownerOf(block)) === record + 1) blocks.push(block);
  }
  return blocks;
}

/** One that is marked stays marked: it stands in the stack, or is on its way there. */
function raiseGenerations(words: Int32Array, block: number): void {
  const first = block << SLOT_BITS;
  const used = load(words, usedOf(block));
  for (let local = FIRST_SLOT; local < used && local < BLOCK_SLOTS; local += 1) add(words, stateOf(first + local), 2);
}

/** Nobody will look at what was queued. What is queued from now on is found by the next thread with this record. */
function unmark(words: Int32Array, head: number): void {
  const end = blocksIn(words) << SLOT_BITS;
  for (let slot = head, left = end; slot > NONE && slot < end && left > 0; left -= 1) {
    const next = load(words, linkOf(slot)); // before it is anybody's
    and(words, stateOf(slot), ~QUEUED_BIT);
    slot = next;
  }
}

function tell(words: Int32Array): void {
  for (let record = 0; record < blocksIn(words); record += 1) {
    if ((load(words, epochOf(record)) & 1) === 1) call(words, record);
  }
}

/** Wakes the news of that thread; answers whether it is there. */
export function callThread(ground: Ground, thread: number): boolean {
  ground.look();
  const { words } = ground;
  for (let record = 0; record < blocksIn(words); record += 1) {
    if ((load(words, epochOf(record)) & 1) === 0 || load(words, threadOf(record)) !== thread) continue;
    call(words, record);
    return true;
  }
  return false;
}

function call(words: Int32Array, record: number): void {
  const news = newsOf(record);
  wakeSlot(words, news, load(words, stateOf(news)) >> 1);
}
