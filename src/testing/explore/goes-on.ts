import type { Answer } from '../model/checked-thread.js';
import {
  ANSWER,
  type Control,
  fieldOf,
  RUNS,
  STEP_LIMIT,
  STOOD_AT,
  VERDICT,
  VERDICT_THREAD,
} from '../model/control.js';
import { kindOf } from '../model/kind-of.js';
import { Log } from '../model/log.js';
import { threadNames } from '../model/thread-names.js';
import { encode } from '../strategy/replay.js';
import type { ExploreOptions } from './options.js';
import type { Program } from './program.js';
import { ScheduleError } from './schedule-error.js';
import { again, causeOf, headingOf, standing } from './story.js';

/**
 * The error for a schedule that failed, of which no more can be told: a thread cannot be got out of its code, to run the
 * schedule once more and write down its steps.
 */
export function goesOn(program: Program, control: Control, thread: number, options: ExploreOptions): ScheduleError {
  const { words } = control;
  const names = threadNames(program.threads);
  const log = new Log(control);
  const schedule = encode(log);
  const runs = words[RUNS] as number;
  const of = words[VERDICT_THREAD] as number;
  const error = of === -1 ? undefined : errorOf(control, of);
  const failure = { kind: kindOf(words[VERDICT] as number), thread: of, error, stepLimit: words[STEP_LIMIT] === 1 };
  const trace = names
    .map((name, i) => `${name} ${standing(words[fieldOf(i, STOOD_AT)] as number, failure, i)}`)
    .join('\n');
  const message = [
    `${headingOf(program, failure, log.length)} (schedule ${runs})`,
    '',
    trace,
    '',
    `There is no trace: ${names[thread]} ${GOES_ON}.`,
    '',
    again(schedule, options),
  ].join('\n');
  return new ScheduleError(message, failure.kind, { schedule, runs, trace }, error && causeOf(error));
}

function errorOf({ words, answers }: Control, thread: number): Answer['error'] {
  const length = words[fieldOf(thread, ANSWER)] as number;
  if (length === 0) return undefined;
  return (JSON.parse((answers[thread] as Buffer).toString('utf16le', 0, 2 * length)) as Answer).error;
}

const GOES_ON = 'goes on after the run was given up: it catches every exception, those of the checker too, in a loop';
