import { ReveilleError } from '../../core/errors.js';
import { type Hand, isMissing, nodeThreads, type Port, webThread } from '../../platform/index.js';
import type { Opening } from '../answering/thread.js';
import type { Settings } from '../options.js';
import { execArgvFor } from './exec-argv.js';

/** A worker, and the port that closes when it ends. */
export interface Started {
  readonly hand: Hand;
  readonly lifeline: Port;
}

/** What the settings say to a worker. */
export function openingOf({ module, concurrency, looking, idle, name, options }: Settings): Omit<Opening, 'lifeline'> {
  const { setUp, tearDown, data } = options;
  return { name, module, concurrency, looking, idle, setUp, tearDown, data };
}

/**
 * Starts a worker. It gets what `start` has, and the other end of its lifeline.
 *
 * @param ports - those in `start`.
 *
 * @throws ReveilleError where there are no workers; whatever the host finds wrong: flags that Node does not know, too many threads, a
 * part of `start` that can't be sent.
 */
export function startThread(start: object, settings: Settings, ports: readonly Port[] = []): Started {
  const threads = nodeThreads();
  if (threads === undefined && typeof Worker === 'undefined') {
    throw new ReveilleError('no Worker here: pages and their dedicated workers have it, other workers have not');
  }
  // In the very words by which bundlers know that there is a worker to be bundled.
  if (threads === undefined) {
    return webThread(new Worker(new URL('./threads/thread.js', import.meta.url), { type: 'module' }), start);
  }
  const { resourceLimits, execArgv, env } = settings.options;
  const flags = execArgvFor(execArgv);
  const program = new URL('./threads/thread.js', import.meta.url);
  if (isMissing(program)) {
    throw new ReveilleError(`${program} is not there: Reveille is not to be bundled into a program that Node runs`);
  }
  const { port1, port2 } = new threads.MessageChannel();
  let hand: Hand;
  try {
    hand = new threads.Worker(program, {
      name: settings.name,
      workerData: { reveille: { ...start, lifeline: port1 } },
      transferList: [port1, ...ports] as never[],
      ...(resourceLimits === undefined ? {} : { resourceLimits: { ...resourceLimits } }),
      ...(flags === undefined ? {} : { execArgv: flags }),
      ...(env === undefined ? {} : { env: { ...env } as NodeJS.ProcessEnv }),
    });
  } catch (error) {
    port1.close();
    throw error;
  }
  hand.unref();
  return { hand, lifeline: port2 };
}
