import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const of = (threads: string) => caseOf('channel of frames', threads);
const long = (threads: string) => caseOf('channel of long frames', threads);
const SIDE = 'src/channel/shared/side.ts';

export const channelFramesMutants: readonly SeededMutant[] = mutantsOf('channel of frames', [
  {
    name: 'commit-that-calls-no-receiver',
    file: 'src/channel/shared/frames.ts',
    replace: 'if (this.receiving.row.isAwaited) this.receiving.call();',
    by: '',
    why: 'A receiver that was stopped by a reserved frame does not learn that it may go on.',
    caughtBy: { case: of('committer taker'), kind: 'deadlock' },
  },
  {
    name: 'dropped-frame-that-makes-no-room',
    file: 'src/channel/shared/frames.ts',
    replace: 'if (this.sending.row.isAwaited) this.sending.callNext(); // one that was dropped was room, perhaps',
    by: '',
    why: 'A sender waits for room that a dropped frame has left.',
    caughtBy: { case: of('dropperOfAll sender'), kind: 'deadlock' },
  },
  {
    name: 'end-before-a-reserved-frame',
    file: 'src/channel/shared/source.ts',
    replace: 'return this.store.isHeld ? PENDING : DISCONNECTED;',
    by: 'return DISCONNECTED;',
    why: 'A receiver is told that nothing will come any more, and then a frame is committed.',
    caughtBy: { case: of('lateCommitter takerOfAll'), kind: 'invariant' },
  },
  {
    name: 'reserved-by-the-dead-for-good',
    file: 'src/queue/frame-consumers.ts',
    replace: 'if (this.#isAlive(count)) return NOTHING;',
    by: 'if (count >= 0) return NOTHING;',
    why: 'Receivers wait at a frame that nobody will commit any more.',
    caughtBy: { case: of('mortal taker'), kind: 'error' },
  },
  {
    name: 'room-of-who-has-the-turn',
    file: SIDE,
    replace: '(this.available() > 1 && this.leavesEnough?.() !== false)',
    by: 'this.available() > 1',
    why: 'A short frame is sent where a long one waits for room, again and again.',
    caughtBy: { case: long('filler longSender'), kind: 'deadlock' },
  },
  {
    name: 'waits-and-leaves-nothing',
    file: SIDE,
    replace: 'if (this.leavesEnough === undefined || this.row.turn === 0) return true;',
    by: 'return true;',
    why: 'Those who wait, too, could take the room in small pieces for ever.',
    caughtBy: { case: long('refiller longSender'), kind: 'deadlock' },
  },
  {
    name: 'turn-given-up-in-silence',
    file: SIDE,
    replace: `\
    if (this.leavesEnough !== undefined) this.row.callAll();
    else if`,
    by: '    if',
    why: 'Whoever left the room alone is not told that it is for all again.',
    caughtBy: { case: long('patientFiller quitter'), kind: 'deadlock' },
  },
]);
