import { Misfit } from '../../codec/misfit.js';
import { PayloadError, Refused, Unfit } from './payload-error.js';
import { Reader } from './reader.js';
import type { Take } from './stand-ins.js';

/** Taken while it reads, so that a value which is read meanwhile gets another. */
let idle: Reader | undefined;

/**
 * The value that {@link Packer} put there. No part of it is a part of `bytes`, of which no reference is kept.
 *
 * @param bytes - shared memory.
 * @param at - where the value begins.
 * @param end - where it ends, exactly: what `pack` answered, behind `at`.
 * @param take - makes something of what was replaced.
 * @param parcel - the arrays that came apart.
 * @throws PayloadError when no value stands there.
 */
export function unpack(
  bytes: Uint8Array,
  at: number,
  end: number,
  take?: Take,
  parcel?: readonly ArrayBuffer[],
): unknown {
  const reader = idle ?? new Reader();
  idle = undefined;
  try {
    return reader.start(bytes, at, end, take, parcel);
  } catch (error) {
    throw outside(error);
  } finally {
    reader.forget();
    idle = reader;
  }
}

function outside(error: unknown): unknown {
  if (error instanceof PayloadError) return error;
  if (error instanceof Refused) return error.error;
  if (error instanceof Unfit) return error.toError('payload');
  return new PayloadError('payload: these bytes are no value', {
    cause: error instanceof Misfit ? error.toError('payload') : error,
  });
}
