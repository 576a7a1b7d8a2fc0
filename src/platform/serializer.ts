type Serializer = Pick<typeof import('node:v8'), 'serialize' | 'deserialize'>;

/**
 * The engine's own writer of structured clones, found without an import that browsers and bundlers would stumble over.
 * Browsers have one, but keep it to themselves: undefined there.
 */
export function serializer(): Serializer | undefined {
  return globalThis.process?.getBuiltinModule?.('node:v8');
}
