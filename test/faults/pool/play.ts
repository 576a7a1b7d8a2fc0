import { pool } from 'reveille/threads';
import type { Here } from '../../stress/here.js';
import type { PoolSetting } from './act.js';
import { CallBook } from './call-book.js';
import { CALL_WAYS, isAnswered, operationOf } from './calls.js';

/** Calls the pool of the main thread, and dies meanwhile. */
export async function playPool({ pool: handle, count, book: buffer }: PoolSetting, here: Here): Promise<void> {
  const mortal = pool.attach<typeof import('./mortal.js')>(handle);
  const book = new CallBook(buffer);
  for (let done = 0; done < count && here.goesOn(done); done += 1) {
    const way = here.way(CALL_WAYS, done);
    here.at(operationOf(way));
    const call = book.next(here.place);
    if (await isAnswered(mortal, way, call, done)) book.answered(call);
    here.done();
  }
}
