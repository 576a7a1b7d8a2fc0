import type { Words } from './conversions.js';
import type { Operations, WriteName } from './operations.js';
import type { Waiting } from './waiting.js';

export function replaceAtomics(operations: Operations, waiting: Waiting): void {
  const writes = (name: WriteName) => ({
    [name]: (words: Words, index: unknown, value: unknown) => operations.write(name, words, index, value),
  });
  const model = {
    load: (words: Words, index: unknown) => operations.load(words, index),
    ...writes('store'),
    ...writes('add'),
    ...writes('and'),
    ...writes('exchange'),
    ...writes('or'),
    ...writes('sub'),
    ...writes('xor'),
    compareExchange: (words: Words, index: unknown, expected: unknown, value: unknown) =>
      operations.compareExchange(words, index, expected, value),
    wait: (words: Words, index: unknown, value: unknown, ms: unknown) => waiting.wait(words, index, value, ms),
    waitAsync: (words: Words, index: unknown, value: unknown, ms: unknown) =>
      waiting.waitAsync(words, index, value, ms),
    notify: (words: Words, index: unknown, count: unknown) => waiting.notify(words, index, count),
  };
  for (const [name, operation] of Object.entries(model)) {
    Object.defineProperty(globalThis.Atomics, name, { value: operation });
  }
}
