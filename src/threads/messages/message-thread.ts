import type { Context } from '../../core/context.js';
import { mayNotBlock } from '../../core/may-not-block.js';
import type { Hosted } from '../answering/hosted.js';
import { loadHosted } from '../answering/load.js';
import type { Place } from '../answering/place.js';
import { ENDED, isMade, produce } from '../answering/producer.js';
import { RunningCall, running } from '../answering/this-call.js';
import { INVOKE, ITEMS, type Question } from '../calling/asked.js';
import { Call, type Line } from '../calling/call.js';
import { FUNCTION } from '../calling/gift.js';
import { promiseFrom } from '../calling/promise-from.js';
import type { Word } from '../crew/report.js';
import type { Take } from '../payload/stand-ins.js';
import { CANCEL, ERROR, STREAM_END, VALUE } from '../wire/layout.js';
import { type MessageStart, packed, packedAnswer, post, type ToThread, unpacked } from './packet.js';

/** What a worker's thread runs where calls go by message. */
export async function runByMessages({ start, fail, loaded, end }: Place<MessageStart>): Promise<void> {
  const { lifeline, name, tearDown } = start;
  const hosted = await loadHosted(name, start).catch(fail);
  if (hosted === undefined) return;
  loaded();
  new MessageCallee(start, hosted, () => void hosted.tearDown(tearDown).then(end));
  lifeline.postMessage({ ready: true } satisfies Word);
}

/** What a call has of the thread that made it. */
interface Lent {
  readonly call: RunningCall;
  readonly marks: Int32Array;
  readonly signals: ReadonlyMap<number, AbortController>;
}

/** Who answers calls that come by message. How many run at once their owner sees to. */
class MessageCallee implements Line {
  readonly #start: MessageStart;
  readonly #hosted: Hosted;
  readonly #leave: () => void;
  readonly #lent = new Map<number, Lent>();
  /** What this thread has asked. */
  readonly #asked = new Map<number, Call<unknown>>();
  #ids = 0;

  constructor(start: MessageStart, hosted: Hosted, leave: () => void) {
    this.#start = start;
    this.#hosted = hosted;
    this.#leave = leave;
    start.lifeline.on('message', (message: ToThread) => this.#hear(message));
  }

  await({ services }: Context, _: number, call: Call<unknown>): void {
    if (!services.eventLoop) throw mayNotBlock('blockOn', `await or spawn ${call}`);
  }

  look(): void {}

  cancel(id: number): null {
    this.#asked.delete(id);
    return null;
  }

  #hear(message: ToThread): void {
    if ('call' in message) void this.#begin(message.call, message.bytes);
    else if ('cancel' in message) this.#cancel(message.cancel);
    else if ('abort' in message) this.#abort(message.abort, message.index, message.bytes);
    else if ('reply' in message) this.#replied(message.reply, message.isValue, message.bytes);
    else this.#leave();
  }

  async #begin(id: number, bytes: Uint8Array): Promise<void> {
    let answer: ReturnType<typeof packedAnswer>;
    let kind: number;
    try {
      const result = await this.#run(id, bytes);
      answer = packedAnswer(true, result === ENDED ? null : result);
      kind = result === ENDED ? STREAM_END : VALUE;
    } catch (error) {
      answer = packedAnswer(false, error);
      kind = ERROR;
    }
    this.#lent.get(id)?.call.end();
    this.#lent.delete(id);
    running.calls.delete(id);
    post(this.#start.lifeline, { answer: id, kind: answer.isValue ? kind : ERROR, bytes: answer.bytes });
  }

  async #run(id: number, bytes: Uint8Array): Promise<unknown> {
    const signals = new Map<number, AbortController>();
    const args = unpacked(bytes, this.#takerOf(id, signals)) as unknown[];
    const name = args.pop() as string;
    const marks = new Int32Array(CANCEL + 1);
    const call = new RunningCall({ table: { words: marks, slotAt: () => 0 } }, 0, name, null);
    this.#lent.set(id, { call, marks, signals });
    let result = this.#enter(id, call, name, args);
    if (!isMade(result)) result = await (promiseFrom(result) ?? result);
    if (!isMade(result)) return result;
    return await produce(result, call, (items) => this.#ask(`item of ${call}`, [ITEMS, id, items, 0]));
  }

  #enter(id: number, call: RunningCall, name: string, args: unknown[]): unknown {
    const outer = running.now;
    running.now = call;
    running.calls.set(id, call);
    try {
      return this.#hosted.run(name, args);
    } finally {
      running.now = outer;
    }
  }

  #takerOf(id: number, signals: Map<number, AbortController>): Take {
    return {
      restore: (kind, data) => {
        if (kind === FUNCTION) {
          const [index, name] = data as [number, string];
          return (...args: unknown[]) => this.#ask(`${name}()`, [INVOKE, id, index, args]);
        }
        const [index, isAborted, reason] = data as [number, boolean, unknown];
        const controller = new AbortController();
        if (isAborted) controller.abort(reason);
        signals.set(index, controller);
        return controller.signal;
      },
    };
  }

  /** Asks something of the thread whose call this one runs. @throws PayloadError when an argument can't be carried. */
  #ask(name: string, question: Question): Call<unknown> {
    const bytes = packed(question);
    this.#ids += 1;
    const call = new Call<unknown>(this, this.#ids, name, null);
    this.#asked.set(this.#ids, call);
    post(this.#start.lifeline, { ask: this.#ids, bytes });
    return call;
  }

  #replied(id: number, isValue: boolean, bytes: Uint8Array): void {
    const call = this.#asked.get(id);
    this.#asked.delete(id);
    call?.settle(isValue, unpacked(bytes));
  }

  #cancel(id: number): void {
    const lent = this.#lent.get(id);
    if (lent === undefined) return;
    lent.marks[CANCEL] = 1;
    lent.call.look();
  }

  #abort(id: number, index: number, bytes: Uint8Array): void {
    this.#lent.get(id)?.signals.get(index)?.abort(unpacked(bytes));
  }
}
