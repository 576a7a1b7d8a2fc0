import { MOST_THREADS } from '../../../src/testing/strategy/plan.js';
import { dependent, type Run } from '../../../src/testing/strategy/run.js';

/**
 * Names the kind of a run: two runs have the same name if swapping neighbouring steps that do not depend on each other
 * turns one into the other. For each step of each thread, what it did and how many steps of each thread come before it in
 * all runs of the kind, by the definition alone: every step is compared with every other.
 */
export function kindOf(run: Run): string {
  const before: Set<number>[] = [];
  for (let step = 0; step < run.length; step += 1) {
    const known = new Set<number>();
    for (let earlier = 0; earlier < step; earlier += 1) {
      if (!comesBefore(run, earlier, step)) continue;
      known.add(earlier);
      for (const step of before[earlier] as Set<number>) known.add(step);
    }
    before.push(known);
  }
  const steps = before.map((known, step) => {
    const counts = Array.from({ length: MOST_THREADS }, () => 0);
    for (const earlier of known) counts[run.thread(earlier)] = (counts[run.thread(earlier)] as number) + 1;
    return `${run.thread(step)}:${run.place(step)}/${run.access(step)}:${counts}`;
  });
  return steps
    .map((text, step) => ({ text, thread: run.thread(step) }))
    .sort((a, b) => a.thread - b.thread)
    .map(({ text }) => text)
    .join(' ');
}

function comesBefore(run: Run, earlier: number, step: number): boolean {
  if (run.thread(earlier) === run.thread(step) || run.cause(step) === earlier) return true;
  return dependent(run.place(earlier), run.access(earlier), run.place(step), run.access(step));
}
