import type { ExploreOptions, Program } from 'reveille/testing';
import {
  AFTER_WRITES,
  BOUND_2,
  BOUND_3,
  boxed,
  EVERY,
  EVERY_OF_QUEUE,
  LOOKED_AT_PLAINLY,
  looking,
  WITH_PLAIN_LOOKS,
} from './searches.js';

/**
 * What is checked of everything that the library shares between threads: one program a row, of two threads or more, and
 * how its schedules are searched. With two threads it must come out complete, for every interleaving or up to three
 * preemptions; with more it runs within a time box.
 */
export interface Case {
  /** The structure, as the table names it. */
  readonly structure: string;
  /** The program's file in test/model/programs, without `.ts`. */
  readonly file: string;
  readonly program: Omit<Program, 'module'>;
  readonly searches: readonly ExploreOptions[];
}

type Row = readonly [threads: string, roles: Omit<Program, 'module' | 'threads'>, ...searches: ExploreOptions[]];

/** The cases of one program file. */
function of(structure: string, file: string, rows: readonly Row[]): Case[] {
  return rows.map(([threads, roles, ...searches]) => ({
    structure,
    file,
    program: { threads: threads.split(' '), ...roles },
    searches,
  }));
}

/** The case of a structure in which these threads run, from the state that this set-up leaves. */
export function caseOf(structure: string, threads: string, setup?: string): Case {
  const [found, ...more] = CASES.filter(
    ({ structure: of, program }) =>
      of === structure && program.threads.join(' ') === threads && (setup === undefined || program.setup === setup),
  );
  if (found !== undefined && more.length === 0) return found;
  throw new Error(
    `case: ${structure} has not one with the threads ${threads}, ${setup}, but ${found ? 'more' : 'none'}`,
  );
}

/** Whether its values are plain, so that it matters when they are written: the queues. */
export const hasPlainValues = ({ file }: Case): boolean => ['array-queue', 'seg-queue', 'frame-queue'].includes(file);

/** Whether it is the queue of frames, which has many cases. */
export const isOfFrames = ({ file }: Case): boolean => file === 'frame-queue';

/** Whether it is a lock: each of them has a seat in a camp, so its schedules are long. */
export const isLock = ({ file }: Case): boolean =>
  ['mutex', 'semaphore', 'rw-lock', 'meeting', 'notify'].includes(file);

/** Whether it is a channel between threads: those have seats, too. */
export const isSharedChannel = ({ structure }: Case): boolean =>
  structure.includes('channel') && !structure.startsWith('idle');

/** Whether it is of calls between threads. */
export const isOfCalls = ({ structure }: Case): boolean => structure.endsWith('calls');

