import { blockOn, PENDING, pollFn, SharedWaker, type WakerHandle } from 'reveille';
import { Camp } from 'reveille/camp';
import { Parker, Unparker } from 'reveille/park';
import { type Pit, pit } from './pit.js';

/** Where a thread writes by which numbers its future is woken. */
const SLOT = 0;
const GENERATION = 1;

/** Threads that die asleep, with nobody but a waker or a token to end it. */
export const WAIT_PITS: readonly Pit[] = [
  pit<SharedArrayBuffer>(
    'parks',
    () => {
      const parker = new Parker();
      return { handle: parker.share(), check: () => Unparker.attach(parker.share()).unpark() };
    },
    (_, ready) => {
      const parker = new Parker();
      ready();
      parker.park();
    },
  ),
  pit<SharedArrayBuffer>(
    'blocks on a future',
    () => {
      const words = new Int32Array(new SharedArrayBuffer(8));
      const check = (): void => {
        const { buffer } = Camp.own().share();
        const handle: WakerHandle = {
          buffer,
          slot: words[SLOT] as number,
          generation: words[GENERATION] as number,
        };
        if (handle.slot > 0) SharedWaker.attach(handle).wake(); // it wakes nobody
      };
      return { handle: words.buffer, check };
    },
    (buffer, ready) => {
      const words = new Int32Array(buffer);
      const future = pollFn((cx) => {
        const { slot, generation } = cx.waker.share();
        words[GENERATION] = generation;
        words[SLOT] = slot;
        ready();
        return PENDING;
      });
      blockOn(future);
    },
  ),
];
