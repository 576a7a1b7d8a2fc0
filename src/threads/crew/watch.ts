import type { Context } from '../../core/context.js';
import {
  type Hand,
  hostTimer,
  isMissing,
  nodeThreads,
  type Port,
  steadyNow,
  type Threads,
} from '../../platform/index.js';
import type { PoolHandle } from '../handle.js';
import type { Ending } from './report.js';
import { watchHere } from './watch-here.js';

/** What the watcher is told. */
export interface Order {
  /** A pool whose threads it is to watch. */
  readonly ward?: { readonly key: number; readonly handle: PoolHandle };
  readonly watch?: { readonly key: number; readonly id: number; readonly thread: number };
  readonly lifeline?: Port;
  /** To be reminded in so many milliseconds, even if this thread blocks then. */
  readonly alarm?: Alarm & { readonly key: number; readonly ms: number };
  /** A thread that was ended from outside. */
  readonly ending?: { readonly key: number; readonly id: number };
  /** A pool that does what waits, and ends: what was cancelled has so many milliseconds from now on. */
  readonly closing?: { readonly key: number; readonly grace: number };
  /** A pool that is no more. */
  readonly forget?: number;
}

/** What to be reminded of: that a rest is over, or that what was cancelled had its time. */
export interface Alarm {
  readonly what: 'rest' | 'grace';
}

/** What it tells. */
export interface News {
  readonly key: number;
  /** Its cause is packed. */
  readonly ended?: Ending & { readonly cause?: Uint8Array | undefined };
  /** A thread that does not heed that a call of it was cancelled. */
  readonly kill?: number;
  readonly alarm?: Alarm['what'];
  /** A thread that calls asks for one more worker. */
  readonly wanted?: true;
}

/**
 * How long the first worker has the machine for itself, in milliseconds: two threads that start side by side on two processors
 * cost the first answer some ten milliseconds.
 */
const DELAY = 50;

/**
 * A thread that does nothing but listen for the ends of others. A thread that blocks hears no events of its workers, and
 * nothing inside of a worker can tell that it runs out of memory; but a port whose other end was there closes, on whichever thread
 * it is. So the watcher fails the calls of the dead in shared memory, which wakes whoever waits for them.
 *
 * (It does not own the workers: then the first one could not start before it has, which would double the time to the
 * first answer.)
 */
class Watch {
  #port: Port | null = null;
  /** The watcher's end, until it starts. What is told waits there: a port on its way closes nowhere but where it arrives. */
  #far: Port | null = null;
  #due = 0;
  #timer: Disposable | null = null;
  #hand: Hand | null = null;
  readonly #crews = new Map<number, (news: News) => void>();
  #keys = 0;
  #isHere = false;

  /** @param told - called with what concerns the crew. Answers its key. */
  enlist(told: (news: News) => void): number {
    this.#keys += 1;
    this.#crews.set(this.#keys, told);
    return this.#keys;
  }

  /** Tells the watcher, which starts when the first worker has answered, or {@link DELAY} has passed. */
  tell(order: Order): void {
    const port = (this.#port ??= this.#open());
    port.postMessage(order, order.lifeline === undefined ? [] : [order.lifeline]);
  }

  /** Whether its work is done on this very thread. */
  get isHere(): boolean {
    return this.#isHere;
  }

  /** Somebody is about to block, in which no timer of the event loop is heard. */
  await({ services, waker }: Context): void {
    if (this.#timer === null) return;
    if (steadyNow() >= this.#due) this.begin();
    else services.timers?.arm(this.#due, waker);
  }

  /** Starts the watcher, if it has something to watch and was not started. */
  begin(): void {
    const port = this.#far;
    if (port === null) return;
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#far = null;
    const options = {
      workerData: port,
      transferList: [port as never],
      name: 'reveille watcher',
      execArgv: [],
      argv: [],
    };
    const program = new URL('./threads/watcher.js', import.meta.url);
    if (isMissing(program)) return; // then no thread could be started that there is to watch
    this.#hand = new (threads().Worker)(program, options);
    this.#hand.unref();
  }

  /** @param isWarded - whether the watcher's thread knows it. */
  forget(key: number, isWarded: boolean): void {
    this.#crews.delete(key);
    if (isWarded) this.tell({ forget: key });
  }

  /** Takes what it has told so far, whether or not the event loop turns. */
  look(): void {
    const port = this.#port;
    const receiveMessageOnPort = nodeThreads()?.receiveMessageOnPort;
    if (port === null || receiveMessageOnPort === undefined) return;
    for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
      this.#take(got.message as News);
    }
  }

  #open(): Port {
    const threads = nodeThreads();
    if (threads === undefined) return this.#openHere();
    const { port1, port2 } = new threads.MessageChannel();
    port1.on('message', (news: News) => this.#take(news));
    port1.unref();
    this.#far = port2;
    this.#due = steadyNow() + DELAY;
    this.#timer = hostTimer(DELAY, () => this.begin());
    return port1;
  }

  #openHere(): Port {
    this.#isHere = true;
    const port = watchHere();
    port.on('message', (news: News) => this.#take(news));
    return port;
  }

  #take(news: News): void {
    this.#crews.get(news.key)?.(news);
  }
}

const threads = (): Threads => nodeThreads() as Threads;

/** This thread's. */
export const watch = /* @__PURE__ */ new Watch();