/** For people: the threads, and what they start from. */
export function titleOf({ program: { threads, setup = 'setup' } }: Case): string {
  const from = setup.replace(/^setup/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${threads.join(', ')}${from === '' ? '' : `;${from}`}`;
}

const SETUP = { setup: 'setup' };

const cpu = of('cpu', 'hlt', [
  ['curedProcessor device', {}, EVERY],
  ['processorOfTwo deviceOfTwo', {}, EVERY],
  ['pollingProcessor deviceOfTwo', {}, EVERY],
  ['maskedProcessor deviceOfTwo', {}, EVERY],
  ['processorOfTwo device otherDevice', {}, boxed(EVERY)],
  ['maskedProcessor device otherDevice', {}, boxed(EVERY)],
]);

const parker = of('parker', 'parker', [
  ['sleeper waker', SETUP, EVERY],
  ['sleeperForTwo wakerOfTwo', SETUP, EVERY],
  ['spinningSleeper waker', SETUP, EVERY],
  ['sleeperWithLimit waker', SETUP, EVERY],
  ['honestSleeper unparker', { ...SETUP, invariant: 'tokenKept' }, EVERY],
  ['honestSpinner unparker', { ...SETUP, invariant: 'tokenKept' }, EVERY],
  ['sleeperForTwo waker waker', SETUP, boxed(EVERY)],
  ['sleeperForThree waker waker waker', SETUP, boxed(EVERY)],
]);

const blocked = of('blocked thread', 'blocked', [
  ['sleeper waker', SETUP, EVERY],
  ['sleeperForTwo wakerOfTwo', SETUP, EVERY],
  ['sleeperForTwo waker waker', SETUP, boxed(EVERY)],
]);

const wakeQueue = of('wake queue', 'wake-queue', [
  ['twoTasks wakerOfBoth', { ...SETUP, invariant: 'inOrder' }, EVERY],
  ['twoTasks bothBackwards', { ...SETUP, invariant: 'backwards' }, EVERY],
  ['firstTwice firstSecondFirst', SETUP, BOUND_3],
  ['oneTask wakerDyingBeforeLink', SETUP, EVERY, LOOKED_AT_PLAINLY],
  ['oneTask wakerDyingBeforeRing', SETUP, EVERY, LOOKED_AT_PLAINLY],
  ['twoTasks wakerOfBothDyingBeforeLink', SETUP, EVERY, LOOKED_AT_PLAINLY],
  ['twoTasks wakerOfSecondThenDying', SETUP, EVERY, LOOKED_AT_PLAINLY],
  ['twoTasks wakerOfFirst wakerOfSecond', SETUP, boxed(EVERY)],
  ['twoTasks wakerOfBoth bothBackwards', SETUP, boxed(EVERY)],
  ['oneTask mortalWaker wakerOfFirst', SETUP, boxed(EVERY)],
]);

const slots = of('wake queue', 'slots', [
  ['successors lateWaker', { ...SETUP, invariant: 'slotsPassedOn' }, EVERY],
  ['heir lateWakerOfBoth', SETUP, EVERY],
  ['successorsOfTwo lateWaker lateWaker', { ...SETUP, invariant: 'slotsPassedOn' }, boxed(EVERY)],
]);

const camp = of('camp', 'camp', [
  ['joiner joiner', { ...SETUP, invariant: 'apart' }, EVERY],
  ['ender ender', { ...SETUP, invariant: 'endedOnce' }, EVERY],
  ['ender listener', SETUP, EVERY],
  ['ender eagerHeir', SETUP, EVERY],
  ['heir lateWaker', { ...SETUP, invariant: 'inherited' }, EVERY],
  ['loopThatBlocks wakerOfBoth', { setup: 'setupOfLoop' }, EVERY],
  ['loopThatNaps wakerOfLoop', { setup: 'setupOfLoop' }, EVERY],
  ['joiner joiner joiner', { ...SETUP, invariant: 'apart' }, boxed(EVERY)],
  ['ender patientHeir lateWaker', { ...SETUP, invariant: 'inherited' }, boxed(EVERY)],
]);

const sharedChannel = of('shared channel', 'shared-channel', [
  ['receiverThatLooks lateSender', { invariant: 'gotOne' }, BOUND_2],
  ['fullSender lateTaker', {}, BOUND_2],
  ['doomed ender mourner', {}, boxed(BOUND_2)],
  ['receiver trySender closer', { invariant: 'asTold' }, boxed(BOUND_2)],
  ['receiverOfBoth sender secondSender', { invariant: 'gotBoth' }, boxed(BOUND_2)],
  ['fullSenderToBoth taker secondTaker', {}, boxed(BOUND_2)],
]);

/** Whether there is a frame, or room for one, is asked again and again of the same words before a thread sleeps. */
const lookingLong = (search: ExploreOptions): ExploreOptions => ({ ...search, looks: 20 });

/** The threads have their seats, so there are few steps. */
const seatedChannel = of('channel of two', 'seated-channel', [
  ['receiver giver', { invariant: 'gotOne' }, EVERY, WITH_PLAIN_LOOKS],
  ['sender taker', { invariant: 'madeRoom' }, EVERY, WITH_PLAIN_LOOKS],
  ['receiver trySender', { invariant: 'gotOne' }, EVERY, WITH_PLAIN_LOOKS],
  ['receiver parting', { invariant: 'asTold' }, EVERY, WITH_PLAIN_LOOKS],
  ['receiver lastSender', { invariant: 'over' }, EVERY],
  ['receiverLeftAlone lastSender', { invariant: 'leftAlone' }, EVERY],
  ['senderLeftAlone lastReceiver', { invariant: 'leftAlone' }, EVERY],
  ['receiver heir', { invariant: 'gotOne' }, EVERY, WITH_PLAIN_LOOKS],
  ['receiver thief', { invariant: 'gotTheLast' }, EVERY, WITH_PLAIN_LOOKS],
  ['receiverThatLooks heir', { invariant: 'gotOne' }, EVERY],
  ['receiverOfTwo giverOfTwo', { invariant: 'gotBoth' }, WITH_PLAIN_LOOKS],
  ['listReceiver giverOfTwo', { invariant: 'gotBoth' }, WITH_PLAIN_LOOKS],
  ['frameReceiver frameGiver', { invariant: 'gotOne' }, lookingLong(EVERY)],
  ['selecting giver', { invariant: 'gotOne' }, EVERY, WITH_PLAIN_LOOKS],
  ['selecting lastSender', { invariant: 'over' }, EVERY],
  ['fickleReceiver giver', { invariant: 'gotOne' }, EVERY, WITH_PLAIN_LOOKS],
  ['twoReceivers giver', { invariant: 'gotOne' }, EVERY, WITH_PLAIN_LOOKS],
  ['receiverOfPair batchSender', { invariant: 'shareOut' }, EVERY],
  ['heldUp lastSender', { invariant: 'over' }, EVERY],
  ['sender tryTaker', {}, EVERY, WITH_PLAIN_LOOKS],
  ['sender closer', { invariant: 'refused' }, EVERY, WITH_PLAIN_LOOKS],
  ['sender lastReceiver', { invariant: 'refused' }, EVERY],
  ['fickleSender taker', { invariant: 'madeRoom' }, EVERY, WITH_PLAIN_LOOKS],
  ['zeroReceiver giver', { invariant: 'gotOne' }, EVERY],
  ['zeroReceiver parting', { invariant: 'asTold' }, EVERY],
  ['zeroSender taker', { invariant: 'met' }, EVERY],
  ['zeroFickle giver', { invariant: 'gotOne' }, BOUND_2],
  ['zeroQuitter giverWhoWaits', { invariant: 'gotOne' }, BOUND_2],
  ['zeroLeaver giverWhoWaits', {}, boxed(EVERY), BOUND_2],
]);

const modelled = (name: string) => ({ model: `modelOf${name}` });
const channelHistory = of('shared channel', 'channel-history', [
  ['taker giver', modelled('Taker'), EVERY, WITH_PLAIN_LOOKS],
  ['takerOfOne parting', modelled('TakerOfOne'), EVERY],
  ['trying tryingToo', modelled('Trying'), EVERY, WITH_PLAIN_LOOKS],
  ['closer sending', modelled('Closer'), EVERY, WITH_PLAIN_LOOKS],
  ['waiting takerThatCloses', modelled('Waiting'), EVERY, WITH_PLAIN_LOOKS],
  ['leaver leaverThatTakes', modelled('Leaver'), EVERY],
  ['deserted deserter', modelled('Deserted'), EVERY, WITH_PLAIN_LOOKS],
  ['desertedSoon deserter', modelled('DesertedSoon'), EVERY],
]);

const channelFrames = of('channel of frames', 'channel-frames', [
  ['committer taker', { invariant: 'gotFirst' }, lookingLong(EVERY)],
  ['committerWithMore takerOfTwo', { invariant: 'gotBoth' }, lookingLong(EVERY)],
  ['dropper taker', { invariant: 'gotSecond' }, lookingLong(EVERY)],
  ['dropperOfAll sender', {}, lookingLong(EVERY)],
  ['lateCommitter takerOfAll', { invariant: 'gotAll' }, lookingLong(EVERY)],
  ['mortal taker', { invariant: 'gotSecond' }, lookingLong(EVERY)],
  ['waitingToReserve takerOfTwo', { invariant: 'gotBoth' }, lookingLong(EVERY)],
  ['fickle taker', { invariant: 'gotFirst' }, lookingLong(EVERY)],
]);

const longFrames = of('channel of long frames', 'long-frames', [
  ['filler longSender', { invariant: 'refused' }, lookingLong(BOUND_3)],
  ['refiller longSender', { invariant: 'refused' }, lookingLong(BOUND_2)],
  ['patientFiller quitter', {}, lookingLong(BOUND_2)],
]);

const channelLoop = of('channel to an event loop', 'channel-loop', [
  ['receiver sender', { invariant: 'gotOne' }, EVERY],
  ['receiverOfTwo sendingMore', { invariant: 'gotBoth' }, EVERY],
  ['bereft lastSender', { invariant: 'gotEnd' }, EVERY],
  ['fickle sender', { invariant: 'gotOne' }, EVERY],
  ['selecting senderToOther', { invariant: 'gotOther' }, EVERY],
]);

/** What every strategy must stand. */
function idle(strategy: string, ...more: readonly Row[]): Case[] {
  return of(`idle: ${strategy}`, 'executors', [
    [`${strategy}ForOne waker`, SETUP, EVERY],
    [`${strategy}ForTwo wakerOfTwo`, SETUP, strategy === 'sleeping' ? BOUND_3 : EVERY],
    [`${strategy}Busy waker`, SETUP, EVERY],
    [`${strategy}Busy patientWaker`, SETUP, EVERY],
    ...more,
    [`${strategy}ForTwo waker waker`, SETUP, boxed(EVERY)],
  ]);
}

const idles = [
  ...['parking', 'spinning', 'sleeping', 'channel'].flatMap((strategy) => idle(strategy)),
  ...idle('halting', ['haltingForKey device', SETUP, EVERY]),
  ...idle('eventLoop', ['eventLoopForThree wakerOfThree', SETUP, EVERY]),
];

const BOTH = [EVERY_OF_QUEUE, AFTER_WRITES];

const one = { setup: 'setupOfOne', model: 'modelOfOne' };
const two = { setup: 'setupOfTwo', model: 'modelOfTwo' };
const halfFull = { setup: 'setupHalfFull', model: 'modelHalfFull' };
const three = { setup: 'setupOfThree', model: 'modelOfThree' };
const threeWithOne = { setup: 'setupOfThreeWithOne', model: 'modelOfThreeWithOne' };
const wide = { setup: 'setupWide', model: 'modelOfTwo' };
const arrayQueue = of('SharedArrayQueue', 'array-queue', [
  ['producer consumer', one, ...BOTH],
  ['producer consumer', two, ...BOTH],
  ['left right', one, ...BOTH],
  ['left right', { ...one, setup: 'setupInLaterLap' }, ...BOTH],
  ['left right', two, ...BOTH],
  ['forcing forcingToo', one, ...BOTH],
  ['forcing consumer', one, ...BOTH],
  ['forcingTwice forcing', { setup: 'setupFull', model: 'modelFull' }, ...BOTH],
  ['left measurer', halfFull, EVERY_OF_QUEUE],
  ['left tester', halfFull, EVERY_OF_QUEUE],
  ['turner tester', halfFull, EVERY_OF_QUEUE],
  ['forcing measurer', one, EVERY_OF_QUEUE],
  ['manyProducer manyConsumer', two, ...BOTH],
  ['manyProducer manyConsumer', three, ...BOTH],
  ['leftMany rightMany', two, ...BOTH],
  ['leftMany rightMany', three, AFTER_WRITES],
  ['manyProducer left', threeWithOne, ...BOTH],
  ['manyConsumer consumer', threeWithOne, ...BOTH],
  ['manyProducer forcing', two, ...BOTH],
  ['wideProducer wideConsumer', wide, ...BOTH],
  ['wideLeft wideRight', wide, ...BOTH],
  ['manyProducer leftMany consumer', three, boxed(EVERY_OF_QUEUE)],
  ['single single consumer', one, boxed(EVERY_OF_QUEUE)],
  ['left right forcing', two, boxed(EVERY_OF_QUEUE)],
]);

const empty = { ...SETUP, model: 'model', invariant: 'segmentsKept' };
const withOne = { model: 'modelWithOne', invariant: 'segmentsKept' };
const segQueue = of('SharedSegQueue', 'seg-queue', [
  ['producer consumer', empty, ...BOTH],
  ['left right', empty, ...BOTH],
  ['producer consumer', { ...empty, setup: 'setupAtLastSlot' }, ...BOTH],
  ['left right', { ...empty, setup: 'setupAtLastSlot' }, ...BOTH],
  ['single single', { ...empty, setup: 'setupAtEnd' }, ...BOTH.map(looking)],
  ['single consumer', { ...empty, setup: 'setupAtEnd' }, ...BOTH.map(looking)],
  ['left right', { ...withOne, setup: 'setupBeforeLastSlot' }, ...BOTH],
  ['left right', { ...withOne, setup: 'setupAtLastItem' }, ...BOTH],
  ['consumer consumer', { ...withOne, setup: 'setupAtLastItem' }, ...BOTH],
  ['left measurer', { ...withOne, setup: 'setupBeforeLastSlot' }, EVERY_OF_QUEUE],
  ['left tester', { ...withOne, setup: 'setupAtLastItem' }, EVERY_OF_QUEUE],
  ['left single', { setup: 'setupOfOne', model: 'modelOfOne', invariant: 'segmentsKept' }, ...BOTH],
  ['producer consumer', { setup: 'setupOfTwo', model: 'modelOfTwo', invariant: 'segmentsKept' }, ...BOTH],
  ['manyProducer manyConsumer', { ...empty, setup: 'setupNearEnd' }, AFTER_WRITES],
  ['leftMany rightMany', { ...empty, setup: 'setupNearEnd' }, BOUND_3],
  ['leftMany rightMany', empty, AFTER_WRITES],
  ['manyProducer left', { setup: 'setupOfThree', model: 'modelOfThree', invariant: 'segmentsKept' }, ...BOTH],
  ['wideProducer wideConsumer', { setup: 'setupWide', model: 'modelWide' }, looking(BOUND_3)],
  ['taker giver', { setup: 'setupToSwap', invariant: 'nothingLost' }, ...BOTH],
  ['single single consumer', { ...empty, setup: 'setupAtLastSlot' }, boxed(EVERY_OF_QUEUE)],
  ['manyProducer leftMany consumer', { ...empty, setup: 'setupNearEnd' }, boxed(EVERY_OF_QUEUE)],
]);

const counted = { ...SETUP, invariant: 'counted' };
const mutex = of('Mutex', 'mutex', [
  ['trier locker', counted, EVERY],
  ['mortal heir', SETUP, EVERY],
  ['locker locker', counted, EVERY],
  ['lateLocker lateLocker', counted, BOUND_2],
  ['blocker locker', counted, EVERY],
  ['locker quitter', counted, EVERY],
  ['pair locker', counted, EVERY],
  ['locker locker locker', counted, boxed(BOUND_2)],
  ['locker quitter locker', counted, boxed(BOUND_2)],
  ['mortal heir heir', SETUP, boxed(BOUND_2)],
]);

const onePermit = { setup: 'setupOfOne', invariant: 'used' };
const twoPermits = { setup: 'setupOfTwo', invariant: 'used' };
const noPermits = { setup: 'setupOfNone', invariant: 'used' };
const semaphore = of('Semaphore', 'semaphore', [
  ['one giver', noPermits, EVERY],
  ['one one', onePermit, BOUND_2],
  ['both one', twoPermits, BOUND_2],
  ['quitter one', twoPermits, BOUND_2],
  ['mortal one', { setup: 'setupOfOne' }, BOUND_2],
  ['mortal lateOne', { setup: 'setupOfOne' }, BOUND_2],
  ['miser one', twoPermits, EVERY],
  ['both one one', twoPermits, boxed(BOUND_2)],
]);

const kept = { ...SETUP, invariant: 'kept' };
const notify = of('Notify', 'notify', [
  ['watcher notifier', kept, EVERY],
  ['reader herald', kept, EVERY],
  ['waiter notifier', kept, EVERY],
  ['quitter watcher notifier', kept, boxed(BOUND_2)],
  ['pair notifierOfPair', kept, BOUND_2],
  ['quitter notifierOfTwo', kept, EVERY],
  ['mortal watcher notifier', kept, boxed(BOUND_2)],
]);

const written = { ...SETUP, invariant: 'written' };
const rwLock = of('RwLock', 'rw-lock', [
  ['reader writer', written, looking(BOUND_3)],
  ['writer writer', written, EVERY],
  ['writer returner', written, EVERY],
  ['reader tryingWriter', written, EVERY],
  ['writer tryingReader', written, EVERY],
  ['reader quitter', written, looking(BOUND_3)],
  ['mortalReader writer', written, BOUND_2],
  ['mortalWriter heir', SETUP, EVERY],
  ['mortalWriter heirWhoReads', SETUP, BOUND_2],
  ['reader writer reader', written, boxed(BOUND_2)],
]);

const meetings = [
  ...of('Condvar', 'meeting', [
    ['buyer seller', { setup: 'setupOfCondvar' }, EVERY],
    ['quitter seller', { setup: 'setupOfCondvar' }, EVERY],
    ['buyer buyer sellerOfTwo', { setup: 'setupOfCondvar' }, boxed(BOUND_2)],
  ]),
  ...of('Barrier', 'meeting', [
    ['guest guest', { setup: 'setupOfBarrier', invariant: 'oneLeads' }, EVERY],
    ['restless tolerant', { setup: 'setupOfBarrier', invariant: 'nobodyLeadsAlone' }, EVERY],
    ['returning oneOfThree', { setup: 'setupOfThree' }, EVERY],
    ['oneOfThree oneOfThree oneOfThree', { setup: 'setupOfThree', invariant: 'oneLeads' }, boxed(BOUND_2)],
  ]),
  ...of('WaitGroup', 'meeting', [
    ['worker waiter', { setup: 'setupOfGroup' }, EVERY],
    ['lateWorker waiter', { setup: 'setupOfGroup' }, EVERY],
    ['mortalWorker waiter', { setup: 'setupOfGroup' }, EVERY],
    ['hostOfTwins twin', { setup: 'setupOfItems' }, BOUND_2],
    ['worker otherWorker waiterForTwo', { setup: 'setupOfGroup' }, boxed(BOUND_2)],
  ]),
  ...of('Once', 'meeting', [
    ['caller caller', { setup: 'setupOfOnce' }, EVERY],
    ['failing failing', { setup: 'setupOfOnce', invariant: 'failedOnce' }, EVERY],
    ['mortalCaller heir', { setup: 'setupOfOnce' }, EVERY],
  ]),
];

const frames = { setup: 'setupOfTwo', model: 'modelOfTwo' };
const oneFrame = { setup: 'setupOfOneFrame', model: 'modelOfOneFrame' };
const little = { setup: 'setupOfOne', model: 'modelOfOne' };
const locked = { setup: 'setupLocked', model: 'modelOfTwo' };
const reserved = { setup: 'setupReserved', model: 'modelReserved' };
const committed = { setup: 'setupCommitted', model: 'modelCommitted' };
const frameQueue = of('SharedFrameQueue', 'frame-queue', [
  ['producer consumer', frames, ...BOTH],
  ['producer consumer', little, ...BOTH],
  ['producer consumer', oneFrame, ...BOTH],
  ['producer single', frames, ...BOTH],
  ['left right', frames, ...BOTH],
  ['left right', little, ...BOTH],
  ['committer consumer', frames, ...BOTH],
  ['committer left', frames, ...BOTH],
  ['dropper consumer', frames, ...BOTH],
  ['dropper left', little, ...BOTH],
  ['dropper measurer', frames, EVERY_OF_QUEUE],
  ['left measurer', frames, ...BOTH],
  ['left tester', oneFrame, EVERY_OF_QUEUE],
  ['producer consumer', locked, ...BOTH],
  ['left right', locked, ...BOTH],
  ['left dier', frames, ...BOTH],
  ['left right', reserved, ...BOTH],
  ['producer consumer', reserved, ...BOTH],
  ['producer single consumer', frames, boxed(EVERY_OF_QUEUE)],
  ['committer left consumer', frames, boxed(EVERY_OF_QUEUE)],
  ['popper refiller', committed, ...BOTH],
  ['popper lapper', committed, AFTER_WRITES],
  ['left right dier', frames, boxed(EVERY_OF_QUEUE)],
  ['left right dropper', little, boxed(EVERY_OF_QUEUE)],
]);

const calls = of('calls', 'calls', [
  ['caller worker', { invariant: 'answered' }, EVERY],
  ['callerOfTwo workerOfTwo', { invariant: 'bothAnswered' }, EVERY],
  ['fickle patientWorker', { invariant: 'secondAnswered' }, BOUND_3],
  ['runner doomer', { invariant: 'doomedOrLater' }, EVERY],
  ['doomed undertaker', {}, EVERY],
  ['watcher worker', { invariant: 'toldOnce' }, EVERY],
  ['watcherOfRunning undertaker', { invariant: 'buried' }, EVERY],
  ['watcher worker otherWorker', { invariant: 'toldOnce' }, boxed(EVERY)],
  ['caller worker otherWorker', { invariant: 'answered' }, boxed(EVERY)],
  ['callerOfTwo worker workerOfSecond', { invariant: 'bothAnswered' }, boxed(EVERY)],
]);

const asks = of('questions of calls', 'asks', [
  ['asker asked', { invariant: 'squared' }, EVERY],
  ['askerOfTwo askedTwice', { invariant: 'inOrder' }, BOUND_3],
  ['doubter lateAnswerer', { invariant: 'onceOrNotAtAll' }, EVERY],
]);

const arena = of('arena of calls', 'arena', [
  ['lender reader', { invariant: 'counted' }, EVERY],
  ['lender readerWhoTakes', { invariant: 'givenOnce' }, EVERY],
  ['heir readerOfBoth', { invariant: 'given' }, EVERY],
  ['claimer rival', { invariant: 'givenOnce' }, EVERY],
]);

const wishes = of('wishes of calls', 'wishes', [['caller worker', { invariant: 'wished' }, EVERY]]);

export const CASES: readonly Case[] = [
  ...arena,
  ...wishes,
  ...calls,
  ...asks,
  ...cpu,
  ...parker,
  ...blocked,
  ...wakeQueue,
  ...slots,
  ...camp,
  ...sharedChannel,
  ...seatedChannel,
  ...channelHistory,
  ...channelFrames,
  ...longFrames,
  ...channelLoop,
  ...idles,
  ...arrayQueue,
  ...segQueue,
  ...frameQueue,
  ...mutex,
  ...semaphore,
  ...notify,
  ...rwLock,
  ...meetings,
];
