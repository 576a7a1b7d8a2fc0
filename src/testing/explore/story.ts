import { BLOCKED, BLOCKED_FOR, type Control, DONE, HELD, IDLE, IDLE_FOR } from '../model/control.js';
import type { Failure, Findings } from '../model/findings.js';
import { Log } from '../model/log.js';
import { encode } from '../strategy/replay.js';
import { nameOf } from './exploration-of.js';
import type { StrategyOptions } from './options.js';
import type { Program } from './program.js';
import { ScheduleError } from './schedule-error.js';
import { sourceLine } from './source-line.js';
import { traceText } from './trace-text.js';

/** What a failure is called, at the head of its story. */
const HEADINGS: Readonly<Record<Failure['kind'], string>> = {
  deadlock: 'deadlock: threads wait, and nobody is left to wake them',
  livelock: 'livelock: all that is left spins, and nothing changes any more',
  error: 'a thread threw',
  invariant: 'the invariant does not hold at the end',
  always: 'what must always hold does not',
  'not linearizable': 'the recorded operations fit no order',
};

/** The error for a schedule that fails. */
export function failed(
  program: Program,
  strategy: StrategyOptions,
  { runs }: Findings,
  failure: Failure,
): ScheduleError {
  const { kind, schedule, found, error } = failure;
  const trace = traceOf(program, failure);
  const from = found === schedule ? '' : `\nshortened from:   ${found}`;
  const message = [
    `${headingOf(program, failure)} (schedule ${runs} of ${nameOf(strategy)})`,
    ...(failure.picture === undefined ? [] : ['', failure.picture]),
    '',
    trace,
    '',
    `to see it again:  explore(program, { replay: '${schedule}' })${from}`,
  ].join('\n');
  return new ScheduleError(message, kind, { schedule, runs, trace }, error === undefined ? undefined : causeOf(error));
}

/** The error for threads that make no step any more, of which nothing is known but the schedule. */
export function stuck(program: Program, control: Control): ScheduleError {
  const log = new Log(control);
  const schedule = encode(log);
  const steps = Array.from({ length: log.length }, (_, step) => ({ thread: log.thread(step) }));
  const last = program.threads[steps.at(-1)?.thread ?? 0];
  const message =
    `stuck: ${last} ran for half a minute without coming to an atomic operation, or ending. ` +
    `A loop that looks at no shared word can be left by nobody.\nschedule: ${schedule}`;
  return new ScheduleError(message, 'stuck', { schedule, runs: 0, trace: schedule });
}

function headingOf(program: Program, { kind, thread, error, stepLimit, steps }: Failure): string {
  const who = thread === -1 ? '' : `${program.threads[thread]}: `;
  if (stepLimit) return `livelock: not over after ${steps.length} steps`;
  return error === undefined ? HEADINGS[kind] : `${HEADINGS[kind]}: ${who}${error.message}`;
}

function traceOf(program: Program, failure: Failure): string {
  const folder = process.cwd();
  const steps = failure.steps.map(({ thread, text, stack, preempts }) => ({
    thread,
    text: named(text, failure.names),
    at: sourceLine(stack, folder),
    preempts,
  }));
  const ends = failure.stoodAt.map((status, thread) => standing(status, failure, thread));
  return traceText({ threads: program.threads, steps, ends });
}

/** Where a thread stands at the end. */
function standing(status: number, failure: Failure, thread: number): string {
  if (failure.kind === 'error' && thread === failure.thread)
    return `threw ${failure.error?.name}: ${failure.error?.message}`;
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

/** Puts the places' names into a step's text. */
function named(text: string, names: ReadonlyMap<number, string>): string {
  return text.replaceAll(/\0(\d+)\0/g, (_, digits) => {
    const place = Number(digits);
    const word = place & 0xffffff;
    const buffer = names.get(place >> 24) ?? `buffer${place >> 24}`;
    return word === 0xffffff ? `${buffer}.byteLength` : `${buffer}[${word}]`;
  });
}

function causeOf({ name, message, stack }: NonNullable<Failure['error']>): Error {
  const cause = new Error(message);
  return Object.defineProperties(cause, {
    name: { value: name, configurable: true },
    stack: { value: stack, configurable: true },
  });
}
