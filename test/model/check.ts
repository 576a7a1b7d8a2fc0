import { type Exploration, type ExploreOptions, explore, ScheduleError } from 'reveille/testing';
import type { Case } from './cases.js';
import type { SeededMutant } from './mutants/seeded-mutant.js';

/** Checks a case, as the library is or with what was built of it. @throws ScheduleError when it fails. */
export function check(
  { file, program }: Case,
  search: ExploreOptions,
  module: URL = new URL(`./programs/${file}.js`, import.meta.url),
): Promise<Exploration> {
  return explore({ module, ...program }, search);
}

/**
 * Looks for the mistake in a mutant.
 *
 * @param module - the case's program, with the mistake in the library.
 * @param search - the search that is said to find it, or another one.
 * @returns how it was found; undefined if it was not.
 */
export async function hunt(
  mutant: SeededMutant,
  module: URL,
  search: ExploreOptions = searchOf(mutant),
): Promise<ScheduleError | undefined> {
  try {
    await check(mutant.caughtBy.case, search, module);
    return undefined;
  } catch (error) {
    if (error instanceof ScheduleError) return error;
    throw error;
  }
}

/** The search that is said to find a mutant; it takes the time that it takes. */
export function searchOf({ caughtBy }: SeededMutant): ExploreOptions {
  const { timeBox: _, ...search } = caughtBy.search ?? (caughtBy.case.searches[0] as ExploreOptions);
  return search;
}
