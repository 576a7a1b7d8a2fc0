import {
  endWebThread,
  nodeThreads,
  onUncaught,
  openingOfThread,
  type Port,
  type Threads,
} from '../../platform/index.js';
import { packError, type Word } from '../crew/report.js';
import { printAtOnce } from './output.js';

/** Stands for no error, since programs throw undefined, too. */
const NOTHING = /* @__PURE__ */ Symbol('nothing');

/** Where a worker's thread runs: how it is told what to do, and how it ends. */
export interface Place<S> {
  readonly start: S;
  /** The module is loaded. */
  loaded(): void;
  /** Ends the thread. */
  end(): void;
  /** Ends it, because of an error. */
  fail(error: unknown): void;
}

/** This thread's. Its owner is told over the lifeline why it ends, where that can still be told. */
export async function placeOfThread<S extends { lifeline: Port }>(): Promise<Place<S>> {
  const threads = nodeThreads();
  if (threads === undefined) return webPlace(await openingOfThread<S>());
  const { reveille } = threads.workerData as { reveille: S & { orders?: Port } };
  const { orders } = reveille;
  return nodePlace(orders === undefined ? reveille : { ...reveille, ...(await ordersFrom<S>(orders, threads)) });
}

/** What its owner had yet to make when it started the thread. As a rule it is there. */
function ordersFrom<S>(port: Port, { receiveMessageOnPort }: Threads): S | Promise<S> {
  const got = receiveMessageOnPort(port);
  if (got === undefined) {
    return new Promise((resolve) => {
      port.on('message', (orders: S) => {
        port.close();
        resolve(orders);
      });
    });
  }
  port.close();
  return got.message as S;
}

function nodePlace<S extends { lifeline: Port }>(start: S): Place<S> {
  let error: unknown = NOTHING;
  let isLoaded = false;
  let isDry = false;
  printAtOnce();
  process.on('uncaughtExceptionMonitor', (uncaught) => {
    error = uncaught;
  });
  process.on('beforeExit', () => {
    isDry = true;
  });
  process.on('exit', (code) => {
    const packed = error === NOTHING ? undefined : packError(error);
    start.lifeline.postMessage({ exit: { code, error: packed, stalled: isDry && !isLoaded } } satisfies Word);
  });
  return {
    start,
    loaded: () => {
      isLoaded = true;
    },
    end: () => process.exit(),
    fail: (cause) => {
      error = cause;
      process.exit(1);
    },
  };
}

function webPlace<S extends { lifeline: Port }>(start: S): Place<S> {
  const { lifeline } = start;
  const exit = (code: number, error?: Uint8Array): void => {
    lifeline.postMessage({ exit: { code, error, stalled: false } } satisfies Word);
    endWebThread(lifeline);
  };
  const fail = (error: unknown): void => exit(1, packError(error));
  onUncaught(fail);
  return { start, loaded: () => {}, end: () => exit(0), fail };
}
