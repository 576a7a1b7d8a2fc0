import type { MessagePort } from 'node:worker_threads';
import { OutsideError } from '../async/errors.js';
import { real } from './real.js';
import { thrownText } from './thrown-text.js';

/** An error on its way to another thread. */
export interface ToldError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Of a `NondeterminismError`. */
  readonly step?: number;
  /** What was thrown, if that is no error. */
  readonly value?: string;
}

/**
 * Characters of a name, a message or a stack that are told, as JSON has them, where one may become six; who compares large
 * values writes long messages. The three must have room together in an answer, see control.ts.
 */
const MOST_CHARS = 8_000;

/** What was thrown, whatever it was. */
export function toldError(thrown: unknown): ToldError {
  try {
    if (thrown instanceof Error) return told(thrown);
    const value = thrownText(thrown);
    return { ...told(new Error(`threw ${value}`)), value };
  } catch {
    return told(new Error('threw something that throws when it is looked at'));
  }
}

function told({ name, message, stack, ...rest }: Error): ToldError {
  const { step } = rest as { step?: unknown };
  const known = { name: clip(name), message: clip(message), stack: clip(stack) };
  return typeof step === 'number' ? { ...known, step } : known;
}

function clip(text: unknown): string {
  let clipped = String(text ?? '').slice(0, MOST_CHARS);
  for (;;) {
    const { length } = JSON.stringify(clipped);
    if (length <= MOST_CHARS) return clipped;
    clipped = clipped.slice(0, Math.floor((clipped.length * MOST_CHARS) / length));
  }
}

/** A checked thread's line to the main thread. */
export class MainLine {
  readonly #port: MessagePort;
  #failed = false;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  tell(message: unknown): void {
    real.postMessage.call(this.#port, message);
  }

  /**
   * Tells main that the program cannot be checked, apart from any schedule, and waits for it to end this thread. Not by an
   * exception, which the program could catch.
   */
  readonly halt = (error: unknown): never => this.leave({ broken: toldError(error) });

  /** The same with what main is to make of it. */
  leave(message: unknown): never {
    this.tell(message);
    this.#failed = true;
    for (;;) this.haltIfFailed();
  }

  /** What the model does not hold ends the exploration, whatever the program would make of an exception. */
  readonly refuse = (what: string): never => this.halt(new OutsideError(`explore: ${what}`));

  /**
   * The first half of {@link MainLine.halt}, for where the host is in the middle of handling an exception: blocked there,
   * a thread takes no notice of its end.
   */
  fail(error: unknown): void {
    this.tell({ broken: toldError(error) });
    this.#failed = true;
  }

  /** The second. */
  haltIfFailed(): void {
    const never = new Int32Array(new real.SharedArrayBuffer(4));
    while (this.#failed) real.Atomics.wait(never, 0, 0);
  }
}
