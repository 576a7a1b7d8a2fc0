import { Camp } from 'reveille/camp';

/** An id that no thread has. */
const THREAD = 12_345_678;

/** Ends this thread's membership of its camp, as if it had died; it must do nothing more. */
export function die(): void {
  const camp = Camp.own();
  // The id is no other's: the thread that has set up, or one of an earlier run, may have had this one's.
  new Int32Array(camp.share().buffer)[16 + 256 * camp.me.record + 4] = THREAD;
  camp.ended(THREAD);
}
