import type { OpenPool } from '../contenders/pools.js';
import type { Contender, Probe, Scenario, Work } from '../scenario.js';

const pools = () => import('../contenders/pools.js');

const MAKES: readonly (readonly [name: string, load: () => Promise<{ open: OpenPool }>])[] = [
  ['reveille', () => import('../contenders/pool-reveille.js')],
  ['piscina', () => import('../contenders/pool-piscina.js')],
  ['tinypool', () => import('../contenders/pool-tinypool.js')],
  ['workerpool', () => import('../contenders/pool-workerpool.js')],
  ['poolifier', () => import('../contenders/pool-poolifier.js')],
];

/** Two threads without a pool. */
const COMLINK = ['comlink', () => import('../contenders/pool-comlink.js')] as const;

/** Those that can stop a job that does not listen. */
const STOPPING = MAKES.filter(([name]) => name !== 'poolifier');

type Doing = (own: Awaited<ReturnType<typeof pools>>, open: OpenPool, size: number) => Work | Probe;

const each = (makes: typeof MAKES, doing: Doing): Contender[] =>
  makes.map(([name, load]) => ({
    name,
    prepare: async ({ size }) => {
      const [own, { open }] = await Promise.all([pools(), load()]);
      return doing(own, open, size);
    },
  }));

const job = { unit: 'job', classes: 1 } as const;

/** Two threads and their jobs: trivial ones, ones of 1 ms, one that is stopped, and none. */
export const POOLS: readonly Scenario[] = [
  { ...job, family: 'pool_burst', size: 10_000, contenders: each([...MAKES, COMLINK], (own, open) => own.burst(open)) },
  {
    ...job,
    family: 'pool_one_at_a_time',
    size: 1,
    contenders: each([...MAKES, COMLINK], (own, open) => own.oneAtATime(open)),
  },
  {
    ...job,
    family: 'pool_cpu',
    size: 100,
    contenders: [
      ...each(MAKES, (own, open, size) => own.computing(open, size)),
      {
        name: 'reveille-blocked',
        prepare: async ({ size }) => (await import('../contenders/pool-blocked.js')).blockedOn(size),
      },
      {
        name: 'bare-workers',
        prepare: async ({ size }) => (await import('../contenders/bare-workers.js')).bareWorkers(size),
      },
    ],
  },
  {
    ...job,
    family: 'pool_abort',
    unit: 'stop and next job',
    size: 1,
    contenders: each(STOPPING, (own, open) => own.aborting(open)),
  },
  {
    ...job,
    family: 'pool_idle',
    unit: 'second',
    size: 2,
    contenders: [
      ...each(MAKES, (own, open) => own.idling(open)),
      { name: 'no-pool', prepare: async () => (await pools()).idling() },
    ],
  },
  {
    ...job,
    family: 'pool_start',
    unit: 'first job',
    size: 2,
    contenders: MAKES.map(([name]) => ({
      name,
      prepare: async () => (await import('../contenders/first-use.js')).firstUse(`pool-${name}`),
    })),
  },
];
