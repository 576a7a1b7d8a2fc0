import type { Cast } from './stage/cast.js';
import type { Row, Suite } from './table/row.js';
import { titleOf, type Variant } from './table/variant.js';

/** What came of a case in one of its variants. */
export interface Result {
  readonly variant: Variant;
  readonly error?: unknown;
}

/** Runs a case in all its variants; new threads take the places of those that took part in one that failed. */
export async function runRow(suite: Suite, row: Row, cast: Cast): Promise<Result[]> {
  if (row.kind !== 'played') return [];
  const results: Result[] = [];
  for (const variant of row.play.variants) {
    try {
      await row.play.run(variant, cast.stage(suite.name, row.elder));
      results.push({ variant });
    } catch (error) {
      results.push({ variant, error });
      await cast[Symbol.asyncDispose]();
    }
  }
  return results;
}

/** All that failed, in one error. */
export function assertPassed(results: readonly Result[]): void {
  const failed = results.filter((result) => 'error' in result);
  if (failed.length === 0) return;
  const told = failed.map(
    ({ variant, error }) => `${titleOf(variant)}: ${error instanceof Error ? error.stack : error}`,
  );
  throw new Error(
    `${failed.length} of ${results.length} variants failed\n${told.slice(0, 3).join('\n')}\n${failed
      .slice(3)
      .map(({ variant }) => titleOf(variant))
      .join('\n')}`,
  );
}
