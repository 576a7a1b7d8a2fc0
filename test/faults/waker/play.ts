import { parentPort } from 'node:worker_threads';
import { blockOn, PENDING, pollFn, SharedWaker, spawn } from 'reveille';
import { Parker } from 'reveille/park';
import type { Here } from '../../stress/here.js';
import type { Operation } from '../../stress/operations.js';
import type { WakerHandles } from './act.js';
import { Bells } from './bells.js';

const WAYS: readonly Operation[] = ['parks', 'blocks on a future', 'awaits a future'];

/** Asks, and sleeps until it is answered. */
export async function playWaker({ count, bells: buffer, waker }: WakerHandles, here: Here): Promise<void> {
  const bells = new Bells(buffer);
  const parker = new Parker();
  parentPort?.postMessage(parker.share());
  const main = SharedWaker.attach(waker);
  const me = here.number;
  const answered = () =>
    pollFn((cx) => {
      bells.setWaker(me, cx.waker.share());
      return bells.isAnswered(me) ? undefined : PENDING;
    });
  for (let done = 0; done < count && here.goesOn(done); done += 1) {
    const way = here.way(WAYS, done);
    here.at(way);
    const future = way === 'parks' ? undefined : answered();
    bells.ask(me);
    main.wake();
    if (future === undefined) while (!bells.isAnswered(me)) parker.park();
    else if (way === 'blocks on a future') blockOn(future);
    else await spawn(future);
    here.done();
  }
}
