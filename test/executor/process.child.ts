/** Programs whose end, exit code and output matter, each in a process of its own. */
import { Worker } from 'node:worker_threads';
import {
  co,
  Executor,
  type Future,
  PENDING,
  pending,
  pollFn,
  sleep,
  spawn,
  type WakerHandle,
  yieldNow,
} from 'reveille';
import { eventLoop } from 'reveille/executor';

const failing = (message = 'nobody joined me'): Future<never> =>
  co(function* () {
    yield* yieldNow();
    throw new Error(message);
  });

/** A task that waits for another thread. */
function waitingForThread(shared: (handle: WakerHandle) => void): Future<void> {
  let polls = 0;
  return pollFn((cx) => {
    polls += 1;
    if (polls === 2) return console.log('woken');
    shared(cx.waker.share());
    return PENDING;
  });
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const programs: Record<string, () => unknown> = {
  idle() {
    spawn(
      co(function* () {
        yield* sleep(1);
        console.log('done');
      }),
    );
  },
  pending() {
    spawn(pending());
    console.log('spawned');
  },
  timer() {
    spawn(
      co(function* () {
        yield* sleep(100);
        console.log('slept');
      }),
    );
    console.log('spawned');
  },
  thread() {
    spawn(
      waitingForThread((workerData) => {
        // The worker alone would not keep the process alive.
        new Worker(new URL('./late-wake.worker.js', import.meta.url), { workerData }).unref();
      }),
    );
    console.log('spawned');
  },
  async shared() {
    const handle = spawn(waitingForThread(() => {}));
    await turn();
    handle.abort();
    await turn();
    console.log('over');
  },
  async dropped() {
    const executor = new Executor({ idle: eventLoop() });
    executor.spawn(waitingForThread(() => {}));
    executor.spawn(sleep(60_000));
    await turn();
    executor[Symbol.dispose]();
    console.log('dropped');
  },
  failing() {
    spawn(failing());
    console.log('spawned');
  },
  async told() {
    process.on('unhandledRejection', (error) => console.log(`unhandled: ${error}`));
    spawn(failing('first'));
    await turn();
    await turn();
    const handle = spawn(failing('dropped handle'));
    await turn();
    await turn();
    handle[Symbol.dispose]();
    await turn();
    const joined = spawn(failing('gave up'));
    const joiner = spawn(joined);
    await Promise.resolve();
    joiner.abort();
  },
  async joined() {
    const handle = spawn(failing());
    try {
      await handle;
    } catch (error) {
      console.log(`caught: ${(error as Error).message}`);
    }
  },
  blocking() {
    const executor = new Executor();
    executor.spawn(failing());
    executor.run();
  },
};

await programs[process.argv[2] as string]?.();
