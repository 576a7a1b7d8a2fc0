import type { Play } from './act.js';
import { playChannel } from './channel/play.js';

/** All that is played, the threads' halves. An act says which is its own. */
export const PLAYS = {
  channel: playChannel,
} satisfies Record<string, Play>;
