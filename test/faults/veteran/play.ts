import { PENDING, TimeoutError } from 'reveille';
import { shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { Mutex, Notify, PoisonError, RwLock, Semaphore } from 'reveille/lock';
import type { Here } from '../../stress/here.js';
import type { Operation } from '../../stress/operations.js';
import type { VeteranHandles } from './veterans.js';

/** Milliseconds: who died with a lock is not waited for, but others that wait here may be. */
const LIMIT = { timeout: 2 };

/** Uses one after the other, and dies with one. What fails because another one died is passed over. */
export async function playVeteran(handles: VeteranHandles, here: Here): Promise<void> {
  const uses = usesOf(handles, here);
  for (let done = 0; done < handles.count && here.goesOn(done); done += 1) {
    const [operation, use] = uses[(done + here.number) % uses.length] as (typeof uses)[number];
    here.at(operation);
    try {
      await use(here.isDying(done));
    } catch (error) {
      const { name } = error as Error;
      if (!(error instanceof TimeoutError || error instanceof PoisonError || name === 'HandleError')) throw error;
      if (name === 'HandleError') return; // somebody left a number unfinished
    }
    here.done();
  }
}

type Use = (dies: boolean) => void | Promise<void>;

function usesOf(handles: VeteranHandles, here: Here): readonly (readonly [Operation, Use])[] {
  const mutex = Mutex.attach(handles.mutex as never);
  const lock = RwLock.attach(handles.lock as never);
  const semaphore = Semaphore.attach(handles.semaphore as never);
  const news = Notify.attach(handles.news as never);
  const [to, from] = [shared.attachSender(handles.numbers[0], 'i32'), shared.attachReceiver(handles.numbers[1], 'i32')];
  const out = shared.attachSender(handles.frames[0], bytes());
  const into = shared.attachReceiver(handles.frames[1], bytes());
  const held = async (guard: Disposable, dies: boolean): Promise<void> => {
    if (dies) here.goesOn(Number.MAX_SAFE_INTEGER);
    guard[Symbol.dispose]();
  };
  return [
    ['lock: limit', (dies) => held(mutex.lockBlocking(LIMIT), dies)],
    ['lock: write', async (dies) => held(await lock.write(LIMIT), dies)],
    ['lock: read', (dies) => held(lock.readBlocking(LIMIT), dies)],
    ['waits for a permit', (dies) => held(semaphore.acquireBlocking(2, LIMIT), dies)],
    ['waits for a notification', () => news.notifiedBlocking(LIMIT)],
    ['gives', () => news.notifyOne()],
    ['send: limit', () => to.sendBlocking(here.place, LIMIT)],
    ['receive: limit', () => void from.recvBlocking(LIMIT)],
    [
      'send: reserve',
      (dies) => {
        const frame = out.tryReserve(9);
        if (dies) here.goesOn(Number.MAX_SAFE_INTEGER);
        frame?.commit(3);
      },
    ],
    ['receive: try', () => void (into.tryRecv() === PENDING)],
    ['send: await', async () => void (await to.send(here.place, LIMIT))],
    ['receive: await', async () => void (await from.recv(LIMIT))],
  ];
}
