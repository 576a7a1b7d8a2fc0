/** A lock taken and given back by one thread, which nobody else wants. */
import { Mutex, RwLock, Semaphore } from 'reveille/lock';
import type { Work } from '../scenario.js';

function work(turn: () => boolean): Work {
  return {
    units: 1,
    run(iterations) {
      let seen = 0;
      for (let i = 0; i < iterations; i += 1) if (turn()) seen += 1;
      return seen;
    },
  };
}

/** Takes it and gives it back. */
const taken = (guard: Disposable | undefined): boolean => {
  guard?.[Symbol.dispose]();
  return guard !== undefined;
};

export function mutex(): Work {
  const lock = new Mutex();
  return work(() => taken(lock.lockBlocking()));
}

export function reading(): Work {
  const lock = new RwLock();
  return work(() => taken(lock.readBlocking()));
}

export function writing(): Work {
  const lock = new RwLock();
  return work(() => taken(lock.writeBlocking()));
}

export function semaphore(): Work {
  const lock = new Semaphore(1);
  return work(() => taken(lock.acquireBlocking()));
}

/** The least that a mutex does: Drepper's, by futex, without owner, death or fairness. */
export function atomicsOnly(): Work {
  const word = new Int32Array(new SharedArrayBuffer(4));
  return work(() => {
    while (Atomics.compareExchange(word, 0, 0, 1) !== 0) Atomics.wait(word, 0, 1);
    if (Atomics.exchange(word, 0, 0) === 2) Atomics.notify(word, 0, 1);
    return true;
  });
}
