import type { Play } from './act.js';
import { playChannel } from './channel/play.js';
import { playQueue } from './queue/play.js';

/** All that is played, the threads' halves. An act says which is its own. */
export const PLAYS = {
  channel: playChannel,
  queue: playQueue,
} satisfies Record<string, Play>;
