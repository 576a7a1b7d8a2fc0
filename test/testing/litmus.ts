/**
 * Litmus programs: two to four threads of a few operations each, and every outcome that they can have when each
 * operation is one step and the steps of the threads come in any order. Most are the classics of the literature on memory
 * models (J. Alglave, L. Maranget & M. Tautschnig, *Herding Cats*, 2014), with the outcomes that sequential consistency
 * allows; the others are about `wait` and `notify`.
 *
 * As data, so that whoever runs threads one step at a time can be held against them.
 */

/** What an operation answers: a value, how a wait ended, or two words as `1,2`. */
export type Answer = number | string;

/** `at` is the index of a shared 32-bit word; all words are 0 at first. */
export type Operation =
  | { readonly do: 'load'; readonly at: number }
  | { readonly do: 'store'; readonly at: number; readonly value: number }
  /** Answers the old value, as the next. */
  | { readonly do: 'add'; readonly at: number; readonly value: number }
  | { readonly do: 'compareExchange'; readonly at: number; readonly expected: number; readonly value: number }
  /** `limited`: with a time limit. Answers `ok`, `not-equal` or `timed-out`. */
  | { readonly do: 'wait'; readonly at: number; readonly value: number; readonly limited: boolean }
  /** Answers how many it woke. */
  | { readonly do: 'notify'; readonly at: number; readonly count: number }
  /** The words `at`, which is even, and `at + 1` in one 64-bit operation. */
  | { readonly do: 'loadBoth'; readonly at: number }
  | { readonly do: 'storeBoth'; readonly at: number; readonly value: number }
  /**
   * Loads these words, one after the other, again and again, until one is `until`, which it answers. `bounded`: after very
   * many rounds it gives up, and answers what it saw last; no sooner than when no other thread can go.
   */
  | { readonly do: 'spin'; readonly on: readonly number[]; readonly until: number; readonly bounded: boolean }
  /** Loads a word until it is `until`, `most` times at most; answers how often. */
  | { readonly do: 'tries'; readonly at: number; readonly until: number; readonly most: number }
  /** Waits with a time limit while a word is `value`, until it is notified, `most` times at most; answers how many ended. */
  | { readonly do: 'naps'; readonly at: number; readonly value: number; readonly most: number }
  /** No step: if the latest answer of the thread is `when`, passes over the next `by` operations; back, if negative. */
  | { readonly do: 'jump'; readonly when: Answer; readonly by: number }
  /** No step: if the latest answer of the thread is `when`, the thread throws. */
  | { readonly do: 'fail'; readonly when: Answer };

/** The operations of each thread. */
export type Program = readonly (readonly Operation[])[];

export const load = (at: number): Operation => ({ do: 'load', at });
export const store = (at: number, value: number): Operation => ({ do: 'store', at, value });
export const add = (at: number, value: number): Operation => ({ do: 'add', at, value });
export const compareExchange = (at: number, expected: number, value: number): Operation => ({
  do: 'compareExchange',
  at,
  expected,
  value,
});
export const wait = (at: number, value: number): Operation => ({ do: 'wait', at, value, limited: false });
export const timedWait = (at: number, value: number): Operation => ({ do: 'wait', at, value, limited: true });
export const notify = (at: number, count = 1): Operation => ({ do: 'notify', at, count });
export const loadBoth = (at: number): Operation => ({ do: 'loadBoth', at });
export const storeBoth = (at: number, value: number): Operation => ({ do: 'storeBoth', at, value });
export const spin = (until: number, ...on: number[]): Operation => ({ do: 'spin', on, until, bounded: false });
export const boundedSpin = (until: number, ...on: number[]): Operation => ({ do: 'spin', on, until, bounded: true });
export const tries = (at: number, until: number, most: number): Operation => ({ do: 'tries', at, until, most });
export const naps = (at: number, value: number, most: number): Operation => ({ do: 'naps', at, value, most });
export const jump = (when: Answer, by: number): Operation => ({ do: 'jump', when, by });
export const fail = (when: Answer): Operation => ({ do: 'fail', when });

/** How many shared words a program has: an even number, for 64-bit operations. */
export const WORDS = 4;

/** The words by their usual names. */
const [X, Y, Z] = [0, 2, 3];

/** How a run of a program ended. */
export interface Ending {
  /** By thread: what its operations answered. */
  readonly answers: readonly (readonly Answer[])[];
  /** By thread: whether it came to its end. */
  readonly finished: readonly boolean[];
  /** Which thread threw, if one did: that ends the run. */
  readonly failed: number | undefined;
  readonly memory: readonly number[];
}

