import type { Findings } from '../model/findings.js';
import { threadNames } from '../model/thread-names.js';
import type { Exploration } from './exploration.js';
import type { ExploreOptions, StrategyOptions } from './options.js';
import type { Program } from './program.js';

/** The report on an exploration in which nothing failed. */
export function explorationOf(
  strategy: StrategyOptions,
  findings: Findings,
  options: ExploreOptions,
  { model, threads }: Program,
): Exploration {
  const { ms, runs, exhausted, outcomes } = findings;
  const bound = findings.completeUpTo;
  const complete = exhausted && bound !== undefined;
  const outside = [...leftOut(strategy, findings, options, model !== undefined, threads)];
  const rate = ms === 0 ? 0 : (runs * 1_000) / ms;
  const name = nameOf(strategy);
  const text = [sentence(findings, strategy, outside), ...outside.map((what) => `Outside: ${what}.`)].join('\n');
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

function sentence(findings: Findings, strategy: StrategyOptions, outside: readonly string[]): string {
  const { runs, exhausted, completeUpTo } = findings;
  const schedules = `${runs.toLocaleString('en')} schedule${runs === 1 ? '' : 's'}`;
  return `${schedules} (${nameOf(strategy)}), and none fails${ending()}`;

  function ending(): string {
    if (completeUpTo === undefined && !exhausted) return '; stopped before the end';
    if (completeUpTo === undefined) return strategy.kind === 'replay' ? '' : '; a sample';
    if (!exhausted) return `; stopped; complete up to bound ${completeUpTo} only`;
    if (completeUpTo !== Number.POSITIVE_INFINITY) return `; complete up to ${counted(completeUpTo, 'preemption')}`;
    return `; complete: every interleaving is covered${outside.length === 0 ? '' : ', but for what is outside'}`;
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function* leftOut(
  strategy: StrategyOptions,
  findings: Findings,
  options: ExploreOptions,
  hasModel: boolean,
  threads: readonly string[],
): Generator<string> {
  const { completeUpTo } = findings;
  if (strategy.kind === 'depth-first' && findings.exhausted && completeUpTo !== Number.POSITIVE_INFINITY) {
    yield `schedules of more than ${counted(strategy.bound, 'preemption')}`;
  }
  if (findings.exhausted && completeUpTo === undefined) {
    yield strategy.kind === 'replay' ? 'all other schedules' : 'schedules that were not drawn';
  }
  if (findings.strayedAt !== undefined) {
    yield `the schedule from step ${findings.strayedAt + 1} on: there the run left it, since the program has changed`;
  }
  if (findings.recorded && !hasModel) yield 'the recorded operations: the program names no model to hold them against';
  if (!findings.exhausted) yield 'what was left when the exploration was stopped';
  if (findings.held !== undefined) {
    const { thread, at = 'a time limit' } = findings.held;
    const looks = counted(options.looks ?? 3, 'look');
    yield `more than ${looks} in vain: ${threadNames(threads)[thread]}, for one, was held at ${at} until something changed; options.looks allows more`;
  }
  if (strategy.kind === 'dpor' && findings.plain !== undefined) {
    yield `races between plain accesses (such as the write to ${findings.plain}): dpor tells orders apart by atomic steps`;
  }
  if (options.afterWrites === false) yield 'interruptions between a write and the plain code behind it';
  if (findings.dropped > 0) {
    yield `the outcomes of ${findings.dropped.toLocaleString('en')} schedules, which were too many to keep`;
  }
}
