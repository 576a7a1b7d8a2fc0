import assert from 'node:assert/strict';
import { test } from 'node:test';

interface Interval {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

type Rounds = readonly (readonly number[])[];

const { ratio, summarise } = (await import(new URL('../../bench/statistics.js', import.meta.url).href)) as {
  readonly ratio: (one: Rounds, other: Rounds) => Interval;
  readonly summarise: (rounds: Rounds) => Interval & { readonly min: number; readonly iqr: number };
};

test('median_minimum_and_spread_of_all_rounds_together', () => {
  const { median, min, iqr } = summarise([
    [1, 2, 3],
    [4, 5, 6, 100],
  ]);
  assert.equal(median, 4);
  assert.equal(min, 1);
  assert.equal(iqr, 3); // from 2.5 to 5.5
});

test('equal_samples_leave_no_doubt', () => {
  const { low, median, high, iqr } = summarise([
    [7, 7, 7],
    [7, 7, 7],
  ]);
  assert.deepEqual({ low, median, high, iqr }, { low: 7, median: 7, high: 7, iqr: 0 });
});

test('the_interval_of_a_normal_distribution_has_the_width_that_theory_predicts', () => {
  // 400 quantiles of the normal distribution N(100, 10): the median's standard error is 1.2533 * 10 / sqrt(400).
  const samples = Array.from({ length: 400 }, (_, i) => 100 + 10 * probit((i + 0.5) / 400));
  const { low, median, high } = summarise([samples]);
  assert.ok(Math.abs(median - 100) < 0.05);
  const width = 2 * 1.96 * 1.2533 * (10 / Math.sqrt(400));
  assert.ok(high - low > 0.8 * width && high - low < 1.25 * width, `${high - low} is not about ${width}`);
});

test('rounds_that_disagree_widen_the_interval', () => {
  const agreeing = summarise([ramp(100), ramp(100), ramp(100)]);
  const disagreeing = summarise([ramp(90), ramp(100), ramp(110)]);
  assert.ok(disagreeing.high - disagreeing.low > 3 * (agreeing.high - agreeing.low));
});

test('the_same_samples_give_the_same_interval', () => {
  assert.deepEqual(summarise([ramp(50), ramp(60)]), summarise([ramp(50), ramp(60)]));
});

test('a_machine_that_slows_down_for_both_does_not_blur_the_ratio', () => {
  const slowing = [100, 200, 400];
  const { low, median, high } = ratio(
    slowing.map((ns) => [ns, ns, ns]),
    slowing.map((ns) => [2 * ns, 2 * ns, 2 * ns]),
  );
  assert.deepEqual({ low, median, high }, { low: 0.5, median: 0.5, high: 0.5 });
});

test('a_contender_with_fewer_rounds_is_compared_all_the_same', () => {
  assert.equal(ratio([[10], [10], [10]], [[5], [5]]).median, 2);
});

/** 21 samples around `middle`. */
function ramp(middle: number): number[] {
  return Array.from({ length: 21 }, (_, i) => middle + (i - 10) / 10);
}

/** The inverse of the normal distribution, by bisection of its integral. */
function probit(p: number): number {
  let [low, high] = [-6, 6];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (normal(middle) < p) low = middle;
    else high = middle;
  }
  return low;
}

/** The normal distribution's integral up to `x`, by Simpson's rule. */
function normal(x: number): number {
  const [steps, from] = [400, -8];
  const width = (x - from) / steps;
  const density = (at: number) => Math.exp((-at * at) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(from) + density(x);
  for (let i = 1; i < steps; i += 1) sum += density(from + i * width) * (i % 2 === 0 ? 2 : 4);
  return (sum * width) / 3;
}