/** What can be told of it in a line: `0 1 | ok` are the answers of two threads; one that did not end has a `-` at its end. */
export function textOf({ answers, finished, failed, memory }: Ending, withMemory: boolean): string {
  if (failed !== undefined) return `thread ${failed} failed`;
  const threads = answers.map((list, thread) => [...list, ...(finished[thread] ? [] : ['-'])].join(' '));
  return threads.join(' | ') + (withMemory ? ` ; ${memory.join(' ')}` : '');
}

export interface Litmus {
  readonly name: string;
  readonly program: Program;
  /** Whether an outcome names the words' last values. */
  readonly memory?: true;
  readonly outcomes: readonly string[];
}

/** Everything but `forbidden`, of all outcomes in which each load answers 0 or 1. */
function binary(loads: readonly number[], ...forbidden: readonly string[]): string[] {
  const count = loads.reduce((sum, n) => sum + n, 0);
  const all = Array.from({ length: 2 ** count }, (_, bits) => {
    let left = bits;
    const threads = loads.map((n) => Array.from({ length: n }, () => [left & 1, (left >>= 1)][0]).join(' '));
    return threads.join(' | ');
  });
  return all.filter((outcome) => !forbidden.includes(outcome));
}

export const LITMUS: readonly Litmus[] = [
  {
    name: 'store buffering (SB)',
    program: [
      [store(X, 1), load(Y)],
      [store(Y, 1), load(X)],
    ],
    outcomes: binary([1, 1], '0 | 0'),
  },
  {
    name: 'store buffering with exchanges',
    program: [
      [add(X, 1), load(Y)],
      [add(Y, 1), load(X)],
    ],
    outcomes: ['0 0 | 0 1', '0 1 | 0 0', '0 1 | 0 1'],
  },
  {
    name: 'store buffering of three (3.SB)',
    program: [
      [store(X, 1), load(Y)],
      [store(Y, 1), load(Z)],
      [store(Z, 1), load(X)],
    ],
    outcomes: binary([1, 1, 1], '0 | 0 | 0'),
  },
  {
    name: 'message passing (MP)',
    program: [
      [store(X, 1), store(Y, 1)],
      [load(Y), load(X)],
    ],
    outcomes: binary([0, 2], ' | 1 0'),
  },
  {
    name: 'message passing past a spin',
    program: [
      [store(X, 1), store(Y, 1)],
      [spin(1, Y), load(X)],
    ],
    outcomes: [' | 1 1'],
  },
  {
    name: 'load buffering (LB)',
    program: [
      [load(X), store(Y, 1)],
      [load(Y), store(X, 1)],
    ],
    outcomes: binary([1, 1], '1 | 1'),
  },
  {
    name: 'independent reads of independent writes (IRIW)',
    program: [[store(X, 1)], [store(Y, 1)], [load(X), load(Y)], [load(Y), load(X)]],
    outcomes: binary([0, 0, 2, 2], ' |  | 1 0 | 1 0'),
  },
  {
    name: 'write to read causality (WRC)',
    program: [[store(X, 1)], [load(X), store(Y, 1)], [load(Y), load(X)]],
    outcomes: binary([0, 1, 2], ' | 1 | 1 0'),
  },
  {
    name: 'two threads that write two words (2+2W)',
    program: [
      [store(X, 1), store(Y, 2)],
      [store(Y, 1), store(X, 2)],
    ],
    memory: true,
    outcomes: [' |  ; 2 0 2 0', ' |  ; 1 0 2 0', ' |  ; 2 0 1 0'],
  },
  {
    name: 'a write after a write, and a read (R)',
    program: [
      [store(X, 1), store(Y, 1)],
      [store(Y, 2), load(X)],
    ],
    memory: true,
    outcomes: [' | 0 ; 1 0 1 0', ' | 1 ; 1 0 1 0', ' | 1 ; 1 0 2 0'],
  },
  {
    name: 'a write after a read (S)',
    program: [
      [store(X, 2), store(Y, 1)],
      [load(Y), store(X, 1)],
    ],
    memory: true,
    outcomes: [' | 0 ; 1 0 1 0', ' | 0 ; 2 0 1 0', ' | 1 ; 1 0 1 0'],
  },
  {
    name: 'coherence of two reads (CoRR)',
    program: [[store(X, 1)], [load(X), load(X)]],
    outcomes: binary([0, 2], ' | 1 0'),
  },
  {
    name: 'coherence of two readers and two writers (CoRR2)',
    program: [[store(X, 1)], [store(X, 2)], [load(X), load(X)], [load(X), load(X)]],
    outcomes: corr2(),
  },
  {
    name: 'coherence of a write and a read (CoWR)',
    program: [[store(X, 1), load(X)], [store(X, 2)]],
    outcomes: ['1 | ', '2 | '],
  },
  {
    name: 'a 64-bit store is not torn',
    program: [[storeBoth(X, 1)], [load(X), load(X + 1)], [loadBoth(X)]],
    outcomes: ['0 0', '0 1', '1 1'].flatMap((pair) => [` | ${pair} | 0,0`, ` | ${pair} | 1,1`]),
  },
  {
    name: 'Dekker: each says that it comes, then looks for the other',
    program: [
      [store(X, 1), load(Y), jump(1, 1), add(Z, 1)],
      [store(Y, 1), load(X), jump(1, 1), add(Z, 1)],
    ],
    outcomes: ['0 0 | 1', '1 | 0 0', '1 | 1'],
  },
  {
    name: 'Dekker the wrong way round: each looks, then says that it comes',
    program: [
      [load(Y), jump(1, 2), store(X, 1), add(Z, 1)],
      [load(X), jump(1, 2), store(Y, 1), add(Z, 1)],
    ],
    outcomes: ['0 0 | 1', '1 | 0 0', '0 0 | 0 1', '0 1 | 0 0'],
  },
  {
    name: 'two increments by load and store',
    program: [
      [load(X), jump(1, 2), store(X, 1), jump(0, 1), store(X, 2)],
      [load(X), jump(1, 2), store(X, 1), jump(0, 1), store(X, 2)],
    ],
    memory: true,
    outcomes: ['0 | 0 ; 1 0 0 0', '0 | 1 ; 2 0 0 0', '1 | 0 ; 2 0 0 0'],
  },
  {
    name: 'two increments by add',
    program: [[add(X, 1)], [add(X, 1)]],
    memory: true,
    outcomes: ['0 | 1 ; 2 0 0 0', '1 | 0 ; 2 0 0 0'],
  },
  {
    name: 'one of three takes a lock by compareExchange',
    program: [[compareExchange(X, 0, 1)], [compareExchange(X, 0, 2)], [compareExchange(X, 0, 3)]],
    outcomes: ['0 | 1 | 1', '2 | 0 | 2', '3 | 3 | 0'],
  },
  {
    name: 'compareExchange after compareExchange (ABA)',
    program: [
      [compareExchange(X, 0, 1), compareExchange(X, 1, 0)],
      [load(X), compareExchange(X, 0, 2)],
    ],
    outcomes: ['0 1 | 0 0', '0 1 | 0 1', '0 1 | 1 0', '0 1 | 1 1', '2 2 | 0 0'],
  },
  {
    name: 'a wait and a notify without a word',
    program: [[wait(X, 0)], [notify(X)]],
    outcomes: ['ok | 1', '- | 0'],
  },
  {
    name: 'hand-shake: a store, a notify and a wait',
    program: [[wait(X, 0)], [store(X, 1), notify(X)]],
    outcomes: ['ok | 1', 'not-equal | 0'],
  },
  {
    name: 'hand-shake the wrong way round: notified before the store',
    program: [[wait(X, 0)], [notify(X), store(X, 1)]],
    outcomes: ['ok | 1', 'not-equal | 0', '- | 0'],
  },
  {
    name: 'hand-shake to and fro',
    program: [
      [store(X, 1), notify(X), wait(Y, 0), load(Y)],
      [wait(X, 0), store(Y, 1), notify(Y), load(X)],
    ],
    outcomes: ['1 ok 1 | ok 1 1', '0 ok 1 | not-equal 1 1', '1 not-equal 1 | ok 0 1', '0 not-equal 1 | not-equal 0 1'],
  },
  {
    name: 'lost wake-up: looks at one word, waits on another',
    program: [
      [load(X), jump(1, 1), wait(Y, 0)],
      [store(X, 1), notify(Y)],
    ],
    outcomes: ['0 ok | 1', '0 - | 0', '1 | 0'],
  },
  {
    name: 'no wake-up lost: looks at the word that it waits on',
    program: [
      [load(X), jump(1, 1), wait(X, 0)],
      [store(X, 1), notify(X)],
    ],
    outcomes: ['0 ok | 1', '0 not-equal | 0', '1 | 0'],
  },
  {
    name: 'who waits first is woken first',
    program: [
      [wait(X, 0), add(Y, 1)],
      [wait(X, 0), add(Y, 1)],
      [notify(X), notify(X)],
    ],
    outcomes: fifo(),
  },
  {
    name: 'a notify for all wakes those who wait',
    program: [[wait(X, 0)], [wait(X, 0)], [notify(X, Number.POSITIVE_INFINITY)]],
    outcomes: ['ok | ok | 2', 'ok | - | 1', '- | ok | 1', '- | - | 0'],
  },
  {
    name: 'a time limit against a notify',
    program: [[timedWait(X, 0)], [notify(X)]],
    outcomes: ['ok | 1', 'timed-out | 0'],
  },
  {
    name: 'a time limit against a store and a notify',
    program: [
      [timedWait(X, 0), load(X)],
      [store(X, 1), notify(X)],
    ],
    outcomes: ['ok 1 | 1', 'not-equal 1 | 0', 'timed-out 0 | 0', 'timed-out 1 | 0'],
  },
  {
    name: 'who gives up leaves the notify to the next',
    program: [[timedWait(X, 0)], [wait(X, 0)], [notify(X)]],
    outcomes: ['ok | - | 1', 'timed-out | ok | 1', 'timed-out | - | 0'],
  },
  {
    name: 'who gives up after the store leaves a wake-up to nobody',
    program: [
      [timedWait(X, 0), load(X)],
      [add(X, 1), notify(X), notify(X)],
    ],
    outcomes: ['ok 1 | 0 1 0', 'not-equal 1 | 0 0 0', 'timed-out 0 | 0 0 0', 'timed-out 1 | 0 0 0'],
  },
  {
    name: 'a spin that nobody ends',
    program: [[spin(2, X)], [store(X, 1)]],
    outcomes: ['- | '],
  },
  {
    name: 'who spins gives up when nobody else can go',
    program: [[boundedSpin(1, X), store(Y, 1)], [spin(1, Y)]],
    outcomes: ['0 | 1'],
  },
  {
    name: 'a thread that fails in one order only',
    program: [[load(X), fail(1)], [store(X, 1)]],
    outcomes: ['0 | ', 'thread 0 failed'],
  },
  {
    name: 'a thread that fails between the steps of others',
    program: [[load(X), load(Y), fail(0)], [store(X, 1), store(Y, 1)], [store(Y, 1)]],
    outcomes: ['0 1 |  | ', '1 1 |  | ', 'thread 0 failed'],
  },
];

