import { describe } from '../../core/check.js';
import { MOST_THREADS, type Plan, steer } from './plan.js';
import type { Run } from './run.js';
import type { Strategy } from './strategy.js';

/** More steps than any run has. */
const MOST_STEPS = 10_000_000;

/**
 * The schedule of a run as a text to paste into a test: who made how many steps, one after the other.
 *
 * `0x5 1x3 0x12`: thread 0 made five steps, thread 1 three, thread 0 twelve.
 */
export function encode(run: Pick<Run, 'length' | 'thread'>): string {
  const pieces: string[] = [];
  for (let step = 0; step < run.length; ) {
    const from = step;
    const thread = run.thread(from);
    while (step < run.length && run.thread(step) === thread) step += 1;
    pieces.push(`${thread}x${step - from}`);
  }
  return pieces.join(' ');
}

/**
 * Reads what {@link encode} wrote: who is to make each step.
 *
 * @throws TypeError or RangeError when `replay` is no such text.
 */
export function decode(replay: string): Uint8Array {
  if (typeof replay !== 'string') throw new TypeError(`replay: expected a string, got ${describe(replay)}`);
  const pieces = replay.split(/\s+/).filter((piece) => piece !== '');
  if (pieces.length === 0) throw new RangeError('replay: expected a schedule such as 0x5 1x3, got an empty one');
  const blocks = pieces.map(blockOf);
  const length = blocks.reduce((sum, { steps }) => sum + steps, 0);
  if (length > MOST_STEPS) throw new RangeError(`replay: expected at most ${MOST_STEPS} steps, got ${length}`);
  const threads = new Uint8Array(length);
  let step = 0;
  for (const { thread, steps } of blocks) threads.fill(thread, step, (step += steps));
  return threads;
}

function blockOf(piece: string): { thread: number; steps: number } {
  const [, thread, steps] = /^(\d+)x([1-9]\d*)$/.exec(piece) ?? [];
  if (thread === undefined) {
    throw new RangeError(`replay: expected pieces such as 0x5 (thread 0 makes 5 steps), got ${describe(piece)}`);
  }
  if (Number(thread) >= MOST_THREADS) {
    throw new RangeError(`replay: expected threads from 0 to ${MOST_THREADS - 1}, got ${describe(piece)}`);
  }
  return { thread: Number(thread), steps: Number(steps) };
}

/**
 * One schedule, once. If the program has changed, a thread may be unable to make the step that it is to make; then
 * another makes it, and the run goes on as well as it can: {@link Replay.strayedAt}. No error, since a schedule that once
 * failed is worth keeping in a test after the mistake is mended.
 */
export class Replay implements Strategy {
  readonly name = 'replay';
  readonly phase = 'run 1 of 1';
  readonly completeUpTo = undefined;
  readonly #threads: Uint8Array;
  #begun = false;
  #strayedAt: number | undefined;

  /** @throws TypeError or RangeError when `replay` is not what {@link encode} writes. */
  constructor(replay: string) {
    this.#threads = decode(replay);
  }

  /** The first step that another thread made than was to, or that was not made; undefined when there was none. */
  get strayedAt(): number | undefined {
    return this.#strayedAt;
  }

  /** @throws RangeError when the schedule is longer than any run may be. */
  next(plan: Plan): boolean {
    if (this.#begun) return false;
    this.#begun = true;
    const { length } = this.#threads;
    const { length: room } = plan.orders;
    if (length > room) throw new RangeError(`replay: has ${length} steps, where a run has at most ${room}`);
    steer(plan, this.#threads, length);
    return true;
  }

  ran(run: Run): void {
    const stray = this.#threads.findIndex((thread, step) => step >= run.length || run.thread(step) !== thread);
    this.#strayedAt = stray === -1 ? undefined : stray;
  }
}
