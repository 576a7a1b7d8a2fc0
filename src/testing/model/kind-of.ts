import type { ScheduleErrorKind } from '../explore/schedule-error.js';
import { BROKEN, DEADLOCK, LIVELOCK } from './control.js';

/** What a failure is that a run's verdict, see control.ts, has noticed. */
export function kindOf(verdict: number): Exclude<ScheduleErrorKind, 'stuck'> {
  switch (verdict) {
    case DEADLOCK:
      return 'deadlock';
    case LIVELOCK:
      return 'livelock';
    case BROKEN:
      return 'always';
    default:
      return 'error';
  }
}