/**
 * Programs that tell how often they looked, or waited, in vain. What they can come to depends on when a thread that spins is
 * held, so there are no outcomes here that the literature knows.
 */
export const COUNTING: readonly Pick<Litmus, 'name' | 'program'>[] = [
  {
    name: 'looks are counted while words change that nobody looks at',
    program: [
      [tries(X, 1, 7), load(Y)],
      [add(Y, 1), add(Y, 1), store(X, 1)],
    ],
  },
  {
    name: 'time limits are counted while words change that nobody looks at',
    program: [
      [naps(X, 0, 5), load(Y)],
      [add(Y, 1), add(Y, 1), store(X, 1), notify(X)],
    ],
  },
  {
    name: 'looks are counted after the words were seen that change',
    program: [[load(Y), load(Z), tries(X, 1, 8), load(Y)], [add(Y, 1), store(X, 1)], [add(Z, 1)]],
  },
  {
    name: 'a held wait with a limit, a write that would end it, and a notify',
    program: [[naps(X + 1, 0, 5), timedWait(X + 1, 1)], [notify(X + 1), compareExchange(X, 0, 1)], [storeBoth(X, 1)]],
  },
  {
    name: 'one of two words lets a held thread go on',
    program: [[load(Y), tries(X, 5, 8)], [add(X, 1)], [add(Y, 1)]],
  },
];

/** Two readers of two writes to one word: each sees a part of one order of them, and it is the same order for both. */
function corr2(): string[] {
  const pairs = (order: readonly number[]): string[] => order.flatMap((a, i) => order.slice(i).map((b) => `${a} ${b}`));
  const both = (order: readonly number[]): string[] =>
    pairs(order).flatMap((a) => pairs(order).map((b) => ` |  | ${a} | ${b}`));
  return [...new Set([...both([0, 1, 2]), ...both([0, 2, 1])])];
}

/** How many of two waiters come in time for which of two notifies; those who go on are told apart by their order. */
function fifo(): string[] {
  const waiters = ['ok 0 | ok 1', 'ok 1 | ok 0'];
  const one = ['ok 0 | -', '- | ok 0'];
  return [
    ...waiters.map((outcome) => `${outcome} | 1 1`),
    ...one.flatMap((outcome) => [`${outcome} | 1 0`, `${outcome} | 0 1`]),
    '- | - | 0 0',
  ];
}
