import { all, select } from '../combinators/index.js';
import type { Future } from '../core/index.js';
import { co } from '../coroutine/index.js';
import { Executor, parking } from '../executor/index.js';
import { pending } from '../futures/index.js';
import { now, timeout } from '../time/index.js';
import { observe } from '../trace/index.js';
import { countFile, FileCount } from './count-file.js';
import { hasTerminal } from './keys.js';
import { Longest } from './longest.js';
import type { Output } from './output.js';
import { progress } from './progress.js';
import { Reading } from './reading.js';
import { Tally } from './tally.js';
import { WakeLog } from './wake-log.js';
import { type EndKey, watchKeys } from './watch-keys.js';

export interface JobOptions {
  readonly files: readonly string[];
  /** How much to read at a time (bytes). */
  readonly chunk: number;
  /** How many lines of wakes to print. */
  readonly wakeLines: number;
}

/** What the job found. */
export interface JobResult {
  /** The key that ended it; undefined when all files were read. */
  readonly key: EndKey | undefined;
  /** By the id of the task that counted. */
  readonly counts: ReadonlyMap<number, FileCount>;
  readonly tally: Tally;
  readonly longest: Longest;
  /** How long it took (milliseconds). */
  readonly took: number;
}

const LONGEST_WORDS = 5;

/** Much more than a thread takes to start on a busy machine (milliseconds). */
const START_LIMIT = 30_000;

/**
 * Counts the words of the files, on an executor of this thread, which parks unless it is woken: by the reactor, when it
 * has read something, by the clock, or by the keyboard. No event of Node's arrives on a parked thread, so all that
 * reaches the tasks comes through shared memory.
 *
 * @throws TimeoutError when the reactor does not start.
 */
export function countWords({ files, chunk, wakeLines }: JobOptions, out: Output, errors: Output): JobResult {
  const start = now();
  const log = new WakeLog(out, wakeLines);
  const tally = new Tally(log);
  const longest = new Longest(LONGEST_WORDS);
  const reading = new Reading(files, chunk);
  const sayTo = (output: Output) => (line: string) => {
    log.flush(); // in order
    output.line(line);
  };

  using executor = new Executor({ idle: parking() });
  using _ = observe(tally);
  const counts = new Map<number, FileCount>();
  const counting = reading.texts.map((text) => {
    const count = new FileCount(text, longest);
    const handle = executor.spawn(countFile(count, sayTo(errors)));
    counts.set(handle.id, count);
    return handle;
  });
  executor.spawn(progress([...counts.values()], sayTo(out)));
  const key = hasTerminal() ? executor.spawn(watchKeys(executor, sayTo(out))) : pending<EndKey>();
  executor.runUntilStalled(); // from now on each task waits, and the reactor can be told whom to wake
  const pressed = executor.runUntil(endOf(reading, counting, key));
  log.flush();
  return { key: pressed, counts, tally, longest, took: now() - start };
}

/** Starts the reactor; ready when all files are counted, or when a key ends it before. */
const endOf = co.wrap(function* main(
  reading: Reading,
  counting: readonly Future<void>[],
  key: Future<EndKey | undefined>,
) {
  using _ = yield* timeout(reading.start(), START_LIMIT);
  const first = yield* select({ key, done: all(counting) });
  return first.key === 'key' ? first.value : undefined;
});
