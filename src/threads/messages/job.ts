import { CancelledError } from '../../core/errors.js';
import { withResolvers } from '../../core/with-resolvers.js';
import { hostTimer, now } from '../../platform/index.js';
import { INVOKE, ITEMS, type Question } from '../calling/asked.js';
import type { Call } from '../calling/call.js';
import { FUNCTION, nameOfFunction, reasonOf, SIGNAL } from '../calling/gift.js';
import type { Give, StandIn } from '../payload/stand-ins.js';
import type { Hireling } from './hireling.js';
import { packed, post } from './packet.js';

/** A call that goes by message, at the thread that makes it, with the functions and signals among its arguments. */
export class Job implements Give {
  readonly id: number;
  readonly bytes: Uint8Array;
  call: Call<unknown> | null = null;
  /** Who runs it. */
  worker: Hireling | null = null;
  since = 0;
  readonly #functions: ((...args: unknown[]) => unknown)[] = [];
  readonly #signals: AbortSignal[] = [];
  /** Forgets the signals. */
  readonly #listening = new AbortController();
  #limit: Disposable | null = null;
  /** Of functions that have answered promises. */
  readonly #owed = new Set<() => void>();

  /** @throws PayloadError when an argument can't be carried. */
  constructor(id: number, args: unknown[]) {
    this.id = id;
    this.bytes = packed(args, this);
  }

  replace(value: object): StandIn | undefined {
    if (typeof value === 'function') {
      const index = this.#functions.push(value as (...args: unknown[]) => unknown) - 1;
      return { kind: FUNCTION, data: [index, nameOfFunction(value)] };
    }
    if (!(value instanceof AbortSignal)) return undefined;
    const index = this.#signals.push(value) - 1;
    const { aborted } = value;
    if (!aborted) this.#follow(value, index);
    return { kind: SIGNAL, data: [index, aborted, aborted ? reasonOf(value) : 0] };
  }

  /** A worker gets it. */
  give(worker: Hireling): void {
    this.worker = worker;
    this.since = now();
    post(worker.lifeline, { call: this.id, bytes: this.bytes });
    for (const [index, signal] of this.#signals.entries()) if (signal.aborted) this.#tell(signal, index);
  }

  /** Calls back in so many milliseconds, unless it is over by then. */
  limit(ms: number, expire: () => void): void {
    this.#limit = hostTimer(ms, expire);
  }

  /** It is over, or nobody waits for it: nobody asks for what it carried, and who still waits for an answer is told. */
  end(): void {
    this.#limit?.[Symbol.dispose]();
    this.#listening.abort();
    for (const tell of this.#owed) tell();
  }

  /** Calls it back if the call is over before what it stands for is settled. */
  owe(tell: () => void): Disposable {
    this.#owed.add(tell);
    return { [Symbol.dispose]: () => void this.#owed.delete(tell) };
  }

  /** Answers what its worker asks; the answer may be a promise. @throws CancelledError when the call was dropped. */
  serve(question: Question): unknown {
    const { call } = this;
    if (call === null) throw new CancelledError('the call is over');
    if (question[0] === INVOKE) return this.#functions[question[2]]?.(...question[3]);
    if (question[0] !== ITEMS) return undefined;
    const { promise, resolve, reject } = withResolvers<unknown>();
    call.receive(question[2], (isWanted) => {
      if (isWanted) resolve(null);
      else reject(new CancelledError(`${call} was dropped`));
    });
    return promise;
  }

  #follow(signal: AbortSignal, index: number): void {
    const options = { once: true, signal: this.#listening.signal };
    signal.addEventListener('abort', () => this.#tell(signal, index), options);
  }

  #tell(signal: AbortSignal, index: number): void {
    if (this.worker !== null) {
      post(this.worker.lifeline, { abort: this.id, index, bytes: packed(reasonOf(signal)) });
    }
  }
}
