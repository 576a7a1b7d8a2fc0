import { type Context, Future, PENDING, type Poll, type Waker } from 'reveille';

/** A future that the test answers or fails, and that writes down what is done to it. */
export class Probe<T = string> extends Future<T> {
  #waker: Waker | undefined;
  #outcome: (() => T) | undefined;

  constructor(
    readonly label: string,
    readonly log: string[] = [],
  ) {
    super();
  }

  /** Answers at the next poll, which it asks for. */
  answer(value: T): void {
    this.#outcome = () => value;
    this.wake();
  }

  /** Fails at the next poll, which it asks for. */
  fail(error: unknown): void {
    this.#outcome = () => {
      throw error;
    };
    this.wake();
  }

  wake(): void {
    this.#waker?.wakeByRef();
  }

  /** The waker it keeps. */
  get waker(): Waker | undefined {
    return this.#waker;
  }

  override poll(cx: Context): Poll<T> {
    this.log.push(`poll ${this.label}`);
    if (this.#outcome !== undefined) {
      this.#release();
      return this.#outcome();
    }
    if (!this.#waker?.willWake(cx.waker)) {
      this.#release();
      this.#waker = cx.waker.clone();
    }
    return PENDING;
  }

  override [Symbol.dispose](): void {
    this.log.push(`drop ${this.label}`);
    this.#release();
  }

  override toString(): string {
    return this.label;
  }

  #release(): void {
    this.#waker?.[Symbol.dispose]();
    this.#waker = undefined;
  }
}

/** Empties the log and answers what was in it. */
export function taken(log: string[]): string[] {
  return log.splice(0);
}
