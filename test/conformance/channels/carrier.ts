import { RecvError, SendError } from 'reveille/channel';
import { bytes, type Codec, json, structured } from 'reveille/codec';

/** What the numbers of the cases are on their way. */
export type Carrier = 'anything' | 'i32' | 'f64' | 'bytes' | 'json' | 'structured';

/** What is sent for a number. */
export function wrap(carrier: Carrier, n: number): unknown {
  if (carrier === 'bytes') return Uint8Array.of(n, n >> 8, n >> 16);
  return carrier === 'json' ? { n } : n;
}

/** The number, or numbers, that it stands for. Whatever else is an answer stays as it is. */
export function unwrap(value: unknown): unknown {
  if (value instanceof Uint8Array) return value[0]! | (value[1]! << 8) | (value[2]! << 16);
  if (Array.isArray(value)) return value.map(unwrap);
  return typeof value === 'object' && value !== null && 'n' in value ? value.n : value;
}

/** For `shared.bounded` and the like. */
export function itemsOf(carrier: Carrier): Codec<unknown> {
  if (carrier === 'bytes') return bytes() as Codec<unknown>;
  if (carrier === 'structured') return structured();
  return (carrier === 'json' ? json() : carrier) as Codec<unknown>;
}

/** An error of a channel, in a word. */
export function nameOf(error: unknown): string {
  if (error instanceof SendError) return `SendError(${String(unwrap(error.value))})`;
  if (error instanceof RecvError) return 'RecvError';
  if (error instanceof Error && ['TimeoutError', 'DeadlockError', 'PollError'].includes(error.name)) return error.name;
  throw error;
}
