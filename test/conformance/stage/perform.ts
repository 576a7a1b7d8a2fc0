import { all, blockOn, co, type Future, spawn } from 'reveille';
import type { Grade } from '../table/variant.js';
import { type Doing, type Here, LIMIT } from './here.js';

/** What one of those does who take part. */
export interface Role<P> {
  /** What it holds, in the words of the setting. */
  readonly needs: string;
  body(here: Here, props: P): Doing;
}

/** A role as a future, which lets go of what it holds when it is through, as closures do that are moved to a thread. */
export function acting<P extends Disposable>(role: Role<P>, here: Here, props: P): Future<unknown> {
  return co(function* acting() {
    using _ = props;
    return yield* role.body(here, props);
  });
}

/** Runs them all on this thread. */
export async function perform(grade: Grade, futures: readonly Future<unknown>[]): Promise<unknown[]> {
  if (grade === 'blocking') return blockOn(all(futures), { timeout: 2 * LIMIT });
  const handles = futures.map((future) => spawn(future));
  try {
    return await Promise.all(handles);
  } catch (error) {
    for (const handle of handles) handle.abort();
    throw error;
  }
}
