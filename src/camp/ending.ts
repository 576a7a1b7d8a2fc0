import { add, and, compareExchange, exchange, load, store } from '../platform/index.js';
import type { Ground } from './ground.js';
import {
  BLOCK_SLOTS,
  blocksIn,
  ENDS,
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
  usedOf,
} from './layout.js';
import { wakeSlot } from './wake.js';

/**
 * Gives back all that a thread had in a camp, and tells the others. Wakes for its slots do nothing from now on. Any thread
 * may do it for another one, and several may try: one succeeds.
 *
 * The slots first, then the blocks, and the record last: until then nobody can take it, and mistake what still belongs to
 * the old thread for its own. A thread that dies in the midst of this leaves the blocks taken for good.
 *
 * @returns whether the thread was there.
 */
export function endMember(ground: Ground, record: number, epoch: number): boolean {
  ground.look(); // other threads may have taken blocks that this one has not seen yet
  const { words } = ground;
  // SYNC: odd --> even, by one of all who try. Whoever asks from now on is told that the thread has ended.
  if (compareExchange(words, epochOf(record), epoch, (epoch + 1) | 0) !== epoch) return false;
  const blocks = blocksOf(words, record);
  for (const block of blocks) raiseGenerations(words, block);
  unmark(words, exchange(words, headOf(record), NONE));
  for (const block of blocks) if (block !== record) store(words, ownerOf(block), 0);
  store(words, ownerOf(record), 0);
  add(words, ENDS, 1);
  tell(words);
  return true;
}

/** Ends the member of that thread, and of the threads that it started: Node ends them with it. */
export function endThread(ground: Ground, thread: number): void {
  ground.look();
  const { words } = ground;
  for (let record = 0; record < blocksIn(words); record += 1) {
    const epoch = load(words, epochOf(record));
    if ((epoch & 1) === 0) continue;
    const id = load(words, threadOf(record));
    if (id !== thread && load(words, parentOf(record)) !== thread) continue;
    if (endMember(ground, record, epoch) && id !== thread) endThread(ground, id);
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
