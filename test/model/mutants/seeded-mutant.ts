import type { ExploreOptions, ScheduleErrorKind } from 'reveille/testing';
import type { Mutant } from '../build-mutant.js';
import type { Case } from '../cases.js';

/** A mutant that is kept, and by which means it is caught. */
export interface SeededMutant extends Mutant {
  /** What it is a mistake in. */
  readonly structure: string;
  readonly caughtBy: Means;
}

/** What finds a mistake. */
export interface Means {
  /** The case that fails. The library itself passes it. */
  readonly case: Case;
  /** How its schedules are searched; the first search of the case when left out. */
  readonly search?: ExploreOptions;
  /** How it fails. */
  readonly kind: ScheduleErrorKind;
}

/** The mutants of one structure. */
export function mutantsOf(structure: string, mutants: readonly Omit<SeededMutant, 'structure'>[]): SeededMutant[] {
  return mutants.map((mutant) => ({ structure, ...mutant }));
}
