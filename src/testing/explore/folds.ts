import type { TraceStep } from './trace-text.js';

/** Steps that come again and again: told once, then counted. */
export interface Fold {
  /** Where the first repetition begins. */
  readonly from: number;
  /** How many steps make a round. */
  readonly period: number;
  /** How often the round comes again. */
  readonly times: number;
}

/** Steps of a round, at most. */
const MOST_PERIOD = 40;

/** Fewer repeated steps than that are told one by one: what they read and wrote may matter. */
const FEWEST = 24;

/**
 * The repetitions in a run: of the same steps by the same thread at the same lines, whatever the values were; a loop that
 * counts while it waits is one. Of steps that `isTold` denies, nothing is known but what they touched.
 */
export function folds(steps: readonly TraceStep[], isTold: (step: number) => boolean): Fold[] {
  const shapes = steps.map((step, i) => (isTold(i) ? shapeOf(step) : undefined));
  const found: Fold[] = [];
  for (let i = 0; i < steps.length; ) {
    const fold = longest(i);
    if (fold !== undefined) found.push(fold);
    i = fold === undefined ? i + 1 : fold.from + fold.period * fold.times;
  }
  return found;

  /** Of the rounds that begin with a step, the shortest one that comes again often enough. */
  function longest(start: number): Fold | undefined {
    for (let period = 1; period <= MOST_PERIOD; period += 1) {
      const from = start + period;
      let end = from;
      while (end < steps.length && isSame(end, start + ((end - start) % period))) end += 1;
      const times = Math.floor((end - from) / period);
      if (times * period >= FEWEST && times > 1) return { from, period, times };
    }
    return undefined;
  }

  function isSame(i: number, j: number): boolean {
    const [a, b] = [steps[i] as TraceStep, steps[j] as TraceStep];
    if (a.thread !== b.thread || a.preempts !== b.preempts || a.touches !== b.touches) return false;
    return shapes[i] === undefined || shapes[j] === undefined || shapes[i] === shapes[j];
  }
}

/** What a step did and where, but for the values. */
function shapeOf({ text, at = '' }: TraceStep): string {
  return `${text.replaceAll(/-?\b\d+/g, '#')} ${at}`;
}
