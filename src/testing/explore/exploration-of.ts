import type { Findings } from '../model/findings.js';
import type { Exploration } from './exploration.js';
import type { ExploreOptions, StrategyOptions } from './options.js';

/** The report on an exploration in which nothing failed. */
export function explorationOf(strategy: StrategyOptions, findings: Findings, options: ExploreOptions): Exploration {
  const { ms, runs, exhausted, outcomes } = findings;
  const bound = findings.completeUpTo;
  const complete = exhausted && bound !== undefined;
  const outside = [...leftOut(strategy, findings, options)];
  const rate = (runs * 1_000) / ms;
  const name = nameOf(strategy);
  const text = [sentence(findings, complete, name), ...outside.map((what) => `Outside: ${what}.`)].join('\n');
  return { runs, complete, bound, strategy: name, outside, outcomes, ms, rate, text };
}

/** For reports: the strategy and what it was given. */
export function nameOf(strategy: StrategyOptions): string {
  switch (strategy.kind) {
    case 'depth-first':
      return `depth-first, bound ${strategy.bound}`;
    case 'dpor':
      return 'dpor';
    case 'replay':
      return `replay of ${strategy.schedule}`;
    default:
      return `${strategy.kind}, seed ${strategy.seed}`;
  }
}

function sentence({ runs, exhausted, completeUpTo }: Findings, complete: boolean, name: string): string {
  const schedules = `${runs.toLocaleString('en')} schedule${runs === 1 ? '' : 's'} (${name}), and none fails`;
  if (complete) {
    return completeUpTo === Number.POSITIVE_INFINITY
      ? `${schedules}; complete: every interleaving is covered`
      : `${schedules}; complete up to ${completeUpTo} preemption${completeUpTo === 1 ? '' : 's'}`;
  }
  if (completeUpTo !== undefined) return `${schedules}; stopped; complete up to bound ${completeUpTo} only`;
  return exhausted ? `${schedules}; a sample` : `${schedules}; stopped before the end`;
}

function* leftOut(strategy: StrategyOptions, findings: Findings, options: ExploreOptions): Generator<string> {
  const { completeUpTo } = findings;
  if (strategy.kind === 'depth-first' && findings.exhausted && completeUpTo !== Number.POSITIVE_INFINITY) {
    yield `schedules of more than ${strategy.bound} preemption${strategy.bound === 1 ? '' : 's'}`;
  }
  if (!findings.exhausted) yield 'what was left when the exploration was stopped';
  if (findings.held) {
    const looks = options.looks ?? 3;
    yield `what a thread does that has looked at the same word ${looks} times in vain, while others can go`;
  }
  if (options.afterWrites === false) yield 'interruptions between a write and the plain code behind it';
  if (findings.outcomesDropped > 0) yield `${findings.outcomesDropped} outcomes, which were too many to keep`;
}
