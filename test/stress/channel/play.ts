import type { Here } from '../here.js';
import { consume } from './consume.js';
import type { Ends } from './lanes.js';
import { produce } from './produce.js';

/** A thread's part in an act with channels. */
export async function playChannel(ends: Ends, here: Here): Promise<void> {
  await (ends.role === 'producer' ? produce : consume)(ends, here);
}
