import { Executor, type Future } from 'reveille';
import { Camp, type CampHandle } from 'reveille/camp';
import { type EndHandle, type Receiver, RecvError, type Sender } from 'reveille/channel';
import { parking } from 'reveille/executor';

/** What threads that attach are given. */
export interface Shared {
  readonly tx: EndHandle;
  readonly rx: EndHandle;
  /** One more, of one kind. */
  readonly tx2: EndHandle;
  readonly rx2: EndHandle;
  /** To end the thread that made the channel. */
  readonly camp: CampHandle;
  readonly thread: number;
}

export type EndsOf<V> = readonly [Sender<V>, Receiver<V>];

/** An id that no thread has. */
const THREAD = 12_345_678;

/** Runs the future on a thread that sleeps without looking, so that the checker need not wait for the looks. */
export function wait<T>(future: Future<T>): T {
  return new Executor({ idle: parking({ spin: 0 }) }).runUntil(future);
}

/** A number in one byte, in a frame of its own. */
export const tiny = {
  name: 'tiny',
  encode(value: number, bytes: Uint8Array, at: number): number {
    bytes[at] = value;
    return at + 1;
  },
  decode: (bytes: Uint8Array, at: number): number => bytes[at] as number,
};

/** One end of each kind for other threads, and one more of one kind if that is asked for. */
export function handlesOf<V>([tx, rx]: EndsOf<V>, twice?: 'tx' | 'rx'): object {
  const handles = {
    tx: tx.share(),
    rx: rx.share(),
    ...(twice === 'tx' && { tx2: tx.share() }),
    ...(twice === 'rx' && { rx2: rx.share() }),
    camp: Camp.own().share(),
    thread: THREAD,
  };
  new Int32Array(handles.camp.buffer)[16 + 256 * Camp.own().me.record + 4] = THREAD;
  return handles;
}

/** A thread with a channel, which shares an end of each kind, and keeps those that `keep` answers. */
export function owner<V, T>(
  make: () => EndsOf<V>,
  keep: (tx: Sender<V>, rx: Receiver<V>) => Disposable[],
  run: (tx: Sender<V>, rx: Receiver<V>) => T,
  twice?: 'tx' | 'rx',
): () => Generator<object, T, Shared> {
  return function* () {
    const ends = make();
    const [tx, rx] = ends;
    const handles = handlesOf(ends, twice);
    const kept = keep(tx, rx);
    for (const end of ends) if (!kept.includes(end)) end[Symbol.dispose]();
    yield handles;
    return run(tx, rx);
  };
}

/** All that comes until the end. */
export function receiveAll<V>(rx: Receiver<V>): V[] {
  const got: V[] = [];
  try {
    for (;;) got.push(wait(rx.recv()));
  } catch (error) {
    if (!(error instanceof RecvError)) throw error;
    return got;
  }
}
