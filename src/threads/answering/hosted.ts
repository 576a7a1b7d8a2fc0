import { CancelledError } from '../../core/errors.js';
import { markOf } from '../calling/mark-of.js';

/** Functions that answer a promise, however soon, or make items one by one: they need an event loop that turns. */
const LATER = /^\[object (?:AsyncFunction|(?:Async)?GeneratorFunction)\]$/;

/** The module that a thread hosts: its exports are what can be called. */
export class Hosted {
  readonly #name: string;
  readonly #exports: Record<string, unknown>;
  /** Functions that were seen to answer a promise. */
  readonly #later = new Set<string>();
  /** Functions that were called before: a module's own object is slow to ask. */
  readonly #found = new Map<string, (...args: unknown[]) => unknown>();

  /** Names of functions, by their marks. */
  #marked: Map<number, string[]> | null = null;

  constructor(name: string, module: Record<string, unknown>) {
    this.#name = name;
    this.#exports = module;
  }

  readonly run = (name: string, args: unknown[]): unknown => {
    const result = (this.#found.get(name) ?? this.#find(name))(...args);
    if (typeof (result as { then?: unknown } | null | undefined)?.then === 'function') this.#later.add(name);
    return result;
  };

  /** Whether all functions whose names have that mark answer at once, as far as can be known before. */
  isSync(mark: number): boolean {
    this.#marked ??= this.#mark();
    return (this.#marked.get(mark) ?? []).every((name) => this.#isSync(name));
  }

  #isSync(name: string): boolean {
    return !this.#later.has(name) && !LATER.test(Object.prototype.toString.call(this.#member(name)));
  }

  #mark(): Map<number, string[]> {
    const marked = new Map<number, string[]>();
    const whole = this.#exports['default'];
    const isObject = (typeof whole === 'object' && whole !== null) || typeof whole === 'function';
    for (const name of [...Object.keys(this.#exports), ...(isObject ? Object.getOwnPropertyNames(whole) : [])]) {
      const same = marked.get(markOf(name));
      if (same === undefined) marked.set(markOf(name), [name]);
      else same.push(name);
    }
    return marked;
  }

  async setUp(name: string | undefined, data: unknown): Promise<void> {
    if (name !== undefined) await this.#find(name)(data);
  }

  async tearDown(name: string | undefined): Promise<void> {
    if (name === undefined) return;
    try {
      await this.#find(name)();
    } catch (error) {
      if (!(error instanceof CancelledError)) console.error(error);
    }
  }

  #find(name: string): (...args: unknown[]) => unknown {
    const member = this.#member(name);
    if (typeof member === 'function') {
      this.#found.set(name, member as (...args: unknown[]) => unknown);
      return member as (...args: unknown[]) => unknown;
    }
    const keys = new Set([...Object.keys(this.#exports), ...Object.keys(this.#whole() ?? {})]);
    const names = [...keys].filter((key) => typeof this.#member(key) === 'function');
    const others = names.length > 0 ? `, only ${names.join(', ')}` : ', and no other one';
    throw new TypeError(`${this.#name} exports no function ${name}${others}`);
  }

  #member(name: string): unknown {
    if (Object.hasOwn(this.#exports, name)) return this.#exports[name];
    const whole = this.#whole();
    return whole !== null && Object.hasOwn(whole, name) ? whole[name] : undefined;
  }

  /** Of a CommonJS module `module.exports`, which may have what was not recognised as an export. */
  #whole(): Readonly<Record<string, unknown>> | null {
    const whole = this.#exports['default'];
    const isObject = (typeof whole === 'object' && whole !== null) || typeof whole === 'function';
    return isObject ? (whole as Record<string, unknown>) : null;
  }
}
