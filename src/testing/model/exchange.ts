import type { Codec } from './codec.js';
import { type Control, fieldOf, SHARED_VERSION } from './control.js';
import type { Memory } from './memory.js';
import { real } from './real.js';
import type { SharedMessage, Start } from './start.js';

/**
 * What threads share: made by the program's set-up and by each thread's own, the same to all. It is sent only when it
 * is not what was sent before, which happens once or twice in a million runs.
 */
export class Exchange {
  readonly #start: Start;
  readonly #control: Control;
  readonly #codec: Codec;
  /** Where buffers of other threads are noted. */
  readonly #common: Memory;
  /** What each thread shares, as text; the program's set-up stands last. */
  readonly #texts: string[];
  readonly #received: number[];
  #sent = '';
  #merged: { readonly value: unknown } | undefined;

  constructor(start: Start, control: Control, codec: Codec, common: Memory) {
    this.#start = start;
    this.#control = control;
    this.#codec = codec;
    this.#common = common;
    this.#texts = [...start.threads.map(() => ''), ''];
    this.#received = start.threads.map(() => 0);
  }

  /** Sends what this thread shares, with the memory it is in; `common` stands for the program's set-up. */
  send(common: boolean, text: string, memory: Memory): void {
    const key = `${common} ${memory.version} ${text}`;
    if (this.#sent === key) return;
    this.#sent = key;
    const message: SharedMessage = { common, text, buffers: [...memory.buffers] };
    for (const port of this.#start.ports) if (port !== undefined) real.postMessage.call(port, message);
    (this.#control.words[fieldOf(this.#start.me, SHARED_VERSION)] as number) += 1;
    this.#note(common, this.#start.me, text);
  }

  /** Takes in what the others have sent. */
  receive(): void {
    for (const [thread, port] of this.#start.ports.entries()) {
      if (port === undefined) continue;
      const sent = this.#control.words[fieldOf(thread, SHARED_VERSION)] as number;
      for (; (this.#received[thread] as number) < sent; (this.#received[thread] as number) += 1) {
        const received = real.receiveMessageOnPort(port) as { readonly message: SharedMessage };
        const { common, text, buffers } = received.message;
        for (const [id, buffer] of buffers) this.#common.learn(id, buffer);
        this.#note(common, thread, text);
      }
    }
  }

  /** All of it: frozen, for it is the same object in every run. */
  get value(): unknown {
    this.#merged ??= { value: this.#merge() };
    return this.#merged.value;
  }

  #note(common: boolean, thread: number, text: string): void {
    this.#texts[common ? this.#texts.length - 1 : thread] = text;
    this.#merged = undefined;
  }

  #merge(): unknown {
    const [common = '', ...own] = [...this.#texts].reverse();
    const value = common === '' ? undefined : this.#codec.decode(common);
    const parts = own.filter((text) => text !== '').map((text) => this.#codec.decode(text) as object);
    return parts.length === 0 ? value : Object.freeze(Object.assign({}, value, ...parts.reverse()));
  }
}
