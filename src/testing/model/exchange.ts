import { describe } from '../../core/check.js';
import type { Buffers } from './buffers.js';
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
  readonly #buffers: Buffers;
  /** What each thread shares, as text; the program's set-up stands last. */
  readonly #texts: string[];
  readonly #received: number[];
  /** What this thread has sent, of the program's set-up and of its own. */
  readonly #sent = { common: '', own: '' };
  #merged: { readonly value: unknown } | undefined;
  #early: { readonly value: unknown } | undefined;

  constructor(start: Start, control: Control, codec: Codec, buffers: Buffers) {
    this.#start = start;
    this.#control = control;
    this.#codec = codec;
    this.#buffers = buffers;
    this.#texts = [...start.threads.map(() => ''), ''];
    this.#received = start.threads.map(() => 0);
  }

  /** Sends what this thread's set-up shares, or the program's, with the memory it is in. */
  send(whose: 'common' | 'own', text: string, memory: Memory): void {
    const key = `${memory.version} ${text}`;
    if (this.#sent[whose] === key) return;
    this.#sent[whose] = key;
    const common = whose === 'common';
    const message: SharedMessage = { common, text, buffers: [...memory.numbered] };
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
        for (const [number, buffer] of buffers) this.#buffers.learn(number, buffer);
        this.#note(common, thread, text);
      }
    }
  }

  /**
   * All of it: frozen, for it is the same object in every run.
   *
   * @throws TypeError when two threads share something by the same name.
   */
  get value(): unknown {
    this.#merged ??= { value: this.#merge() };
    return this.#merged.value;
  }

  /** What the program's set-up and those of the threads before this one share: all that there is when its own begins. */
  get early(): unknown {
    this.#early ??= { value: this.#merge(this.#start.me) };
    return this.#early.value;
  }

  #note(common: boolean, thread: number, text: string): void {
    this.#texts[common ? this.#texts.length - 1 : thread] = text;
    this.#merged = undefined;
    this.#early = undefined;
  }

  /** @param threads - of how many, the first ones. */
  #merge(threads = this.#start.threads.length): unknown {
    const common = this.#texts.at(-1) as string;
    const value = common === '' ? undefined : this.#codec.decode(common);
    const parts = [...this.#texts.entries()].slice(0, threads).filter(([, text]) => text !== '' && text !== NOTHING);
    if (parts.length === 0) return value;
    const generator = this.#start.threads[parts[0]?.[0] as number];
    const expected = `an object, such as { words }, to which the generator ${generator} can add what it yields`;
    const merged = new Map<string, unknown>(Object.entries(fields('setup: what it answers', value ?? {}, expected)));
    for (const [thread, text] of parts) this.#add(merged, thread, this.#codec.decode(text) as object);
    return Object.freeze(Object.fromEntries(merged));
  }

  #add(merged: Map<string, unknown>, thread: number, part: object): void {
    for (const [key, value] of Object.entries(part)) {
      if (merged.has(key)) {
        throw new TypeError(
          `${this.#start.threads[thread]}: yields ${describe(key)}, which set-up or another thread shares, too`,
        );
      }
      merged.set(key, value);
    }
  }
}

/**
 * What a set-up shares, when there are several: named.
 *
 * @param expected - what it must be, in words.
 * @throws TypeError when it is no plain object.
 */
export function fields(name: string, value: unknown, expected: string): object {
  const isPlain = typeof value === 'object' && value !== null && PLAIN.includes(Object.getPrototypeOf(value));
  if (isPlain) return value;
  throw new TypeError(`${name}: expected ${expected}, got ${describe(value)}`);
}

/** What a thread shares that yields nothing, as text. */
const NOTHING = '{}';

const PLAIN: readonly unknown[] = [Object.prototype, null];
