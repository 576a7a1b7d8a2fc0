import type { Subject } from './subject.js';
import { CHANNEL_SUBJECTS } from './subjects/channels.js';
import { LOCK_SUBJECTS } from './subjects/locks.js';
import { QUEUE_SUBJECTS } from './subjects/queues.js';
import { THREAD_SUBJECTS } from './subjects/threads.js';

/** All that stands in shared memory, by name. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
  ...QUEUE_SUBJECTS,
  ...CHANNEL_SUBJECTS,
  ...LOCK_SUBJECTS,
  ...THREAD_SUBJECTS,
};
