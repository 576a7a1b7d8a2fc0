import type { Failure } from '../model/findings.js';
import { named } from '../model/places.js';
import { threadNames, withThreadNames } from '../model/thread-names.js';
import type { Program } from './program.js';
import { sourceLine } from './source-line.js';
import { traceText } from './trace-text.js';

/** The steps of a run with the names that the program has for threads and buffers, and the lines of its source. */
export function traceOf(
  program: Program,
  { steps, names }: Pick<Failure, 'steps' | 'names'>,
  ends: readonly string[],
): string {
  const folder = process.cwd();
  const threads = threadNames(program.threads);
  const told = steps.map(({ thread, text, touches, stack, preempts }) => ({
    thread,
    touches,
    text: withThreadNames(named(text, names), threads),
    at: sourceLine(stack, folder),
    preempts,
  }));
  return traceText({ threads, steps: told, ends });
}
