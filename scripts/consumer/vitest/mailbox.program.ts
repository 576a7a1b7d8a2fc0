/** Two ways to wait for an item, apart from the test, which each checked thread would load along with them. */
import { Parker, Unparker } from 'reveille/park';

interface Shared {
  readonly items: Int32Array;
  readonly token: SharedArrayBuffer;
}

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(8)) });

/** Looks, and sleeps if there was nothing: a bell that rings in between is lost. */
export function careless({ items }: Shared): void {
  if (Atomics.load(items, 0) === 0) Atomics.wait(items, 1, 0);
}

export function ringing({ items }: Shared): void {
  Atomics.add(items, 0, 1);
  Atomics.notify(items, 1);
}

/** The cure: a token that is left for whoever is about to sleep. */
export function* careful(): Generator<object, void, Shared> {
  const parker = new Parker({ spin: 0 });
  const { items } = yield { token: parker.share() };
  while (Atomics.load(items, 0) === 0) parker.park();
}

export function unparking({ items, token }: Shared): void {
  Atomics.add(items, 0, 1);
  Unparker.attach(token).unpark();
}
