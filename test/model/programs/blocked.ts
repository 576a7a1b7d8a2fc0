/** A thread that blocks on a future which another thread wakes. */
import { blockOn, PENDING, pollFn, SharedWaker } from 'reveille';
import { Camp, type CampHandle } from 'reveille/camp';

interface Shared {
  readonly items: Int32Array;
  readonly camp: CampHandle;
}

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(16)) });

/** The words that tell of the handle: its slot and generation. */
const [SLOT, GENERATION] = [1, 2];

/** The handle is as old as the call: it is left in shared memory, as a future between threads would. */
function* blocked(wanted: number): Generator<object, number, Shared> {
  const { items } = yield { camp: Camp.own().share() };
  return blockOn(
    pollFn((cx) => {
      const { slot, generation } = cx.waker.share();
      Atomics.store(items, GENERATION, generation);
      Atomics.store(items, SLOT, slot);
      return Atomics.load(items, 0) < wanted ? PENDING : wanted;
    }),
  );
}

export function* sleeper(): Generator<object, number, Shared> {
  return yield* blocked(1);
}

export function* sleeperForTwo(): Generator<object, number, Shared> {
  return yield* blocked(2);
}

/** Who comes before the handle is there has nobody to wake: the item will be seen. */
export function waker({ items, camp }: Shared): void {
  Atomics.add(items, 0, 1);
  const slot = Atomics.load(items, SLOT);
  if (slot === 0) return;
  SharedWaker.attach({ ...camp, slot, generation: Atomics.load(items, GENERATION) }).wake();
}

export function wakerOfTwo(shared: Shared): void {
  waker(shared);
  waker(shared);
}
