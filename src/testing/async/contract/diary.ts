import type { OutsideError } from '../errors.js';
import type { FutureRule } from './rules.js';

/** A rule that was broken. */
export interface Breach {
  readonly rule: FutureRule;
  /** How, beyond what the rule says. */
  readonly detail: string;
  /** An error that has to do with it. */
  readonly cause: unknown;
}

/** What was done to a future, what it did, and the first rule that it broke. */
export class Diary {
  readonly lines: string[] = [];
  /** The first rule that was broken. */
  breach: Breach | undefined;
  /** Why the future cannot be checked. */
  outside: OutsideError | undefined;
  readonly #except: readonly FutureRule[];
  #indent = '';

  /** @param except - rules that do not count. */
  constructor(except: readonly FutureRule[]) {
    this.#except = except;
  }

  note(text: string): void {
    this.lines.push(this.#indent + text);
  }

  /** What is noted during `action` happens inside of it. */
  inside(text: string, action: () => void): void {
    this.note(text);
    const indent = this.#indent;
    this.#indent += '  ';
    try {
      action();
    } finally {
      this.#indent = indent;
    }
  }

  break(rule: FutureRule, detail = '', cause?: unknown): void {
    if (!this.#except.includes(rule)) this.breach ??= { rule, detail, cause };
  }
}
