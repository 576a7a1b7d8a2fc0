/** Channels between threads in which a thread has died in the midst of a push, and left its slot unfinished. */
import { type Receiver, type Sender, shared } from 'reveille/channel';
import { WORD } from '../../queue/shared-memory.js';
import { type EndsOf, owner, type Shared, wait } from './channel-owner.js';
import { seated } from './seated.js';
import { receive } from './seated-channel.js';

export { giver, gotOne, lastSender, madeRoom, over, receiver, receiverOfTwo, sender, taker } from './seated-channel.js';

/** The first place is claimed, and never filled. */
function left(capacity: number): EndsOf<number> {
  const made: EndsOf<number> = shared.bounded(capacity, 'i32', { threads: 2 });
  const handle = made[0].share();
  Atomics.add(new Int32Array(handle.queue, 0, 48), WORD.tail, capacity === 1 ? 2 : 1); // a lap is even
  shared.revoke(handle);
  return made;
}

export const receiverBehind = owner(
  () => left(2),
  (_, rx) => [rx],
  (_, rx) => receive(rx),
);

/** There is no room until the place is given back. */
export const senderBehind = owner(
  () => left(1),
  (tx) => [tx],
  (tx) => void wait(tx.send(1)),
);

const attachReceiver = ({ rx }: Shared): Receiver<number> => shared.attachReceiver(rx, 'i32');
export const takerBehind = seated(attachReceiver, receive);

/** Both come to the place at the same time. */
export const bothBehind = owner(
  () => {
    const made = left(3);
    made[0].trySendMany([1, 2]);
    return made;
  },
  (tx, rx) => [tx, rx],
  (_: Sender<number>, rx) => receive(rx),
);

type Answers = readonly unknown[];
export function isShared(_: Shared, answers: Answers): void {
  if (answers.toSorted().join() !== '1,2') throw new Error(`got ${answers.join()}`);
}
export function arrived(_: Shared, [, got]: Answers): void {
  if (got !== 1) throw new Error(`got ${String(got)}`);
}
