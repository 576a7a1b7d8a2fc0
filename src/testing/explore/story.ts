import type { Failure, Findings } from '../model/findings.js';
import type { ToldError } from '../model/main-line.js';
import { threadNames } from '../model/thread-names.js';
import { nameOf } from './exploration-of.js';
import type { ExploreOptions, StrategyOptions } from './options.js';
import type { Program } from './program.js';
import { ScheduleError } from './schedule-error.js';
import { sourceLine } from './source-line.js';
import { standingOf } from './standing.js';
import { traceOf } from './trace-of.js';

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
  options: ExploreOptions,
): ScheduleError {
  const { kind, schedule, found, error } = failure;
  const ends = failure.stoodAt.map((status, thread) => standing(status, failure, thread));
  const trace = traceOf(program, failure, ends);
  const from = found === schedule ? '' : `\nshortened from:   ${found}`;
  const message = [
    `${headingOf(program, failure, failure.steps.length)} (schedule ${runs} of ${nameOf(strategy)})`,
    ...(failure.picture === undefined ? [] : ['', failure.picture]),
    '',
    trace,
    '',
    ...hints(program, failure),
    `${again(schedule, options)}${from}`,
  ].join('\n');
  return new ScheduleError(message, kind, { schedule, runs, trace }, error === undefined ? undefined : causeOf(error));
}

/** What is likely to be behind it. */
function hints({ setup }: Program, { kind, names }: Failure): string[] {
  if (kind !== 'error' || setup !== undefined || names.size > 0) return [];
  return ['The program names no set-up (program.setup): its threads share no memory.', ''];
}

/** How to run a schedule once more. */
export function again(schedule: string, options: ExploreOptions): string {
  return `to see it again:  explore(program, { replay: '${schedule}'${others(options)} })`;
}

/** The options without which the same schedule would be another one. */
function others({ afterWrites, looks, maxSteps }: ExploreOptions): string {
  const given = Object.entries({ afterWrites, looks, maxSteps }).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => `, ${name}: ${value}`).join('');
}

/** What is known of a failure before its steps were written down. */
type Known = Pick<Failure, 'kind' | 'thread' | 'error' | 'stepLimit'>;

export function headingOf(program: Program, { kind, thread, error, stepLimit }: Known, steps: number): string {
  const who = thread === -1 ? '' : `${threadNames(program.threads)[thread]}: `;
  if (stepLimit) return `livelock: not over after ${steps} steps`;
  return error === undefined ? HEADINGS[kind] : `${HEADINGS[kind]}: ${who}${firstLine(error.message)}`;
}

/** Where the error of a failure was made. */
function placeOf({ error }: Known): string {
  const line = sourceLine(error?.stack, process.cwd());
  return line === undefined ? '' : ` at ${line}`;
}

/** Of messages that span several lines, such as those of assertions; all of it is in the error's cause. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] as string;
}

/** Where a thread stands at the end. */
export function standing(status: number, failure: Known, thread: number): string {
  if (failure.kind === 'error' && thread === failure.thread)
    return `threw ${failure.error?.value ?? `${failure.error?.name}${placeOf(failure)}`}`;
  return standingOf(status);
}

export function causeOf({ name, message, stack }: ToldError): Error {
  const cause = new Error(message);
  return Object.defineProperties(cause, {
    name: { value: name, configurable: true },
    stack: { value: stack, configurable: true },
  });
}
