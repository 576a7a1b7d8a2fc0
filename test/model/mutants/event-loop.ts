import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const asyncParkerMutants: readonly SeededMutant[] = mutantsOf('async parker', [
  {
    name: 'armed-by-store',
    file: 'src/camp/async-parker.ts',
    replace: 'if (compareExchange(this.#words, this.#at, EMPTY, PARKED) === NOTIFIED) return !this.disarm();',
    by: 'exchange(this.#words, this.#at, PARKED);',
    why: 'A store in the place of a compare-exchange: the token that came since the look is lost.',
    caughtBy: { case: caseOf('idle: eventLoop', 'eventLoopBusy waker'), kind: 'deadlock' },
  },
  {
    name: 'token-there-is-armed',
    file: 'src/camp/async-parker.ts',
    replace: 'if (compareExchange(this.#words, this.#at, EMPTY, PARKED) === NOTIFIED) return !this.disarm();',
    by: 'if (compareExchange(this.#words, this.#at, EMPTY, PARKED) === NOTIFIED) return true;',
    why: 'Answers that somebody will call back, when the token is there already.',
    caughtBy: { case: caseOf('idle: eventLoop', 'eventLoopBusy waker'), kind: 'deadlock' },
  },
  {
    name: 'wait-that-did-not-begin',
    file: 'src/camp/async-parker.ts',
    replace: 'if (!wait.async) return !this.disarm();',
    by: 'if (!wait.async) return true;',
    why: 'Forgets that `waitAsync` may find the token, and then calls nobody back.',
    caughtBy: { case: caseOf('idle: eventLoop', 'eventLoopForThree wakerOfThree'), kind: 'deadlock' },
  },
  {
    name: 'waits-for-good',
    file: 'src/camp/async-parker.ts',
    replace: `\
      this.#waiting = false;
      this.#callback();`,
    by: 'this.#callback();',
    why: 'The flag is never cleared: after the first call back, no wait is begun.',
    caughtBy: { case: caseOf('idle: eventLoop', 'eventLoopForTwo wakerOfTwo'), kind: 'deadlock' },
  },
  {
    name: 'waiting-said-too-soon',
    file: 'src/camp/async-parker.ts',
    replace: `\
    if (!wait.async) return !this.disarm();
    this.#waiting = true;`,
    by: `\
    this.#waiting = true;
    if (!wait.async) return !this.disarm();`,
    why: 'The flag is set before it is known whether a wait has begun: the next one is not.',
    caughtBy: { case: caseOf('idle: eventLoop', 'eventLoopForThree wakerOfThree'), kind: 'deadlock' },
  },
]);

export const eventLoopMutants: readonly SeededMutant[] = mutantsOf('idle: eventLoop', [
  {
    name: 'refused-arming-ignored',
    file: 'src/executor/idle/event-loop.ts',
    replace: 'if (round.hasWork() || !home.arm()) this.#queue(false);',
    by: `\
    if (round.hasWork()) this.#queue(false);
    else home.arm();`,
    why: 'Does not look at what arming answers: the wake since the look is lost.',
    caughtBy: { case: caseOf('idle: eventLoop', 'eventLoopBusy waker'), kind: 'deadlock' },
  },
  {
    name: 'disarmed-after-the-round',
    file: 'src/executor/idle/event-loop.ts',
    replace: `\
    home.disarm(); // the round looks at the stack itself
    this.#round?.turn();`,
    by: `\
    this.#round?.turn();
    home.disarm();`,
    why: 'The wrong order: takes back what the rest after the round has armed.',
    caughtBy: { case: caseOf('idle: eventLoop', 'eventLoopForTwo wakerOfTwo'), kind: 'deadlock' },
  },
  {
    name: 'queued-until-the-round-is-over',
    file: 'src/executor/idle/event-loop.ts',
    replace: `\
    this.#queued = false;
    home.disarm(); // the round looks at the stack itself
    this.#round?.turn();`,
    by: `\
    home.disarm();
    this.#round?.turn();
    this.#queued = false;`,
    why: 'The flag is cleared after the round instead of before: a turn that the round asks for is not queued.',
    caughtBy: { case: caseOf('idle: eventLoop', 'eventLoopBusy waker'), kind: 'deadlock' },
  },
  {
    name: 'timer-not-set',
    file: 'src/executor/idle/event-loop.ts',
    replace: 'this.#setTimer(round.timeout());',
    by: 'if (!round.shared) this.#setTimer(round.timeout());',
    why: 'Takes the bell for all that it has to wait for.',
    caughtBy: { case: caseOf('idle: eventLoop', 'eventLoopBusy patientWaker'), kind: 'livelock' },
  },
]);
