import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const signalMutants: readonly SeededMutant[] = mutantsOf('signal', [
  {
    name: 'sleeping-not-said',
    file: 'src/sync/signal.ts',
    replace: `\
    store(words, SLEEPING, 1);
    for (let left = ms;`,
    by: 'for (let left = ms;',
    why: 'The receiver does not say that it sleeps: no sender notifies it.',
    caughtBy: { case: caseOf('idle: channel', 'channelForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'sleeping-said-too-late',
    file: 'src/sync/signal.ts',
    replace: `\
    store(words, SLEEPING, 1);
    for (let left = ms; left > 0 && load(words, SLOT) === 0; left = end - now()) wait(words, SLOT, 0, left);`,
    by: `\
    for (let left = ms; left > 0 && load(words, SLOT) === 0; left = end - now()) {
      store(words, SLEEPING, 1);
      wait(words, SLEEPING, 1, left);
    }`,
    why: 'Waits on the word that says so instead of on the slot: a signal before the wait does not end it.',
    caughtBy: { case: caseOf('idle: channel', 'channelForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'sender-looks-first',
    file: 'src/sync/signal.ts',
    replace: `\
    if (compareExchange(this.#words, SLOT, 0, 1) !== 0) return false;
    if (load(this.#words, SLEEPING) === 1) notify(this.#words, SLOT, 1);`,
    by: `\
    const sleeping = load(this.#words, SLEEPING) === 1;
    if (compareExchange(this.#words, SLOT, 0, 1) !== 0) return false;
    if (sleeping) notify(this.#words, SLOT, 1);`,
    why: 'Looks whether the receiver sleeps before it fills the slot: who falls asleep in between is not notified.',
    caughtBy: { case: caseOf('idle: channel', 'channelForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'signal-notifies-the-wrong-word',
    file: 'src/sync/signal.ts',
    replace: 'notify(this.#words, SLOT, 1);',
    by: 'notify(this.#words, SLEEPING, 1);',
    why: 'Notifies the word that it has just looked at, where nobody waits.',
    caughtBy: { case: caseOf('idle: channel', 'channelForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'signal-wiped-out',
    file: 'src/sync/signal.ts',
    replace: 'return this.#words !== undefined && exchange(this.#words, SLOT, 0) === 1;',
    by: `\
    if (this.#words === undefined) return false;
    const full = load(this.#words, SLOT) === 1;
    store(this.#words, SLOT, 0);
    return full;`,
    why: 'A look and a store in the place of a swap: a signal that comes in between is lost.',
    caughtBy: { case: caseOf('idle: channel', 'channelForOne waker'), kind: 'deadlock' },
  },
]);
