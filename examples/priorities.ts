/** Priorities with two executors: urgent tasks run before each step of the others, and never wait behind them. */
import { co, Executor, yieldNow } from 'reveille';

const urgent = new Executor();
const ordinary = new Executor();

/** Long work in steps; a step is as long as an urgent task may have to wait. */
const crunch = co.wrap(function* crunch(steps: number) {
  for (let step = 1; step <= steps; step += 1) {
    console.log(`ordinary: step ${step} of ${steps}`);
    if (step === 2) urgent.spawn(alarm('fire')); // what an interrupt would do
    yield* yieldNow();
  }
});

const alarm = co.wrap(function* ring(what: string) {
  for (let times = 1; times <= 3; times += 1) {
    console.log(`  urgent: ${what}, ${times}`);
    yield* yieldNow();
  }
});

ordinary.spawn(crunch(4));
// One round of the ordinary ones at a time. It goes round without sleeping, as fits tasks that are never idle.
do {
  urgent.runUntilStalled();
} while (ordinary.tick() || urgent.size > 0);
