import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

/** How a blocked thread takes in what other threads queued, and looks. */
const DRAIN = '      if (!home.isEmpty) home.drain();';
const LOOK = `\
      if (this.takeWake()) return;
      const ms = end === NEVER ? NEVER : Math.max(0, end - this.timers.now());
      if (ms === 0) return; // a timer is due
      if (!canBlock()) throw mayNotBlock('blockOn', \`await or spawn \${future}\`);
      const sleeper = this.sleeper ?? home.sleeper;
      watch(future, sleeper);
      if (this.takeWake()) return;`;

export const blockedThreadMutants: readonly SeededMutant[] = mutantsOf('blocked thread', [
  {
    name: 'sleeps-without-a-look',
    file: 'src/block-on/blocker.ts',
    replace: 'if (!home.isEmpty) home.drain();',
    by: '',
    why: 'What another thread queued is never taken in.',
    caughtBy: { case: caseOf('blocked thread', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'drained-after-the-look',
    file: 'src/block-on/blocker.ts',
    replace: `${DRAIN}\n${LOOK}`,
    by: `${LOOK}\n${DRAIN}`,
    why: 'The wrong order: the wake that it has just taken in is seen after the sleep.',
    caughtBy: { case: caseOf('blocked thread', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'blocks-on-a-bell-of-its-own',
    file: 'src/camp/home.ts',
    replace: 'if (at !== undefined) return sleeper.sleep',
    by: 'if (at === undefined) return sleeper.sleep',
    why: 'Sleeps in the bed of a thread that has nothing to do with others.',
    caughtBy: { case: caseOf('blocked thread', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'slot-given-back-too-soon',
    file: 'src/camp/own-slot.ts',
    replace: 'return this.member.handle(this.#slot);',
    by: `\
    const handle = this.member.handle(this.#slot);
    this.member.release(this.#slot);
    return handle;`,
    why: 'The slot is given back while the call still waits in it.',
    caughtBy: { case: caseOf('blocked thread', 'sleeper waker'), kind: 'deadlock' },
  },
]);
