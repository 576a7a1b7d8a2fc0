import type { Cast } from './stage/cast.js';
import type { Play, Row, Stage, Suite } from './table/row.js';
import { titleOf, type Variant } from './table/variant.js';

/** What came of a case in one of its variants. */
export interface Result {
  readonly variant: Variant;
  readonly error?: unknown;
}

/** What came of those that were run, since several tests of an elder's may come to the same. */
const known = new WeakMap<Play, Promise<Result[]>>();

/** What comes of a case in all its variants. */
export function resultsOf(suite: Suite, row: Row, cast: Cast): Promise<Result[]> {
  if (row.kind !== 'played') return Promise.resolve([]);
  const { elder, play } = row;
  const results = known.get(play) ?? runAll(play, cast.stage(suite.name, elder), cast);
  known.set(play, results);
  return results;
}

/** New threads take the places of those that took part in a run that failed. */
async function runAll(play: Play, stage: Stage, cast: Cast): Promise<Result[]> {
  const results: Result[] = [];
  for (const variant of play.variants) {
    try {
      await play.run(variant, stage);
      results.push({ variant });
    } catch (error) {
      results.push({ variant, error });
      await cast[Symbol.asyncDispose]();
    }
  }
  return results;
}

/** What failed, with where. */
export function toldFailures(results: readonly Result[]): string[] {
  return results
    .filter((result) => 'error' in result)
    .map(({ variant, error }) => `${titleOf(variant)}: ${error instanceof Error ? error.stack : error}`);
}

/** All that failed, in one error. */
export function assertPassed(results: readonly Result[]): void {
  const told = toldFailures(results);
  if (told.length === 0) return;
  const others = told.slice(3).map((failure) => failure.split('\n', 1)[0]);
  throw new Error(`${told.length} of ${results.length} runs failed\n${[...told.slice(0, 3), ...others].join('\n')}`);
}
