import { blockOn, co, PENDING, pollFn, SharedWaker, sleep, spawn, timeout } from 'reveille';
import { Camp } from 'reveille/camp';
import { shared } from 'reveille/channel';
import { Mutex } from 'reveille/lock';
import { Parker, Unparker } from 'reveille/park';
import { type Pool, type PoolHandle, pool } from 'reveille/threads';
import { LIMIT, type Step, type Subject, subject, type Used } from '../subject.js';

type Jobs = typeof import('../jobs.js');

const nothing = (): void => {};

/** What threads that are in a camp do in it: be woken, wait for each other, come and go. */
function useCamp(): Used {
  const [tx, rx] = shared.bounded(2, 'i32');
  const mutex = new Mutex();
  const wakers: SharedWaker[] = [];
  const woken = () =>
    pollFn((cx) => {
      wakers.push(SharedWaker.attach(cx.waker.share()));
      return PENDING;
    });
  const steps: Record<string, Step> = {
    block: () => blockOn(timeout(woken(), LIMIT.timeout)),
    task: async () => await spawn(timeout(woken(), LIMIT.timeout)),
    wake: (chance) => wakers.length > 0 && chance.of(wakers).wake(),
    many: async () => {
      const tasks = Array.from({ length: 150 }, () => spawn(timeout(woken(), LIMIT.timeout)));
      await Promise.allSettled(tasks.map((task) => task));
    },
    send: () => tx.trySend(1),
    receive: async () => await rx.recv(LIMIT),
    receiveBlocking: () => rx.recvBlocking(LIMIT),
    lock: async () => (await mutex.lock(LIMIT))[Symbol.dispose](),
    sleep: async () =>
      await spawn(
        co(function* () {
          yield* sleep(1);
        }),
      ),
    ended: (chance) => Camp.own().ended(1_000_000 + chance.below(1_000)),
    isAlive: () => Camp.own().isAlive(Camp.own().me),
    news: async () => {
      using _ = Camp.own().onThreadEnd(nothing);
      await sleep(1);
    },
  };
  return { steps, drop: nothing };
}

function useToken(parker: Parker, unparker: Unparker): Used {
  const steps = {
    unpark: () => unparker.unpark(),
    park: () => parker.parkTimeout(LIMIT.timeout),
    tryPark: () => parker.tryPark(),
  };
  return { steps, drop: nothing };
}

function usePool(jobs: Pool<Jobs>): Used {
  const limited = jobs.with(LIMIT);
  const steps = {
    call: async () => await limited.echo('x'),
    block: () => blockOn(limited.echo('x')),
    long: async () => await limited.echo('x'.repeat(5_000)),
    stream: async () => {
      for await (const _ of limited.series(20));
    },
    ask: async () => await limited.ask((n) => n + 1),
    drop: () => limited.never()[Symbol.dispose](),
    many: async () => await Promise.allSettled(Array.from({ length: 70 }, () => limited.echo('y'))),
    stats: () => 'stats' in jobs && jobs.stats,
  };
  return { steps, drop: () => jobs[Symbol.dispose]() };
}

/** Which of a pool's memories are written into. */
function pools(memory: (handle: PoolHandle) => readonly SharedArrayBuffer[]): Subject {
  return subject<PoolHandle>({
    open() {
      const jobs = pool<Jobs>(new URL('../jobs.js', import.meta.url), { threads: 1, grace: 100 });
      blockOn(jobs.echo('it is there'));
      const handle = jobs.share();
      return { ...usePool(jobs), handle, memory: memory(handle) };
    },
    attach: (handle) => usePool(pool.attach<Jobs>(handle) as Pool<Jobs>),
    isLast: true,
  });
}

/** What threads know of each other, sleep on, and call. */
export const THREAD_SUBJECTS: Readonly<Record<string, Subject>> = {
  camp: subject<number>({
    open: () => ({ ...useCamp(), handle: 0, memory: [Camp.own().share().buffer] }),
    attach: useCamp,
    isLast: true,
  }),
  parker: subject<SharedArrayBuffer>({
    open() {
      const parker = new Parker();
      return { ...useToken(parker, parker.unparker()), handle: parker.share(), memory: [parker.share()] };
    },
    attach: (handle) => useToken(new Parker(), Unparker.attach(handle)),
  }),
  'pool: table': pools(({ table }) => [table]),
  'pool: arena': pools(({ arena }) => [arena]),
  'pool: queue': pools(({ jobs }) => jobs.flatMap(({ channel, queue }) => [channel, queue])),
};
