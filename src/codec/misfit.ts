import { Misplaced } from '../core/misplaced.js';
import { CodecError } from './codec-error.js';

/** What a part of a codec throws. */
export class Misfit extends Misplaced {
  /** The error for the users of the codec. */
  toError(codec: string): CodecError {
    return new CodecError(codec, `value${this.path}`, this.reason, this.options);
  }
}

/** For a `catch` at the outside of a codec: what its users get. Errors of getters and the like are theirs. */
export function outside(error: unknown, codec: string): unknown {
  return error instanceof Misfit ? error.toError(codec) : error;
}

/** What to throw when the stack was not deep enough for a value; undefined when `error` is another one. */
export function tooDeep(error: unknown): Misfit | undefined {
  const full = error instanceof Error && /call stack|recursion/.test(error.message);
  return full ? new Misfit('nested too deeply, or without end', error) : undefined;
}
