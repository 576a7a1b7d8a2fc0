import { FOREIGN, mark, OWN } from './buffers.js';
import { type Operations, TOO_LARGE } from './operations.js';
import { MOST_BYTES } from './places.js';
import { real } from './real.js';

/** Shared memory: numbered when set-up makes it, and the length of what can grow is shared, too. */
export function replaceMemory(operations: Operations): void {
  const { world } = operations;
  const Real = real.SharedArrayBuffer;
  // A function of the same name, which errors show; a proxy has none for them.
  const { SharedArrayBuffer: Model } = {
    SharedArrayBuffer: function (bytes: number, options?: { maxByteLength?: number }): SharedArrayBuffer {
      if (new.target === undefined) return (Real as unknown as (bytes: number) => never)(bytes); // throws
      const isModel = (new.target as unknown) === Model;
      if (world.mode === 'setting up') {
        if (!isModel) world.refuse(SUBCLASS);
        if (bytes > MOST_BYTES) world.refuse(TOO_LARGE);
        return world.making.make(bytes, options?.maxByteLength);
      }
      const buffer = Reflect.construct(Real, [bytes, options], new.target) as SharedArrayBuffer;
      mark(buffer, world.mode === 'outside' ? FOREIGN : OWN);
      return buffer;
    } as unknown as typeof Real,
  };
  Object.defineProperty(Model, 'prototype', { value: Real.prototype });
  Object.defineProperty(Model, Symbol.species, { get: () => Model });
  Object.defineProperty(Real.prototype, 'constructor', { value: Model });
  globalThis.SharedArrayBuffer = Model;
  replaceLength(operations);
  excuseHost();
}

/** The host has a word of its own in shared memory, at which each thread looks when it is asked for its working directory. */
function excuseHost(): void {
  const { load } = Atomics;
  const spy = (words: Int32Array, index: number): number => {
    mark(words.buffer, OWN);
    return load(words, index);
  };
  Atomics.load = spy as typeof load;
  process.cwd();
  Atomics.load = load;
}

const SUBCLASS =
  'set-up makes shared memory by a subclass of SharedArrayBuffer, which no other thread would get: subclasses are outside ' +
  'the model';

function replaceLength(operations: Operations): void {
  const { prototype } = real.SharedArrayBuffer;
  const { get } = Object.getOwnPropertyDescriptor(prototype, 'byteLength') as { get(): number };
  Object.defineProperty(prototype, 'byteLength', {
    configurable: true,
    get(this: SharedArrayBuffer) {
      const bytes = get.call(this); // throws if it is no such buffer
      return this.growable ? operations.length(this, () => get.call(this)) : bytes;
    },
  });
  prototype.grow = function (this: SharedArrayBuffer, bytes?: number): void {
    operations.grow(this, bytes, () => get.call(this));
  };
}
