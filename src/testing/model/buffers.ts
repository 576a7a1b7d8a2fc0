import { types } from 'node:util';

/** Where a buffer's number stands: in the buffer itself, since every step asks for it, and a `WeakMap` hashes. */
const NUMBER = Symbol('number of the shared memory');

/** Made in the middle of a run, where nobody else can get it, or by the host for itself. */
export const OWN = -1;
/** Made in set-up, and kept by the program from one run to the next; see `Memory`. */
export const KEPT = -2;
/** Made when a module was loaded, so that each thread has another one. */
export const FOREIGN = -3;
/**
 * Come by in a way that the model does not see. It may be a second handle of memory that the threads share: a clone, what
 * was deserialized or received, or that of another realm. Or it is WebAssembly's.
 */
export const UNKNOWN = -4;

export function mark(buffer: object, number: number): void {
  Object.defineProperty(buffer, NUMBER, { value: number, writable: true });
}

export function numberOf(buffer: object): number {
  return (buffer as { [NUMBER]?: number })[NUMBER] ?? (types.isSharedArrayBuffer(buffer) ? UNKNOWN : OWN);
}

/**
 * The shared memory of the program under test, by numbers that are the same on every thread, as this thread knows it: it
 * made some itself, and was sent the others.
 */
export class Buffers {
  readonly #byNumber = new Map<number, SharedArrayBuffer>();

  learn(number: number, buffer: SharedArrayBuffer): void {
    mark(buffer, number);
    this.#byNumber.set(number, buffer);
  }

  [Symbol.iterator](): MapIterator<[number, SharedArrayBuffer]> {
    return this.#byNumber[Symbol.iterator]();
  }

  get(number: number): SharedArrayBuffer | undefined {
    return this.#byNumber.get(number);
  }

  /** Notes what is in all of them. Answers what puts it back, as far as the buffers went. */
  note(): () => void {
    const images = [...this.#byNumber.values()].map((buffer) => [buffer, new Uint8Array(buffer).slice()] as const);
    return () => {
      for (const [buffer, image] of images) new Uint8Array(buffer).fill(0, image.length).set(image);
    };
  }
}
