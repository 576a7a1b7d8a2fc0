import { Executor, PENDING, pollFn, SharedWaker, type WakerHandle } from 'reveille';
import { Camp } from 'reveille/camp';
import { shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { Barrier, Condvar, Mutex, Notify, Once, RwLock, Semaphore, WaitGroup } from 'reveille/lock';
import { Cpu, Device, Parker, Thread, Unparker } from 'reveille/park';
import { SharedArrayQueue, SharedFrameQueue, SharedSegQueue } from 'reveille/queue';
import { type Pool, pool } from 'reveille/threads';

/** A handle as it may arrive: what is in it is not known. */
export type Handle = Readonly<Record<string, unknown>>;

/** How each kind is attached. What is a bare piece of memory stands in a handle of one field here. */
export const ATTACH = {
  waker: (handle) => SharedWaker.attach(handle),
  camp: (handle) => Camp.join(handle),
  thread: (handle) => Thread.attach(handle),
  device: (handle) => Device.attach(handle),
  unparker: ({ buffer }) => Unparker.attach(buffer),
  arrayQueue: ({ buffer }) => SharedArrayQueue.attach(buffer),
  segQueue: ({ buffer }) => SharedSegQueue.attach(buffer),
  frameQueue: ({ buffer }) => SharedFrameQueue.attach(buffer),
  sender: (handle) => shared.attachSender(handle, 'i32'),
  receiver: (handle) => shared.attachReceiver(handle, 'i32'),
  unboundedReceiver: (handle) => shared.attachReceiver(handle, 'f64'),
  frameSender: (handle) => shared.attachSender(handle, bytes()),
  mutex: (handle) => Mutex.attach(handle),
  rwLock: (handle) => RwLock.attach(handle),
  semaphore: (handle) => Semaphore.attach(handle),
  condvar: (handle) => Condvar.attach(handle),
  barrier: (handle) => Barrier.attach(handle),
  waitGroup: (handle) => WaitGroup.attach(handle),
  once: (handle) => Once.attach(handle),
  notify: (handle) => Notify.attach(handle),
  pool: (handle) => pool.attach(handle),
} satisfies Record<string, (handle: never) => unknown>;

export type Kind = keyof typeof ATTACH;
export const KINDS = Object.keys(ATTACH) as Kind[];

const own: Disposable[] = [];
const kept = <T extends Disposable>(value: T): T => {
  own.push(value);
  return value;
};

/** Lets go of what the handles were made of. */
export function dropAll(): void {
  for (const one of own.splice(0)) one[Symbol.dispose]();
}

/** A handle of each kind. */
export function makeHandles(): Record<Kind, Handle> {
  const [ints, bigInts] = [shared.bounded(8, 'i32').map(kept), shared.bounded(8, 'i32').map(kept)];
  const doubles = shared.unbounded('f64').map(kept);
  const frames = shared.bounded(8, bytes()).map(kept);
  const p: Pool<object> = kept(pool(new URL('data:text/javascript,'), { priorities: 2 }));
  const memory = (buffer: SharedArrayBuffer): Handle => ({ buffer });
  const locks = {
    mutex: new Mutex(),
    rwLock: new RwLock(),
    semaphore: new Semaphore(1),
    condvar: new Condvar(),
    barrier: new Barrier(1),
    waitGroup: new WaitGroup(),
    once: new Once(),
    notify: new Notify(),
  };
  return {
    waker: { ...waker() },
    camp: { ...Camp.own().share() },
    thread: { ...Thread.current().share() },
    device: { ...new Cpu().share() },
    unparker: memory(new Parker().share()),
    arrayQueue: memory(new SharedArrayQueue(4).share()),
    segQueue: memory(new SharedSegQueue().share()),
    frameQueue: memory(new SharedFrameQueue({ bytes: 100 }).share()),
    sender: { ...ints[0]!.share() },
    receiver: { ...bigInts[1]!.share() },
    unboundedReceiver: { ...doubles[1]!.share() },
    frameSender: { ...frames[0]!.share() },
    ...(Object.fromEntries(
      Object.entries(locks).map(([kind, lock]) => [kind, kept(lock).share()]),
    ) as unknown as Record<keyof typeof locks, Handle>),
    pool: { ...p.share() },
  };
}

function waker(): WakerHandle {
  const executor = kept(new Executor());
  let handle: WakerHandle | undefined;
  executor.spawn(
    pollFn((cx) => {
      handle = cx.waker.share();
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  return handle!;
}
