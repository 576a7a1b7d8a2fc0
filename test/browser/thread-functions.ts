import { blockOn, Executor, type Future, PENDING, pollFn, SharedWaker, sleep, spawn, type WakerHandle } from 'reveille';
import { type EndHandle, RecvError, shared } from 'reveille/channel';
import { json } from 'reveille/codec';
import { type LockHandle, Mutex } from 'reveille/lock';
import { park, Thread, type ThreadHandle } from 'reveille/park';
import { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import { failure } from './failure.js';

/** The worker's own thread, for others to unpark. */
function thread(): ThreadHandle {
  return Thread.current().share();
}

/** What blocking a worker for some milliseconds comes to. */
async function blockFor(ms: number): Promise<string[]> {
  const start = performance.now();
  return [
    await failure(() => blockOn(sleep(ms))),
    performance.now() - start >= ms ? 'long enough' : 'too short',
    await failure(() => blockOn(sleep(60_000), { timeout: ms })),
    await failure(() => new Executor().runUntil(sleep(ms))),
  ];
}

/** Writes `name` into `turns` whenever it is this thread's turn, parked in between. The last word says whose turn it is. */
function takeTurns(name: number, turns: SharedArrayBuffer, peer: ThreadHandle): void {
  const words = new Int32Array(turns);
  const turn = words.length - 1;
  const other = Thread.attach(peer);
  for (let index = name; index < turn; index += 2) {
    while (Atomics.load(words, turn) !== name) park();
    words[index] = name;
    Atomics.store(words, turn, 1 - name);
    other.unpark();
  }
}

/** Who drives a future in a worker. */
const DRIVERS = {
  blockOn: (future: Future<string>) => blockOn(future),
  executor: (future: Future<string>) => new Executor().runUntil(future),
  eventLoop: (future: Future<string>) => spawn(future),
};

/** Waits for a word in `cell`, whose sender is to wake the waker that it is told of through `port`. */
async function receiveWord(driver: keyof typeof DRIVERS, cell: SharedArrayBuffer, port: MessagePort): Promise<string> {
  const words = new Int32Array(cell);
  let polls = 0;
  const word = pollFn((cx) => {
    polls += 1;
    if (polls === 1) {
      port.postMessage(cx.waker.share());
      return PENDING; // even if the word is there by now: its sender wakes this task
    }
    return `received ${Atomics.load(words, 0)} in ${polls} polls`;
  });
  return await DRIVERS[driver](word);
}

const attach = { array: SharedArrayQueue.attach, segments: SharedSegQueue.attach };

/** A queue and its kind. */
export interface QueueHandle {
  readonly kind: keyof typeof attach;
  readonly buffer: SharedArrayBuffer;
}

/** Pushes `count` words from `first` on; parks while the queue is full, and unparks the consumer. */
function produce({ kind, buffer }: QueueHandle, first: number, count: number, consumer: ThreadHandle): void {
  const queue = attach[kind](buffer);
  const reader = Thread.attach(consumer);
  for (let word = first; word < first + count; word += 1) {
    while (!queue.push(word)) park();
    reader.unpark();
  }
}

/** Pops `count` words; parks while the queue is empty, and unparks the producers. */
function consume({ kind, buffer }: QueueHandle, count: number, producers: readonly ThreadHandle[]): number[] {
  const queue = attach[kind](buffer);
  const writers = producers.map((producer) => Thread.attach(producer));
  const words: number[] = [];
  while (words.length < count) {
    const word = queue.pop();
    if (word === undefined) {
      park();
      continue;
    }
    words.push(word);
    for (const writer of writers) writer.unpark();
  }
  return words;
}

/** Pushes the words from 0 to `count`, and wakes the consumer's task after each. */
function send({ kind, buffer }: QueueHandle, count: number, consumer: WakerHandle): void {
  const queue = attach[kind](buffer);
  const waker = SharedWaker.attach(consumer);
  for (let word = 0; word < count; word += 1) {
    queue.push(word);
    waker.wake();
  }
}

/** Wakes a task of another thread, once `cell` says that it is worth it. */
function wake(cell: SharedArrayBuffer, task: WakerHandle): void {
  Atomics.store(new Int32Array(cell), 0, 1);
  SharedWaker.attach(task).wake();
}

/** Pops everything, without waiting. */
function drain({ kind, buffer }: QueueHandle): number[] {
  const queue = attach[kind](buffer);
  const words: number[] = [];
  for (let word = queue.pop(); word !== undefined; word = queue.pop()) words.push(word);
  return words;
}

/** What a page may call in its worker. */
/** What the page asks over a channel, and gets back as objects; both verbs block this worker. */
export interface Questions {
  readonly from: EndHandle;
  readonly to: EndHandle;
  readonly mutex: LockHandle;
}

/** Answers questions until there are no more, and counts them in the memory of a mutex; answers how many there were. */
function answerQuestions({ from, to, mutex }: Questions): number {
  const questions = shared.attachReceiver(from, 'i32');
  using answers = shared.attachSender(to, json<{ square: number }>());
  using lock = Mutex.attach(mutex);
  let count = 0;
  try {
    for (;;) {
      const n = questions.recvBlocking();
      answers.sendBlocking({ square: n * n });
      using guard = lock.lockBlocking();
      guard.bytes[0] = count += 1;
    }
  } catch (error) {
    if (!(error instanceof RecvError)) throw error;
    return count;
  }
}

export const FUNCTIONS = {
  thread,
  blockFor,
  takeTurns,
  receiveWord,
  produce,
  consume,
  send,
  wake,
  drain,
  answerQuestions,
};
