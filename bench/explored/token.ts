/** A thread that parks until there are four items, and the one that puts them there, and unparks it after each. */
import { Parker, Unparker } from 'reveille/park';

interface Shared {
  readonly items: Int32Array;
  readonly token: SharedArrayBuffer;
}

const ITEMS = 4;

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(4)) });

export function* sleeper(): Generator<object, void, Shared> {
  const parker = new Parker({ spin: 0 });
  const { items } = yield { token: parker.share() };
  while (Atomics.load(items, 0) < ITEMS) parker.park();
}

export function waker({ items, token }: Shared): void {
  const unparker = Unparker.attach(token);
  for (let n = 0; n < ITEMS; n += 1) {
    Atomics.add(items, 0, 1);
    unparker.unpark();
  }
}
