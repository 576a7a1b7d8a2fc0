import type { Act } from './act.js';
import { channelAct } from './channel/act.js';
import { LOCKS } from './lock/act.js';
import { QUEUES, queueAct } from './queue/act.js';
import { CARRIED } from './values.js';

/** All that is played, the main thread's halves. A seed says by its remainder which comes first. */
export const ACTS: readonly Act[] = [...CARRIED.map(channelAct), ...QUEUES.map(queueAct), ...LOCKS] as readonly Act[];
