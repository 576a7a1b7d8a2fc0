import { hostTimer, now, type Port } from '../../platform/index.js';
import { type Ending, endingOf, type Word } from '../crew/report.js';
import { startThread } from '../crew/start-thread.js';
import type { Settings } from '../options.js';
import type { Job } from './job.js';
import { type FromThread, type MessageStart, post } from './packet.js';

/** Who is told of a worker. */
export interface Owner {
  /** It answers, or asks, or has loaded the module. */
  heard(worker: Hireling, message: FromThread): void;
  /** It has ended. */
  ended(worker: Hireling, ending: Ending): void;
}

/** A worker that gets its calls by message. */
export class Hireling {
  readonly lifeline: Port;
  readonly since = now();
  /** What it runs, by number; calls that were dropped among it. */
  readonly jobs = new Map<number, Job>();
  readonly #id: number;
  readonly #name: string;
  readonly #owner: Owner;
  readonly #terminate: () => unknown;
  isReady = false;
  #leaves = false;
  #heedless = -1;
  #last: Word['exit'];
  #isOver = false;
  #idle: Disposable | null = null;

  constructor(id: number, settings: Settings, owner: Owner) {
    this.#id = id;
    this.#name = settings.name;
    this.#owner = owner;
    const { name, module } = settings;
    const { setUp, tearDown, data } = settings.options;
    const start: Omit<MessageStart, 'lifeline'> = { name, module, setUp, tearDown, data };
    const { hand, lifeline } = startThread(start, settings);
    hand.on('error', () => {}); // the last word tells of it
    this.#terminate = () => hand.terminate();
    this.lifeline = lifeline;
    lifeline.on('message', (message: FromThread) => this.#hear(message));
    lifeline.on('close', () => this.#end());
    lifeline.unref();
  }

  /** Whether it was told to go. */
  get leaves(): boolean {
    return this.#leaves;
  }

  /** It is not needed any more. */
  leave(): void {
    if (this.#leaves) return;
    this.#leaves = true;
    post(this.lifeline, { leave: true });
  }

  /** Ends it wherever it is. @param heedless - after so many milliseconds in which it did not heed a cancel, if that is why. */
  kill(heedless = -1): void {
    this.#heedless = heedless;
    void this.#terminate();
    this.#end(); // nothing that it still says matters
  }

  /** Calls back if it gets nothing to do for so long. */
  rest(ms: number, callback: () => void): void {
    this.#idle?.[Symbol.dispose]();
    this.#idle = ms < 0 ? null : hostTimer(ms, callback);
  }

  #hear(message: FromThread): void {
    if (this.#isOver) return;
    if ('exit' in message) this.#last = message.exit;
    if ('ready' in message) this.isReady = true;
    this.#owner.heard(this, message);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.rest(-1, () => {});
    const [id, last] = [this.#id, this.#last];
    const begun = { thread: id, hasBegun: true, ready: this.isReady };
    const known = { id, ...begun, leaves: this.#leaves, heedless: this.#heedless, last };
    this.#owner.ended(this, endingOf(this.#name, known));
  }
}
