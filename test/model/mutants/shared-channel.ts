import { caseOf } from '../cases.js';
import { WITH_PLAIN_LOOKS } from '../searches.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const of = (threads: string) => caseOf('shared channel', threads);
const ofTwo = (threads: string) => caseOf('channel of two', threads);
const ZERO = 'src/channel/shared/zero.ts';
const PLACE = 'src/channel/shared/place.ts';
const ENDS = 'src/channel/shared/ends.ts';
const SOURCE = 'src/channel/shared/source.ts';
const FLAVOUR = 'src/channel/shared/flavour.ts';
const SIDE = 'src/channel/shared/side.ts';

export const sharedChannelMutants: readonly SeededMutant[] = mutantsOf('shared channel', [
  {
    name: 'no-look-after-taking-a-ticket',
    file: SIDE,
    replace: `\
    this.enlisted?.();
    this.#wakeFor(this.#forUs());`,
    by: '    this.enlisted?.();',
    why: 'What was sent before the ticket was there calls nobody, and nobody looks.',
    caughtBy: { case: ofTwo('receiver giver'), search: WITH_PLAIN_LOOKS, kind: 'deadlock' },
  },
  {
    name: 'flag-looked-at-before-the-push',
    file: FLAVOUR,
    replace: `\
    if (!this.put(value)) return this.refused();
    // SYNC: after the push; pairs with the flag in WaitRow.enlist.
    if (this.isAwaited(this.receiversWait)) this.receiving.call();`,
    by: `\
    const isAwaited = this.receiving.row.isAwaited;
    if (!this.put(value)) return this.refused();
    if (isAwaited) this.receiving.call();`,
    why: 'A receiver takes its ticket between the look and the push, finds nothing, and is not called.',
    caughtBy: { case: ofTwo('receiver trySender'), kind: 'deadlock' },
  },
  {
    name: 'closed-taken-for-full',
    file: 'src/channel/sender.ts',
    replace: `\
    if (!sink.isClosed && sink.trySend(value, null)) return true;
    if (sink.isClosed) throw closed('trySend', sink, value); // by another thread in between, perhaps: that is not full
    sink.checkValue?.(value);`,
    by: `\
    if (sink.isClosed) throw closed('trySend', sink, value);
    if (sink.trySend(value, null)) return true;`,
    why: 'A send that another thread closes the channel under is told that there is no room, after the close.',
    caughtBy: { case: of('deserted deserter'), kind: 'not linearizable' },
  },
  {
    name: 'closing-taken-for-full',
    file: FLAVOUR,
    replace: 'if (this.store.isClosed) store(this.words, CLOSED, 1);\n    else this.askForNews();',
    by: 'this.askForNews();',
    why: 'A send that comes between the closing of the queue and the flag is told that there is no room.',
    caughtBy: { case: of('closer sending'), search: WITH_PLAIN_LOOKS, kind: 'not linearizable' },
  },
  {
    name: 'flag-lowered-for-good',
    file: 'src/camp/wait-row.ts',
    replace: 'if (this.#oldest() < 0) return true;',
    by: 'return true;',
    why: 'A ticket that was taken before the flag was lowered is overlooked from then on.',
    caughtBy: { case: ofTwo('receiverOfTwo giverOfTwo'), kind: 'deadlock' },
  },
  {
    name: 'room-that-calls-nobody',
    file: SOURCE,
    replace: `\
    // SYNC: after the pop; pairs with the flag in WaitRow.enlist.
    if (this.isAwaited(this.sendersWait)) this.sending.callNext();`,
    by: '',
    why: 'A sender that waits for room is not called when there is some.',
    caughtBy: { case: ofTwo('sender taker'), kind: 'deadlock' },
  },
  {
    name: 'last-values-overlooked',
    file: SOURCE,
    replace: 'item = this.store.pop(); // what was sent before it was closed',
    by: '',
    why: 'What was sent between the look into the queue and the look at the flag is lost.',
    caughtBy: { case: ofTwo('receiver parting'), kind: 'invariant' },
  },
  {
    name: 'end-that-calls-nobody',
    file: ENDS,
    replace: 'this.receiving.row.callAll();',
    by: '',
    why: 'Receivers that wait do not learn that nothing will come any more.',
    caughtBy: { case: ofTwo('receiver lastSender'), kind: 'deadlock' },
  },
  {
    name: 'senders-not-missed',
    file: ENDS,
    replace: "if (this.mine.senders.own === 0) this.#hasLess('sender');",
    by: '',
    why: 'A receiver that waits does not learn that the last sender is gone.',
    caughtBy: { case: ofTwo('receiver lastSender'), kind: 'deadlock' },
  },
  {
    name: 'left-alone-and-not-told',
    file: 'src/channel/shared/place.ts',
    replace: 'if (!this.isServed(ends)) side.wakeAll();',
    by: 'if (!this.isServed(ends)) side.vigil.doze();',
    why: 'A thread that blocks is not told that nobody else has senders any more.',
    caughtBy: { case: ofTwo('receiverLeftAlone lastSender'), kind: 'deadlock' },
  },
  {
    name: 'looked-for-others-too-soon',
    file: 'src/channel/shared/source.ts',
    replace: `\
    const waiter = this.receiving.wait(undefined, cx);
    this.hold(cx, this.receiving, this.mine.senders);`,
    by: `\
    this.hold(cx, this.receiving, this.mine.senders);
    const waiter = this.receiving.wait(undefined, cx);`,
    why: 'Who drops the last sender of another thread in between finds nobody who waits.',
    caughtBy: { case: ofTwo('receiverLeftAlone lastSender'), kind: 'deadlock' },
  },
  {
    name: 'passed-over-and-not-in-the-row',
    file: SIDE,
    replace: `\
      if (this.#losses >= PATIENCE) this.#hasTurn = this.row.takeTurn();
    }
    this.#enlist();`,
    by: `\
      if (this.#losses >= PATIENCE) this.#hasTurn = this.row.takeTurn();
    }`,
    why: 'A receiver that was called for what another one took is not called again.',
    caughtBy: { case: ofTwo('receiver thief'), kind: 'deadlock' },
  },
  {
    name: 'receivers-not-missed',
    file: ENDS,
    replace: "if (this.mine.receivers.own === 0) this.#hasLess('receiver');",
    by: '',
    why: 'A sender that waits does not learn that the last receiver is gone.',
    caughtBy: { case: ofTwo('sender lastReceiver'), kind: 'deadlock' },
  },
  {
    name: 'end-taken-off-before-it-is-added',
    file: 'src/camp/headcount.ts',
    replace: `\
    this.add();
    add(this.seats.words, this.moves, 1);
    return this.#land`,
    by: `\
    add(this.seats.words, this.seats.fieldOf(from, this.row, TRANSIT), -1);
    this.add();
    add(this.seats.words, this.moves, 1);
    return this.#land`,
    why: 'For a moment the channel has no sender; who looks then closes it.',
    caughtBy: { case: ofTwo('receiverThatLooks heir'), kind: 'invariant' },
  },
  {
    name: 'given-up-without-the-next',
    file: SIDE,
    replace: 'else if (this.#forUs() > 0) this.#wakeNext(); // what it leaves is for the next one here',
    by: '',
    why: 'The thread was called for a task that has given up, and the next one is not woken.',
    caughtBy: { case: ofTwo('twoReceivers giver'), kind: 'deadlock' },
  },
  {
    name: 'pair-of-which-one-sleeps',
    file: ZERO,
    replace: 'row.wake(seat); // if nothing was pushed after all: it looks, and takes its place again',
    by: '',
    why: 'The receiver of a rendezvous is taken out of its row and never woken.',
    caughtBy: { case: ofTwo('zeroReceiver giver'), kind: 'deadlock' },
  },
  {
    name: 'pair-that-looked-too-early',
    file: ZERO,
    replace: 'if (isThere && (row.isIn(seat) || !seats.isStill(seat, owner))) row.call();',
    by: 'if (isThere && !seats.isStill(seat, owner)) row.call();',
    why: 'The receiver has looked between being taken out of its row and the push, and stands there again: it sleeps on beside its value.',
    caughtBy: { case: ofTwo('zeroFickle giver'), kind: 'deadlock' },
  },
  {
    name: 'value-for-one-who-has-left',
    file: ZERO,
    replace: 'if (isThere && (row.isIn(seat) || !seats.isStill(seat, owner))) row.call();',
    by: 'if (isThere && row.isIn(seat)) row.call();',
    why: 'The receiver has left its seat before the push, and others wait beside the value that was for it.',
    caughtBy: { case: ofTwo('zeroLeaver giverWhoWaits'), kind: 'deadlock' },
  },
  {
    name: 'value-left-with-the-seat',
    file: ZERO,
    replace: 'if (this.mine.hasLeft) this.#passOn();',
    by: '',
    why: 'The receiver leaves its seat after the push, and is not there when it is woken.',
    caughtBy: { case: ofTwo('zeroLeaver giverWhoWaits'), kind: 'deadlock' },
  },
  {
    name: 'call-for-nobody-kept',
    file: ZERO,
    replace: `\
    super.wakeByRef();
    this.#passOn();`,
    by: '    super.wakeByRef();',
    why: 'The thread is woken for a receive that was given up before the push, and others wait beside the value.',
    caughtBy: { case: ofTwo('zeroQuitter giverWhoWaits'), kind: 'deadlock' },
  },
  {
    name: 'offer-that-nobody-hears-of',
    file: ZERO,
    replace: 'if (this.sending.row.isAwaited) this.sending.row.call();',
    by: '',
    why: 'A sender that waits for a receiver is not called when one comes.',
    caughtBy: { case: ofTwo('zeroSender taker'), kind: 'deadlock' },
  },
  {
    name: 'dead-threads-taken-for-living',
    file: ENDS,
    replace: `\
this.receiving.row.wake(seat);
    this.mine.seats.reap();
    this.#hasLess(end);`,
    by: 'this.receiving.row.wake(seat);',
    why: 'A thread that comes when the last sender has died waits for what nobody will send.',
    caughtBy: { case: of('doomed ender mourner'), kind: 'deadlock' },
  },
  {
    name: 'rest-of-a-batch-kept-from-others',
    file: SIDE,
    replace: `\
    this.row.withdraw(this.#ticket);
    this.#ticket = 0;
    if (this.available() > 0) this.callNext();`,
    by: `\
    if (!this.row.withdraw(this.#ticket) && this.available() > 0) this.callNext();
    this.#ticket = 0;`,
    why: 'A thread that was called stood in the row again, and takes no heed of what it leaves.',
    caughtBy: { case: ofTwo('receiverOfPair batchSender'), kind: 'deadlock' },
  },
  {
    name: 'end-told-to-one',
    file: SIDE,
    replace: 'this.#wakeFor(this.#forUs());',
    by: 'if (this.#forUs() > 0) this.#wakeNext();',
    why: 'Those who were woken are held up, and whoever could run is not woken.',
    caughtBy: { case: ofTwo('heldUp lastSender'), kind: 'deadlock' },
  },
  {
    name: 'arrived-and-still-on-its-way',
    file: 'src/camp/headcount.ts',
    replace: 'compareExchange(words, transit, count, count - 1)',
    by: 'compareExchange(words, transit, count, count)',
    why: 'An end that was attached counts twice, so the channel never closes.',
    caughtBy: { case: ofTwo('receiver lastSender'), kind: 'deadlock' },
  },
  {
    name: 'call-that-reaches-senders-only',
    file: PLACE,
    replace: 'if (!this.receiving.called()) this.#consider(this.receiving, this.mine.senders);',
    by: '',
    why: 'The thread wakes up, and none of its tasks that receive.',
    caughtBy: { case: ofTwo('receiver giver'), kind: 'deadlock' },
  },
  {
    name: 'looked-in-vain-and-not-waiting',
    file: SIDE,
    replace: 'note(waiter, cx).setWaker(cx.waker);',
    by: 'note(waiter, cx);',
    why: 'A task that was woken for what another one took is not woken again.',
    caughtBy: { case: ofTwo('receiver thief'), kind: 'deadlock' },
  },
  {
    name: 'jump-taken-for-items',
    file: 'src/queue/closing.ts',
    replace: 'hasJumped(head, tail) ? (tail - JUMP) | 0 : tail',
    by: 'tail',
    why: 'A closed queue seems to have items that were never sent.',
    caughtBy: { case: ofTwo('receiver lastSender'), kind: 'error' },
  },
]);
