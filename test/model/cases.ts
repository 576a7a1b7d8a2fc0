import type { ExploreOptions, Program } from 'reveille/testing';

/**
 * What is checked of everything that the library shares between threads: one program a row, two threads or three. All of
 * it must come out complete with two threads, by `dpor` (every interleaving) or up to three preemptions; with three
 * threads it runs within a time box.
 */
export interface Case {
  /** The structure, as the table names it. */
  readonly structure: string;
  readonly file: string;
  readonly program: Omit<Program, 'module'>;
  readonly options: ExploreOptions;
}

const DPOR: ExploreOptions = { strategy: 'dpor' };
const BOUND_3: ExploreOptions = { bound: 3 };
/** For three threads: the bound that is worked through, as far as the time box goes. */
const BOXED: ExploreOptions = { bound: 2, timeBox: 2_500 };

type Roles = Omit<Program, 'module' | 'threads'>;

/** The cases of one program file. */
function of(structure: string, file: string, rows: readonly (readonly [string, Roles, ExploreOptions])[]): Case[] {
  return rows.map(([threads, roles, options]) => ({
    structure,
    file,
    program: { threads: threads.split(' '), ...roles },
    options,
  }));
}

const SETUP = { setup: 'setup' };

const hlt = of('hlt', 'hlt', [
  ['curedProcessor device', {}, DPOR],
  ['processorOfTwo deviceOfTwo', {}, DPOR],
  ['processorOfTwo device otherDevice', {}, BOXED],
]);

const parker = of('parker', 'parker', [
  ['sleeper waker', SETUP, DPOR],
  ['sleeperForTwo wakerOfTwo', SETUP, DPOR],
  ['spinningSleeper waker', SETUP, DPOR],
  ['sleeperWithLimit waker', SETUP, DPOR],
  ['honestSleeper unparker', { ...SETUP, invariant: 'tokenKept' }, DPOR],
  ['sleeperForTwo waker waker', SETUP, BOXED],
]);

const wakeQueue = of('wake queue, shared wakers', 'wake-queue', [
  ['twoTasks wakerOfBoth', SETUP, BOUND_3],
  ['twoTasks wakerOfFirst wakerOfSecond', SETUP, BOXED],
  ['successor lateWaker', { invariant: 'notWoken' }, DPOR],
  ['successor lateWaker lateWaker', { invariant: 'notWoken' }, BOXED],
]);

const idle = ['parking', 'spinning', 'sleeping', 'halting', 'channel', 'eventLoop'].flatMap((strategy) =>
  of(`idle: ${strategy}`, 'executors', [
    [`${strategy}Executor waker`, SETUP, BOUND_3],
    [`${strategy}ForTwoExecutor wakerOfTwo`, SETUP, BOUND_3],
    [`${strategy}ForTwoExecutor waker waker`, SETUP, BOXED],
  ]),
);

const arrayQueue = of('SharedArrayQueue', 'array-queue', [
  ['producer consumer', { setup: 'setupOfOne', model: 'modelOfOne' }, DPOR],
  ['producer consumer', { setup: 'setupOfTwo', model: 'modelOfTwo' }, DPOR],
  ['left right', { setup: 'setupOfOne', model: 'modelOfOne' }, DPOR],
  ['left right', { setup: 'setupInLaterLap', model: 'modelOfOne' }, DPOR],
  ['forcing forcingToo', { setup: 'setupOfOne', model: 'modelOfOne' }, BOUND_3],
  ['forcing consumer', { setup: 'setupOfOne', model: 'modelOfOne' }, BOUND_3],
  ['single single consumer', { setup: 'setupOfOne', model: 'modelOfOne' }, BOXED],
  ['left right forcing', { setup: 'setupOfTwo', model: 'modelOfTwo' }, BOXED],
]);

const segQueue = of('SharedSegQueue', 'seg-queue', [
  ['producer consumer', { ...SETUP, model: 'model' }, DPOR],
  ['left right', { ...SETUP, model: 'model' }, DPOR],
  ['producer consumer', { setup: 'setupAtLastSlot', model: 'model' }, BOUND_3],
  ['left right', { setup: 'setupAtLastSlot', model: 'model' }, BOUND_3],
  ['left right', { setup: 'setupBeforeLastSlot', model: 'modelWithOne' }, BOUND_3],
  ['consumer consumer', { setup: 'setupAtLastItem', model: 'modelWithOne' }, DPOR],
  ['left right', { setup: 'setupAtLastItem', model: 'modelWithOne' }, BOUND_3],
  ['single single consumer', { setup: 'setupAtLastSlot', model: 'model' }, BOXED],
]);

export const CASES: readonly Case[] = [...hlt, ...parker, ...wakeQueue, ...idle, ...arrayQueue, ...segQueue];
