import { duration, times } from './format.js';
import type { Absence, Result } from './rounds.js';
import { ratio, type Summary } from './statistics.js';

/** What a figure must not exceed. */
export type Target = {
  readonly what: string;
  /** The name of the result that is judged. */
  readonly measured: string;
  readonly limit: number;
} & (
  | { readonly unit: 'x' /** The name of the result it is divided by. */; readonly of: string }
  | { readonly unit: 'ns' | 'bytes' }
);

/** The reason for the lack of a figure that nobody asked for. */
export const NOT_CHOSEN = 'not chosen';

/** The name under which the size of the bundle is judged. */
export const BUNDLE = 'bundle';

const within = (what: string, measured: string, limit: number, of: string): Target => ({
  what,
  measured,
  limit,
  unit: 'x',
  of,
});

/** The pools whose best is to be beaten; so each of them is. */
const POOLS = ['piscina', 'tinypool', 'workerpool', 'poolifier'] as const;

export const TARGETS: readonly Target[] = [
  within('blockOn, 10 yields, one class', 'block_on/blockOn/10', 0.5, 'block_on/rust-futures/10'),
  within('blockOn, 50 yields, one class', 'block_on/blockOn/50', 0.5, 'block_on/rust-futures/50'),
  within('blockOn, 10 yields, 8 classes', 'block_on_8_classes/blockOn/10', 1, 'block_on_8_classes/rust-futures/10'),
  within('blockOn, 50 yields, 8 classes', 'block_on_8_classes/blockOn/50', 1, 'block_on_8_classes/rust-futures/50'),
  { what: 'blockOn, 0 yields', measured: 'block_on/blockOn/0', limit: 3, unit: 'ns' },
  within('blockOnChannel, 50 yields', 'block_on/blockOnChannel/50', 1, 'block_on/rust-bounded1/50'),
  within('blockOnExecutor, 50 yields', 'block_on/blockOnExecutor/50', 1, 'block_on/rust-executor/50'),
  within('executor, a poll, hand-written', 'executor/hand-written/100', 0.25, 'executor/native-await/100'),
  within('executor, a poll, co', 'executor/co/100', 0.6, 'executor/native-await/100'),
  within('spawn + run, a task, hand-written', 'spawn/hand-written/100000', 0.35, 'spawn/native-promises/100000'),
  within('spawn + run, a task, co', 'spawn/co/100000', 0.35, 'spawn/native-promises/100000'),
  { what: 'waking a woken task, SharedWaker', measured: 'wake_woken/SharedWaker/1', limit: 15, unit: 'ns' },
  { what: 'waking a woken task, Waker', measured: 'wake_woken/Waker/1', limit: 15, unit: 'ns' },
  within('await of a ready future in co', 'await_ready/co/1000', 0.3, 'await_ready/native-await/1000'),
  within('resume at depth 20, of depth 1', 'nesting/co/20', 1.3, 'nesting/co/1'),
  within('ArrayQueue, push + pop at depth 64', 'queue/ArrayQueue/64', 1, 'queue/denque/64'),
  { what: 'SharedArrayQueue, push + pop', measured: 'queue/SharedArrayQueue/64', limit: 50, unit: 'ns' },
  { what: 'channel(128), a message', measured: 'channel/bounded/128', limit: 60, unit: 'ns' },
  {
    what: 'shared.bounded(1024), a number',
    measured: 'between_threads/shared.bounded-1024/1',
    limit: 50,
    unit: 'ns',
  },
  // 5 million numbers a second
  {
    what: 'two threads to two others, a number',
    measured: 'two_by_two/shared.bounded/1024',
    limit: 200,
    unit: 'ns',
  },
  {
    what: 'shared.bounded(1024), a number of 64',
    measured: 'between_threads/shared.bounded-1024/64',
    limit: 6.67,
    unit: 'ns',
  },
  within(
    'shared.bounded(1024), of postMessage',
    'between_threads/shared.bounded-1024/1',
    0.1,
    'between_threads/postMessage/1',
  ),
  ...(
    [
      ['record', 0.1],
      ['json', 0.67],
      ['msgpack', 0.67],
    ] as const
  ).map(([codec, limit]) =>
    within(
      `an object as ${codec}, of postMessage`,
      `objects_between_threads/${codec}/57`,
      limit,
      'objects_between_threads/message/57',
    ),
  ),
  within('1 KB, of postMessage', 'frames_between_threads/bytes/1024', 0.2, 'frames_between_threads/message/1024'),
  { what: 'ping-pong over channels', measured: 'ping_pong/shared.bounded/1', limit: 1_000, unit: 'ns' },
  within(
    'ping-pong that never spins, of Atomics.wait',
    'ping_pong_without_spinning/shared.bounded/1',
    1.1,
    'ping_pong_without_spinning/Atomics.wait/1',
  ),
  within(
    'waking a task on an event loop, of waitAsync',
    'waking_event_loop/SharedWaker/1',
    1.1,
    'waking_event_loop/waitAsync/1',
  ),
  within(
    'waking a task on an event loop, of a port',
    'waking_event_loop/SharedWaker/1',
    1.1,
    'waking_event_loop/port/1',
  ),
  { what: 'select of two channels, a message', measured: 'select/select/2', limit: 150, unit: 'ns' },
  within('blocking call, of synckit', 'blocking_call/offload/1', 0.1, 'blocking_call/synckit/1'),
  within(
    'blocking call that never spins, of the parked floor',
    'blocking_call_without_spinning/offload/1',
    1.1,
    'blocking_call_without_spinning/parked/1',
  ),
  within('blocking call, 1 KB, of synckit', 'blocking_call_echo/offload/1024', 0.15, 'blocking_call_echo/synckit/1024'),
  within(
    'blocking call, 1 MB, of synckit',
    'blocking_call_answer/offload/1048576',
    0.6,
    'blocking_call_answer/synckit/1048576',
  ),
  within('first call, of synckit', 'first_call/offload/1', 0.5, 'first_call/synckit/1'),
  ...POOLS.map((other) =>
    within(
      `pool, 10,000 jobs at once, a job, of ${other}`,
      'pool_burst/reveille/10000',
      0.2,
      `pool_burst/${other}/10000`,
    ),
  ),
  { what: 'pool, 10,000 jobs at once, a job', measured: 'pool_burst/reveille/10000', limit: 2_000, unit: 'ns' },
  ...POOLS.map((other) =>
    within(
      `pool, one job at a time, of ${other}`,
      'pool_one_at_a_time/reveille/1',
      0.5,
      `pool_one_at_a_time/${other}/1`,
    ),
  ),
  { what: 'pool, from a stop to the next job', measured: 'pool_abort/reveille/1', limit: 100_000, unit: 'ns' },
  // 0.97 of the ideal speed-up
  within('pool, jobs of 1 ms, of bare workers', 'pool_cpu/reveille/100', 1 / 0.97, 'pool_cpu/bare-workers/100'),
  // what a process without a pool takes for itself, and as much again at most
  within('pool, idle, of no pool', 'pool_idle/reveille/2', 2, 'pool_idle/no-pool/2'),
  // 5,000 schedules a second
  { what: 'explore, a schedule, recorded queue', measured: 'explore_queue/dpor/5', limit: 200_000, unit: 'ns' },
  { what: 'bundle, minified and gzipped', measured: BUNDLE, limit: 6000, unit: 'bytes' },
];

