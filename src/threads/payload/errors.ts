import { RecvError, SendError } from '../../channel/errors.js';
import { CodecError } from '../../codec/codec-error.js';
import * as errors from '../../core/errors.js';
import { LockError, PoisonError } from '../../lock/errors.js';
import { ModuleError, PoolClosedError, PoolFullError, ThreadDiedError } from '../errors.js';
import { PayloadError } from './payload-error.js';
import { ERROR, NO_KEY } from './tags.js';
import { writeText } from './text.js';
import type { Writer } from './writer.js';

/** Own properties that the engine makes, which `for in` doesn't find. */
const HIDDEN: ReadonlySet<string> = /* @__PURE__ */ new Set(['cause', 'errors']);
/** What is not written with the other properties. */
const APART: ReadonlySet<string> = /* @__PURE__ */ new Set(['message', 'stack', 'cause', 'errors']);

const OF_THE_LANGUAGE = [
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  EvalError,
  ReferenceError,
  URIError,
  AggregateError,
] as const;

/** The classes that an error is an instance of again, by their names. */
let known: ReadonlyMap<string, object> | undefined;

function classes(): ReadonlyMap<string, object> {
  const own = [...Object.values(errors), SendError, RecvError, CodecError, LockError, PoisonError, PayloadError];
  own.push(ThreadDiedError, ModuleError, PoolFullError, PoolClosedError);
  return new Map([...OF_THE_LANGUAGE, ...own].map((type) => [type.name, type.prototype]));
}

/**
 * Writes name, message and stack, then `cause` and `errors` where they are, and the other own properties. A property that
 * can't be sent is left out: what went wrong is worth more than the socket that it hangs on to.
 */
export function writeError(error: Error, writer: Writer): void {
  writer.out.tag(ERROR);
  writer.out.tag(typeof DOMException === 'function' && error instanceof DOMException ? 1 : 0);
  for (const key of ['name', 'message', 'stack'] as const) writeText(textOf(error, key), writer.out);
  for (const key of HIDDEN) if (Object.hasOwn(error, key)) writer.propertyIfFit(key, Reflect.get(error, key));
  for (const key of Object.keys(error)) if (!APART.has(key)) writer.propertyIfFit(key, Reflect.get(error, key));
  writer.out.tag(NO_KEY);
}

/** Programs may put anything there. */
function textOf(error: Error, key: 'name' | 'message' | 'stack'): string {
  const text: unknown = error[key];
  if (typeof text === 'string') return text;
  return text === undefined || typeof text === 'object' ? '' : String(text);
}

/**
 * An error of that name, of the class if it is known, without its own properties yet. Its constructor is not called, since
 * nobody has the arguments.
 */
export function newError(dom: boolean, name: string, message: string, stack: string): Error {
  const error = dom ? new DOMException(message, name) : new Error(message);
  if (!dom) {
    known ??= classes();
    const type = known.get(name);
    if (type !== undefined) Object.setPrototypeOf(error, type);
    if (error.name !== name) hidden(error, 'name', name);
  }
  hidden(error, 'stack', stack);
  return error;
}

/** As the engine makes such properties. */
export function hidden(error: object, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true });
}

/** Whether a property of an error is one that `for in` doesn't find. */
export const isHidden = (key: string): boolean => HIDDEN.has(key);
