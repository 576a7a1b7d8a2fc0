import type { Receiver } from '../../channel/receiver.js';
import type { EndHandle } from '../../channel/shared/handle.js';
import { revoke } from '../../channel/shared/open.js';
import { type Hand, nodeThreads, now, type Port } from '../../platform/index.js';
import type { Start } from '../answering/thread.js';
import type { Parcels } from '../calling/parcels.js';
import type { PoolHandle } from '../handle.js';
import type { Settings } from '../options.js';
import { Courier } from './courier.js';
import { execArgvFor } from './exec-argv.js';

/** A worker, as the thread sees it that owns it: starts when it is made. */
export class Hired {
  readonly since = now();
  /** The end of its lifeline that the watcher is to hold. */
  readonly lifeline: Port;
  /** What it died of, if its owner has heard of that. */
  error: Error | null = null;
  readonly #hand: Hand;
  readonly #courier: Courier;
  /** What was shared with it: if it ends before it has taken that, it is taken back. */
  readonly #ends: readonly EndHandle[];

  /**
   * @param id - its number among the crew's.
   * @param handle - the pool, shared for it alone.
   * @param parcels - where what it sends is looked for.
   * @throws whatever Node finds wrong: flags that it does not know, too many threads.
   */
  constructor(id: number, settings: Settings, handle: PoolHandle, jobs: readonly Receiver<number>[], parcels: Parcels) {
    const threads = nodeThreads();
    if (threads === undefined) throw new Error('threads: there are no worker threads here');
    const { resourceLimits, execArgv, env, setUp, tearDown, data } = settings.options;
    const flags = execArgvFor(execArgv);
    const { module, concurrency, looking, idle, name } = settings;
    const { port1: lifeline, port2 } = new threads.MessageChannel();
    const memory = new threads.MessageChannel();
    const ends = jobs.map((line) => line.share());
    const start: Start = {
      handle,
      id,
      jobs: ends,
      module,
      concurrency,
      setUp,
      tearDown,
      data,
      looking,
      idle,
      lifeline,
      memory: memory.port2,
    };
    this.#ends = [...ends, ...handle.jobs];
    try {
      this.#hand = new threads.Worker(new URL('./threads/thread.js', import.meta.url), {
        name,
        workerData: { reveille: start },
        transferList: [lifeline as never, memory.port2 as never],
        ...(resourceLimits === undefined ? {} : { resourceLimits: { ...resourceLimits } }),
        ...(flags === undefined ? {} : { execArgv: flags }),
        ...(env === undefined ? {} : { env: { ...env } as NodeJS.ProcessEnv }),
      });
    } catch (error) {
      for (const end of this.#ends) revoke(end);
      for (const port of [lifeline, memory.port1]) port.close();
      throw error;
    }
    this.#hand.unref();
    this.#hand.on('error', (error) => {
      this.error = error; // the watcher tells of its end, perhaps without knowing why
    });
    this.lifeline = port2;
    this.#courier = new Courier(memory.port1, parcels);
    this.#courier.catchUp();
  }

  /** Its thread's id. */
  get thread(): number {
    return this.#hand.threadId;
  }

  terminate(): void {
    void this.#hand.terminate();
  }

  /** It has ended. */
  bury(): void {
    for (const end of this.#ends) revoke(end);
    this.#courier[Symbol.dispose]();
  }
}
