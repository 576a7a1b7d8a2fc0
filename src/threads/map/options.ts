import { checkInteger, checkOptions, describe } from '../../core/check.js';

/**
 * How {@link mapBounded} maps.
 *
 * @example
 * ```ts
 * import { ready } from 'reveille';
 * import { type MapOptions, mapBounded } from 'reveille/threads';
 *
 * const options: MapOptions = { concurrency: 2, ordered: false };
 * for await (const n of mapBounded([1, 2], (n) => ready(10 * n), options)) console.log(n); // 10, 20
 * ```
 */
export interface MapOptions {
  /** How many results are under way or waiting to be taken, at most: a whole number from 1 to 1,000,000. */
  readonly concurrency: number;
  /** Whether results come in the order of the items, as by default, or as they finish. */
  readonly ordered?: boolean;
}

/** @throws TypeError or RangeError naming the option that is not what {@link MapOptions} says. */
export function checkMapOptions(options: MapOptions): Required<MapOptions> {
  checkOptions('options', options, ['concurrency', 'ordered']);
  const { concurrency, ordered = true } = options;
  checkInteger('options.concurrency', concurrency, 1, 1_000_000);
  if (typeof ordered !== 'boolean') {
    throw new TypeError(`options.ordered: expected a boolean, got ${describe(ordered)}`);
  }
  return { concurrency, ordered };
}
