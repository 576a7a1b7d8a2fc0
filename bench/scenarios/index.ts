import type { Scenario } from '../scenario.js';
import { BETWEEN_THREADS } from './between-threads.js';
import { BLOCK_ON } from './block-on.js';
import { BLOCKING_CALLS, FIRST_CALL } from './blocking-calls.js';
import { CARRIED } from './carried.js';
import { CHANNEL, SELECT } from './channel.js';
import { CODECS } from './codecs.js';
import { NESTING, READY } from './coroutine.js';
import { EXPLORE } from './explore.js';
import { LOCKS } from './locks.js';
import { POOLS } from './pools.js';
import { QUEUE } from './queue.js';
import { ROUND_TRIPS } from './round-trips.js';
import { EXECUTOR, SPAWN } from './tasks.js';
import { TWO_BY_TWO } from './two-by-two.js';
import { WOKEN } from './woken.js';

/** All families, in the order in which they are measured. */
export const FAMILIES: readonly (readonly Scenario[])[] = [
  BLOCK_ON,
  EXECUTOR,
  SPAWN,
  WOKEN,
  QUEUE,
  BETWEEN_THREADS,
  TWO_BY_TWO,
  CARRIED,
  ROUND_TRIPS,
  CODECS,
  CHANNEL,
  SELECT,
  LOCKS,
  NESTING,
  READY,
  BLOCKING_CALLS,
  FIRST_CALL,
  POOLS,
  EXPLORE,
];

/** All scenarios. */
export const SCENARIOS: readonly Scenario[] = FAMILIES.flat();
