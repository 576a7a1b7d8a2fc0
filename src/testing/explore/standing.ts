import { BLOCKED, BLOCKED_FOR, DONE, HELD, IDLE, IDLE_FOR } from '../model/control.js';

/** Where a thread stands that has a status at the end of a run. */
export function standingOf(status: number): string {
  switch (status) {
    case DONE:
      return 'is through';
    case BLOCKED:
      return 'waits for ever';
    case BLOCKED_FOR:
      return 'waits, with a time limit';
    case IDLE:
      return 'waits in its event loop, for ever';
    case IDLE_FOR:
      return 'waits in its event loop, for a timer';
    case HELD:
      return 'spins';
    default:
      return 'could go on';
  }
}
