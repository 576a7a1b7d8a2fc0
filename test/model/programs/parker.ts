/** A thread that parks until a word is set, and threads that set it and unpark. A token that is lost is a deadlock. */
import assert from 'node:assert/strict';
import { Parker, Unparker } from 'reveille/park';

interface Shared {
  readonly items: Int32Array;
  readonly token: SharedArrayBuffer;
}

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(8)) });

function* taking(wanted: number, park: (parker: Parker) => void): Generator<object, number, Shared> {
  const parker = new Parker({ spin: 0 });
  const { items } = yield { token: parker.share() };
  let parks = 0;
  for (; Atomics.load(items, 0) < wanted; parks += 1) park(parker);
  return parks;
}

/** Wants one item. */
export function* sleeper(): Generator<object, number, Shared> {
  return yield* taking(1, (parker) => parker.park());
}

/** Wants two items. */
export function* sleeperForTwo(): Generator<object, number, Shared> {
  return yield* taking(2, (parker) => parker.park());
}

/** Wants three items. */
export function* sleeperForThree(): Generator<object, number, Shared> {
  return yield* taking(3, (parker) => parker.park());
}

/** Looks at the token some times before it sleeps. */
export function* spinningSleeper(): Generator<object, number, Shared> {
  const parker = new Parker({ spin: 2 });
  const { items } = yield { token: parker.share() };
  while (Atomics.load(items, 0) < 1) parker.park();
  return 0;
}

/** Gives up after some time, once, and then waits in earnest: a token that comes with the end of the limit is kept. */
export function* sleeperWithLimit(): Generator<object, number, Shared> {
  let limited = true;
  return yield* taking(1, (parker) => {
    if (limited) parker.parkTimeout(10);
    else parker.park();
    limited = false;
  });
}

function* honest(spin: number): Generator<object, boolean, Shared> {
  const parker = new Parker({ spin });
  yield { token: parker.share() };
  return parker.parkTimeout(10) || parker.tryPark();
}

/** What `parkTimeout` answers is true exactly if it took the token. */
export function* honestSleeper(): Generator<object, boolean, Shared> {
  return yield* honest(0);
}

/** The same, when it finds the token by looking for it. */
export function* honestSpinner(): Generator<object, boolean, Shared> {
  return yield* honest(2);
}

export function waker({ items, token }: Shared): void {
  Atomics.add(items, 0, 1);
  Unparker.attach(token).unpark();
}

export function wakerOfTwo({ items, token }: Shared): void {
  const unparker = Unparker.attach(token);
  for (let i = 0; i < 2; i += 1) {
    Atomics.add(items, 0, 1);
    unparker.unpark();
  }
}

export function unparker({ token }: Shared): void {
  Unparker.attach(token).unpark();
}

/** The token was taken by the sleeper, or is there still: it does not vanish. */
export function tokenKept({ token }: Shared, [taken]: readonly [boolean]): void {
  assert.equal(Number(taken) + Number(new Int32Array(token)[2] === 1), 1);
}
