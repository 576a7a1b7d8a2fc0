/** There and back: this thread asks, another one answers. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Executor, PENDING, pollFn, type WakerHandle } from 'reveille';
import { type EndHandle, shared } from 'reveille/channel';
import { eventLoop } from 'reveille/executor';
import type { Work } from '../scenario.js';

/** Words: how many questions were asked, and how many answered. */
export const ASKED = 0;
export const ANSWERED = 1;
/** The latter where both threads look all the time: on a cache line of its own. */
export const ANSWERED_APART = 32;

/** What the other thread is started with. */
export interface Question {
  readonly words: Int32Array;
  readonly kind: 'words' | 'looks' | 'port' | 'waker' | 'channel';
  readonly jobs?: EndHandle;
  readonly answers?: EndHandle;
  readonly waker?: WakerHandle;
  readonly options?: shared.EndOptions;
}

async function start(question: Question): Promise<Worker> {
  const worker = new Worker(new URL('./round-trips.worker.js', import.meta.url), { workerData: question });
  await once(worker, 'online');
  worker.unref();
  return worker;
}

const newWords = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));

function ask(words: Int32Array, question: number): void {
  Atomics.store(words, ASKED, question);
  Atomics.notify(words, ASKED);
}

/** Rounds one after the other, in which `round` asks the question with that number and waits for the answer. */
const blocking = (round: (question: number) => void): Work => {
  let asked = 0;
  return {
    units: 1,
    run(iterations) {
      for (let i = 0; i < iterations; i += 1) round(++asked);
      return iterations;
    },
  };
};

const waiting = (round: (question: number) => Promise<unknown>, end: () => void = () => {}): Work => {
  let asked = 0;
  return {
    units: 1,
    end,
    async run(iterations) {
      for (let i = 0; i < iterations; i += 1) await round(++asked);
      return iterations;
    },
  };
};

/** Both threads sleep in `Atomics.wait`: what the machine takes. */
export async function bareWait(): Promise<Work> {
  const words = newWords();
  await start({ words, kind: 'words' });
  return blocking((question) => {
    ask(words, question);
    Atomics.wait(words, ANSWERED, question - 1);
  });
}

/** Both threads look at a word each, all the time: as fast as the cache lines travel. */
export async function bareLooks(): Promise<Work> {
  const words = new Int32Array(new SharedArrayBuffer(4 * (ANSWERED_APART + 1)));
  await start({ words, kind: 'looks' });
  return blocking((question) => {
    Atomics.store(words, ASKED, question);
    while (Atomics.load(words, ANSWERED_APART) !== question);
  });
}

/** Blocking verbs on both sides. */
export async function blockingChannels(options: shared.EndOptions = {}): Promise<Work> {
  const [tx, jobs] = shared.bounded(8, 'i32', options);
  const [answers, rx] = shared.bounded(8, 'i32', options);
  await start({ words: newWords(), kind: 'channel', jobs: jobs.share(), answers: answers.share(), options });
  return blocking((question) => {
    tx.sendBlocking(question);
    rx.recvBlocking();
  });
}

// The event loop of this thread sleeps until the other one answers.

export async function waitAsync(): Promise<Work> {
  const words = newWords();
  await start({ words, kind: 'words' });
  const alive = setInterval(() => {}, 1e9); // a wait does not keep the process alive
  return waiting(
    (question) => {
      const { async, value } = Atomics.waitAsync(words, ANSWERED, question - 1);
      ask(words, question);
      return async ? value : Promise.resolve();
    },
    () => clearInterval(alive),
  );
}

export async function port(): Promise<Work> {
  const words = newWords();
  const worker = await start({ words, kind: 'port' });
  return waiting((question) => {
    const answer = once(worker, 'message');
    ask(words, question);
    return answer;
  });
}

/** A task, woken by its shared waker. */
export async function wakenTask(): Promise<Work> {
  const words = newWords();
  let asked = 0;
  let waker: WakerHandle | undefined;
  let answered = (): void => {};
  const executor = new Executor({ idle: eventLoop() });
  const task = executor.spawn(
    pollFn((cx) => {
      waker ??= cx.waker.share();
      if (Atomics.load(words, ANSWERED) === asked) answered();
      return PENDING;
    }),
  );
  await new Promise(setImmediate);
  await start({ words, kind: 'waker', ...(waker !== undefined && { waker }) });
  return waiting(
    (question) => {
      const answer = new Promise<void>((resolve) => {
        answered = resolve;
      });
      asked = question;
      ask(words, question);
      return answer;
    },
    () => task.abort(),
  );
}

/** A receive that is awaited. */
export async function awaitedChannel(): Promise<Work> {
  const [tx, jobs] = shared.bounded(8, 'i32');
  const [answers, rx] = shared.bounded(8, 'i32');
  await start({ words: newWords(), kind: 'channel', jobs: jobs.share(), answers: answers.share() });
  return waiting((question) => {
    tx.trySend(question);
    return rx.recv().then();
  });
}
