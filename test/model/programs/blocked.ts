/** A thread that blocks on a future which another thread wakes: the handle leads to no slot, its bell is all there is. */
import { blockOn, PENDING, pollFn, SharedWaker, type WakerHandle } from 'reveille';

interface Shared {
  readonly items: Int32Array;
  readonly handle: WakerHandle;
}

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(8)) });

/** Where the state of a parker stands in its memory; see its source. */
const STATE = 2;

/**
 * The thread's handle, which is the same in each call. Its parker is as old as the thread and not made anew for each
 * run: what the run before left in it is taken away.
 */
function ownHandle(): WakerHandle {
  const handle = blockOn(pollFn((cx) => cx.waker.share()));
  new Int32Array(handle.bell)[STATE] = 0;
  return handle;
}

function* blocked(wanted: number): Generator<object, number, Shared> {
  const { items } = yield { handle: ownHandle() };
  return blockOn(
    pollFn((cx) => {
      cx.waker.share();
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

export function waker({ items, handle }: Shared): void {
  Atomics.add(items, 0, 1);
  SharedWaker.attach(handle).wake();
}

export function wakerOfTwo(shared: Shared): void {
  waker(shared);
  waker(shared);
}
