import { loans } from '../../camp/loans.js';
import { type Clones, clonesOf } from '../../codec/clones.js';
import { serializer, threadId } from '../../platform/index.js';
import { Unfit } from './payload-error.js';
import type { Scratch } from './scratch.js';
import { BUFFER, CLONE, FAR_BUFFER } from './tags.js';

let found: Clones | undefined;

function clones(): Clones {
  if (found !== undefined) return found;
  const engine = serializer();
  if (engine === undefined) throw new Unfit('this engine sends it in messages only');
  return (found = clonesOf(engine, () => loans.open()));
}

/** Writes what only the engine can copy: shared memory, and objects that are its own. */
export function writeClone(value: object, out: Scratch): void {
  // Node copies it as `{}`, and nobody would be told that it stops nothing.
  if (typeof AbortController === 'function' && value instanceof AbortController)
    throw new Unfit("an AbortController can't be sent; its signal can be an argument");
  const { clone, memories } = cloneOf(value);
  out.word(CLONE, memories.length);
  out.u32(threadId());
  for (const memory of memories) out.u32(loans.lend(memory));
  out.array(BUFFER, FAR_BUFFER, clone);
}

function cloneOf(value: object): ReturnType<Clones['write']> {
  const engine = clones();
  try {
    return engine.write(value);
  } catch (error) {
    const name = String(value.constructor?.name || Object.prototype.toString.call(value).slice(8, -1));
    throw new Unfit(`${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name} can't be sent`, error);
  }
}

/** What {@link writeClone} wrote: the engine's bytes, and whose memories under which numbers. */
export function readClone(clone: Uint8Array, thread: number, ids: readonly number[]): unknown {
  const engine = clones();
  if (ids.length > 0) loans.open();
  return engine.read(clone, ids.length > 0 ? loans.borrow(thread, ids) : []);
}