/** What was reached, by the medians and by the minima; the size of a bundle has one value. */
export type Reached = Pick<Summary, 'median'> & Partial<Pick<Summary, 'low' | 'high' | 'min'>>;

/** A target, and what was reached of it. */
export interface Verdict {
  readonly what: string;
  readonly limit: number;
  readonly unit: Target['unit'];
  /** Without a figure there is a reason. */
  readonly reached: Reached | undefined;
  readonly verdict: 'met' | 'missed' | 'not measured';
  readonly reason: string | undefined;
}

/** Judges every target by the medians of this run. */
export function judge(outcomes: readonly (Result | Absence)[], bundle: number | Absence): Verdict[] {
  const find = (name: string): Result | Absence =>
    outcomes.find((outcome) => outcome.name === name) ?? { name, reason: NOT_CHOSEN };
  return TARGETS.map((target) => {
    const reached = target.measured === BUNDLE ? sizeOf(bundle) : reach(target, find);
    const { what, limit, unit } = target;
    if ('reason' in reached) {
      return { what, limit, unit, reached: undefined, verdict: 'not measured', reason: reached.reason };
    }
    return { what, limit, unit, reached, verdict: reached.median <= limit ? 'met' : 'missed', reason: undefined };
  });
}

function sizeOf(bundle: number | Absence): Reached | Absence {
  return typeof bundle === 'number' ? { median: bundle } : bundle;
}

function reach(target: Target, find: (name: string) => Result | Absence): Reached | Absence {
  const measured = find(target.measured);
  if ('reason' in measured) return measured;
  if (target.unit !== 'x') {
    const { median, low, high, min } = measured;
    return { median, low, high, min };
  }
  const other = find(target.of);
  if ('reason' in other) return other;
  return { ...ratio(measured.rounds, other.rounds), min: measured.min / other.min };
}

/** A figure in the target's unit. */
export function figure(value: number, unit: Target['unit']): string {
  if (unit === 'x') return times(value);
  if (unit === 'bytes') return `${value} bytes`;
  return value < 1_000 ? `${value.toFixed(1)} ns` : duration(value);
}
