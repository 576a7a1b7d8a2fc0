type V8 = typeof import('node:v8');

/** The methods that Node documents for subclasses, and its types leave out. */
interface WritesHostObjects {
  _writeHostObject(view: ArrayBufferView): void;
}
interface ReadsHostObjects {
  _readHostObject(): unknown;
}

/** The engine's own writer and reader of structured clones. */
export interface Serializer {
  readonly DefaultSerializer: new () => InstanceType<V8['DefaultSerializer']> & WritesHostObjects;
  readonly DefaultDeserializer: new (bytes: Uint8Array) => InstanceType<V8['DefaultDeserializer']> & ReadsHostObjects;
}

/**
 * Found without an import that browsers and bundlers would stumble over. Browsers have one, but keep it to themselves:
 * undefined there.
 */
export function serializer(): Serializer | undefined {
  return globalThis.process?.getBuiltinModule?.('node:v8') as unknown as Serializer | undefined;
}
