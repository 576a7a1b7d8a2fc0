import { NOWHERE, preempts } from '../strategy/run.js';
import type { Failure } from './findings.js';
import type { Log } from './log.js';
import type { Detail } from './start.js';

/** The steps of a run, with what is known of each in words. */
export function toldSteps(log: Log, details: ReadonlyMap<number, Detail>): Failure['steps'] {
  return Array.from({ length: log.length }, (_, step) => ({
    thread: log.thread(step),
    preempts: preempts(log, step),
    text: details.get(step)?.text ?? (log.place(step) === NOWHERE ? '(no shared word)' : '(the code behind it)'),
    touches: `${log.place(step)} ${log.access(step)}`,
    stack: details.get(step)?.stack,
  }));
}
