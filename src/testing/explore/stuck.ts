import { ReveilleError } from '../../core/errors.js';
import {
  CHOSEN,
  type Control,
  fieldOf,
  OVER,
  PHASE,
  RUNNING,
  RUNS,
  SETTING_UP,
  STATUS,
  STOP,
  UNWINDING,
} from '../model/control.js';
import { Log } from '../model/log.js';
import type { Detail } from '../model/start.js';
import { threadNames } from '../model/thread-names.js';
import { toldSteps } from '../model/told-steps.js';
import { encode } from '../strategy/replay.js';
import type { Program } from './program.js';
import { ScheduleError } from './schedule-error.js';
import { standingOf } from './standing.js';
import { traceOf } from './trace-of.js';

/**
 * The error for threads that make no step any more.
 *
 * @param details - the steps in words, as far as they are known.
 */
export function stuck(program: Program, control: Control, details: ReadonlyMap<number, Detail> = new Map()): Error {
  const { words } = control;
  const phase = words[PHASE] as number;
  const stalled = words[STOP] === 1 ? STOPPED : STALLED;
  if (phase === SETTING_UP) return new ReveilleError(`explore: set-up ${stalled}`);
  if (phase === OVER) return new ReveilleError(`explore: what judges a run (the invariant, the model) ${STALLED}`);
  if (phase !== RUNNING && phase !== UNWINDING)
    return new ReveilleError(`explore: the threads stand still; one ${STALLED}`);
  const log = new Log(control);
  const schedule = encode(log);
  const chosen = words[CHOSEN] as number;
  const who = threadNames(program.threads)[chosen];
  const message = `stuck: ${who} ${stalled}, nor come to an atomic operation. ${PLAIN}`;
  const ends = program.threads.map((_, thread) =>
    thread === chosen ? 'is stuck' : standingOf(words[fieldOf(thread, STATUS)] as number),
  );
  const trace = details.size === 0 ? '' : traceOf(program, { steps: toldSteps(log, details), names: new Map() }, ends);
  const parts = [message, trace, schedule === '' ? '' : `schedule: ${schedule}`].filter((part) => part !== '');
  return new ScheduleError(parts.join('\n\n'), 'stuck', { schedule, runs: words[RUNS] as number, trace });
}

const STALLED = 'has not ended in half a minute';
const STOPPED = 'was to stop, and has not ended in two seconds';

const PLAIN =
  'Does it wait in a loop that reads shared memory without Atomics.load, such as `while (words[0] === 0);`? While it does, ' +
  'no other thread can go, so nothing changes there.';
