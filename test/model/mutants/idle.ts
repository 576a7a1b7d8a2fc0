import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const parking = mutantsOf('idle: parking', [
  {
    name: 'parks-over-work',
    file: 'src/executor/idle/on-bell.ts',
    replace: 'if (round.hasWork()) return;',
    by: '',
    why: 'No look before the park: a task that woke itself during the round waits for another thread.',
    caughtBy: { case: caseOf('idle: parking', 'parkingBusy patientWaker'), kind: 'livelock' },
  },
  {
    name: 'old-token-cleared-before-park',
    file: 'src/executor/idle/on-bell.ts',
    replace: 'home.sleep(timeout, this.sleeper);',
    by: `\
    home.sleep(0, this.sleeper);
    home.sleep(timeout, this.sleeper);`,
    why: 'Clears what may be left of an earlier wake after the look instead of before: it may be the latest.',
    caughtBy: { case: caseOf('idle: parking', 'parkingForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'parks-beyond-the-timer',
    file: 'src/executor/idle/on-bell.ts',
    replace: 'home.sleep(timeout, this.sleeper);',
    by: 'home.sleep(Number.POSITIVE_INFINITY, this.sleeper);',
    why: 'Forgets that a timer ends the sleep, too.',
    caughtBy: { case: caseOf('idle: parking', 'parkingBusy patientWaker'), kind: 'livelock' },
  },
]);

const spinning = mutantsOf('idle: spinning', [
  {
    name: 'rests-on-a-bell-of-its-own',
    file: 'src/executor/idle/spinning.ts',
    replace: 'while (!round.hasWork() && round.timeout() > 0);',
    by: 'if (!round.hasWork()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, round.timeout());',
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
    by: '_round.sleep(Number.POSITIVE_INFINITY);',
    why: 'Listens to the bell, and no longer comes by itself.',
    caughtBy: { case: caseOf('idle: sleeping', 'sleepingBusy waker'), kind: 'deadlock' },
  },
]);

const halting = mutantsOf('idle: halting', [
  {
    name: 'enables-then-halts',
    file: 'src/executor/idle/halting.ts',
    replace: 'this.cpu.enableAndHlt(round.timeout(), (ms) => home.sleep(ms, this.#sleeper));',
    by: `\
    this.cpu.enable();
    home.sleep(round.timeout(), this.#sleeper);`,
    why: 'Two steps in the place of one: the race of chapter 12.',
    caughtBy: { case: caseOf('idle: halting', 'haltingForKey device'), kind: 'deadlock' },
  },
  {
    name: 'looks-before-it-handles',
    file: 'src/executor/idle/halting.ts',
    replace: `\
    this.cpu.poll();
    if (round.hasWork()) return;`,
    by: `\
    if (round.hasWork()) return;
    this.cpu.poll();`,
    why: 'The wrong order: the interrupt since the look is handled, its task is ready, and nothing ends the halt.',
    caughtBy: { case: caseOf('idle: halting', 'haltingForKey device'), kind: 'deadlock' },
  },
  {
    name: 'halts-for-interrupts-only',
    file: 'src/executor/idle/halting.ts',
    replace: 'this.cpu.enableAndHlt(round.timeout(), (ms) => home.sleep(ms, this.#sleeper));',
    by: 'this.cpu.enableAndHlt(round.timeout());',
    why: 'Sleeps on the word of its interrupts, where no wake is heard.',
    caughtBy: { case: caseOf('idle: halting', 'haltingForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'halts-beyond-the-timer',
    file: 'src/executor/idle/halting.ts',
    replace: 'enableAndHlt(round.timeout(), ',
    by: 'enableAndHlt(Number.POSITIVE_INFINITY, ',
    why: 'Forgets that a timer ends the halt, too.',
    caughtBy: { case: caseOf('idle: halting', 'haltingBusy patientWaker'), kind: 'livelock' },
  },
  {
    name: 'device-rings-no-bell',
    file: 'src/park/device.ts',
    replace: 'ring(this.#camp, this.#record);',
    by: '',
    why: 'Notifies the word of the interrupts alone, and not the thread that sleeps on its bell.',
    caughtBy: { case: caseOf('idle: halting', 'haltingForKey device'), kind: 'deadlock' },
  },
]);

export const idleMutants: readonly SeededMutant[] = [...parking, ...spinning, ...sleeping, ...halting];
