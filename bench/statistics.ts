import { interquartileRange, median, min, quantileSorted, sampleWithReplacement } from 'simple-statistics';

/** A median, and how far it can be trusted. */
export interface Summary {
  readonly median: number;
  /** The confidence interval of the median. */
  readonly low: number;
  readonly high: number;
  /** The fastest sample: what the code costs when nothing disturbs it. */
  readonly min: number;
  /** How far the middle half of the samples spreads. */
  readonly iqr: number;
}

/** A figure with its confidence interval. */
export type Interval = Pick<Summary, 'median' | 'low' | 'high'>;

const CONFIDENCE = 0.95;
const RESAMPLES = 1000;

/** Pools the samples of all rounds; each round is one process. */
export function summarise(rounds: readonly (readonly number[])[]): Summary {
  const pooled = rounds.flat();
  const medians = bootstrap([rounds], ([resampled]) => median(resampled as number[]));
  return { median: median(pooled), ...medians, min: min(pooled), iqr: interquartileRange(pooled) };
}

/**
 * How many times as long the one takes as the other. Their rounds were interleaved, so whole rounds are resampled in
 * pairs: what slowed the machine down for a while slowed both.
 */
export function ratio(one: readonly (readonly number[])[], other: readonly (readonly number[])[]): Interval {
  const medians = bootstrap([one, other], ([a, b]) => median(a as number[]) / median(b as number[]));
  return { median: median(one.flat()) / median(other.flat()), ...medians };
}

/**
 * The bootstrap of Efron, in two stages: samples of one process resemble each other (they share its code layout and its
 * moment), so it draws processes first and samples within them second. Drawing from the pool alone would promise far
 * too narrow an interval.
 */
function bootstrap(
  series: readonly (readonly (readonly number[])[])[],
  statistic: (resampled: readonly (readonly number[])[]) => number,
): { low: number; high: number } {
  const random = mulberry32(1);
  const rounds = Math.min(...series.map((one) => one.length));
  const drawn = Array.from({ length: RESAMPLES }, () => {
    const picked = Array.from({ length: rounds }, () => Math.floor(random() * rounds));
    return statistic(series.map((one) => picked.flatMap((round) => resample(one[round] ?? [], random))));
  }).sort((a, b) => a - b);
  return { low: quantileSorted(drawn, (1 - CONFIDENCE) / 2), high: quantileSorted(drawn, (1 + CONFIDENCE) / 2) };
}

function resample(samples: readonly number[], random: () => number): number[] {
  return sampleWithReplacement([...samples], samples.length, random);
}

/** Tommy Ettinger's generator: small, and seeded, so that the same samples always give the same interval. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
