import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const parking = mutantsOf('idle: parking', [
  {
    name: 'parks-over-work',
    file: 'src/executor/idle/parking.ts',
    replace: 'if (round.hasWork()) return;',
    by: '',
    why: 'No look before the park: a task that woke itself during the round waits for another thread.',
    caughtBy: { case: caseOf('idle: parking', 'parkingBusy patientWaker'), kind: 'livelock' },
  },
  {
    name: 'old-token-cleared-before-park',
    file: 'src/executor/idle/parking.ts',
    replace: 'this.#own().parkTimeout(timeout);',
    by: `\
    this.#own().tryPark();
    this.#own().parkTimeout(timeout);`,
    why: 'Clears what may be left of an earlier wake after the look instead of before: it may be the latest.',
    caughtBy: { case: caseOf('idle: parking', 'parkingForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'parks-beyond-the-timer',
    file: 'src/executor/idle/parking.ts',
    replace: 'parkTimeout(timeout)',
    by: 'park()',
    why: 'Forgets that a timer ends the sleep, too.',
    caughtBy: { case: caseOf('idle: parking', 'parkingBusy patientWaker'), kind: 'livelock' },
  },
]);

const spinning = mutantsOf('idle: spinning', [
  {
    name: 'rests-on-a-bell-of-its-own',
    file: 'src/executor/idle/spinning.ts',
    replace: 'while (!round.hasWork() && round.timeout() > 0);',
    by: 'if (!round.hasWork()) new Parker({ spin: 0 }).parkTimeout(round.timeout());',
    why: 'Saves the heat by a sleep on a bell that nobody was given.',
    caughtBy: { case: caseOf('idle: spinning', 'spinningForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'spins-while-a-timer-is-armed',
    file: 'src/executor/idle/spinning.ts',
    replace: '!round.hasWork() && round.timeout() > 0',
    by: '!round.hasWork() || round.timeout() > 0',
    why: '`||` for `&&`: spins on, whatever comes.',
    caughtBy: { case: caseOf('idle: spinning', 'spinningForOne waker'), kind: 'livelock' },
  },
  {
    name: 'spins-beyond-the-timer',
    file: 'src/executor/idle/spinning.ts',
    replace: '!round.hasWork() && round.timeout() > 0',
    by: '!round.hasWork()',
    why: 'Forgets that a timer ends the rest, too.',
    caughtBy: { case: caseOf('idle: spinning', 'spinningBusy patientWaker'), kind: 'livelock' },
  },
]);

const sleeping = mutantsOf('idle: sleeping', [
  {
    name: 'sleeps-until-the-timer',
    file: 'src/executor/idle/sleeping.ts',
    replace: `\
  rest(_round: Round): void {
    this.#bed.parkTimeout(this.ms);`,
    by: `\
  rest(round: Round): void {
    this.#bed.parkTimeout(round.timeout());`,
    why: 'Sleeps until the next timer; without one, for ever.',
    caughtBy: { case: caseOf('idle: sleeping', 'sleepingForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'sleeps-until-it-is-told',
    file: 'src/executor/idle/sleeping.ts',
    replace: 'this.#bed.parkTimeout(this.ms);',
    by: 'while (!this.#bed.parkTimeout(this.ms));',
    why: 'Takes the end of the time for a wake-up without reason, and sleeps again.',
    caughtBy: { case: caseOf('idle: sleeping', 'sleepingForOne waker'), kind: 'livelock' },
  },
  {
    name: 'sleeps-over-a-wake',
    file: 'src/executor/idle/sleeping.ts',
    replace: 'this.#bed.parkTimeout(this.ms);',
    by: 'if (!this.#unheard.tryPark()) this.#unheard.park();',
    why: 'Listens to the bell that is there not to be heard, and no longer comes by itself.',
    caughtBy: { case: caseOf('idle: sleeping', 'sleepingBusy waker'), kind: 'deadlock' },
  },
]);

const halting = mutantsOf('idle: halting', [
  {
    name: 'enables-then-halts',
    file: 'src/executor/idle/halting.ts',
    replace: 'else this.cpu.enableAndHlt(round.timeout());',
    by: `\
    else {
      this.cpu.enable();
      this.cpu.hlt(round.timeout());
    }`,
    why: 'Two steps in the place of one: the race of chapter 12.',
    caughtBy: { case: caseOf('idle: halting', 'haltingForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'looks-before-it-handles',
    file: 'src/executor/idle/halting.ts',
    replace: `\
    this.cpu.poll();
    if (round.hasWork()) return; // the double check: masking and halting are the expensive part
    this.cpu.disable();
    if (round.hasWork()) this.cpu.enable();
    else this.cpu.enableAndHlt`,
    by: `\
    if (round.hasWork()) return;
    this.cpu.poll();
    this.cpu.disable();
    this.cpu.enableAndHlt`,
    why: 'The second look left out: the interrupt of a wake since the first one is handled, and ends no halt.',
    caughtBy: { case: caseOf('idle: halting', 'haltingForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'halts-beyond-the-timer',
    file: 'src/executor/idle/halting.ts',
    replace: 'enableAndHlt(round.timeout())',
    by: 'enableAndHlt()',
    why: 'Forgets that a timer ends the halt, too.',
    caughtBy: { case: caseOf('idle: halting', 'haltingBusy patientWaker'), kind: 'livelock' },
  },
]);

const channel = mutantsOf('idle: channel', [
  {
    name: 'receives-over-work',
    file: 'src/executor/idle/channel.ts',
    replace: 'if (round.hasWork()) return;',
    by: '',
    why: 'No look before it receives: a task that woke itself during the round waits for another thread.',
    caughtBy: { case: caseOf('idle: channel', 'channelBusy patientWaker'), kind: 'livelock' },
  },
  {
    name: 'old-signal-cleared-before-receiving',
    file: 'src/executor/idle/channel.ts',
    replace: 'this.#signal.recvTimeout(round.timeout());',
    by: `\
    this.#signal.tryRecv();
    this.#signal.recvTimeout(round.timeout());`,
    why: 'Clears what may be left of an earlier wake after the look instead of before: it may be the latest.',
    caughtBy: { case: caseOf('idle: channel', 'channelForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'receives-beyond-the-timer',
    file: 'src/executor/idle/channel.ts',
    replace: 'recvTimeout(round.timeout())',
    by: 'recvTimeout(Number.POSITIVE_INFINITY)',
    why: 'Forgets that a timer ends the wait, too.',
    caughtBy: { case: caseOf('idle: channel', 'channelBusy patientWaker'), kind: 'livelock' },
  },
]);

export const idleMutants: readonly SeededMutant[] = [...parking, ...spinning, ...sleeping, ...halting, ...channel];
