import * as errors from '../../core/errors.js';
import { PayloadError } from './payload-error.js';
import { ERROR } from './tags.js';
import { writeText } from './text.js';
import type { Writer } from './writer.js';

/** What stands before the other properties, and is no property that `for in` finds. */
const APART: ReadonlySet<string> = new Set(['name', 'message', 'stack']);
const APART_TOO: ReadonlySet<string> = new Set([...APART, 'cause', 'errors']);

/** Classes that an error is an instance of again. */
const CLASSES: ReadonlyMap<string, object> = /* @__PURE__ */ new Map(
  [
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    EvalError,
    ReferenceError,
    URIError,
    AggregateError,
    PayloadError,
    ...Object.values(errors),
  ].map((type) => [type.name, type.prototype]),
);

/** A string if reading it answers one: errors of others may do as they like. */
function textOf(error: Error, key: 'name' | 'message' | 'stack'): string {
  const text: unknown = error[key];
  return typeof text === 'string' ? text : text === undefined ? '' : String(text);
}

/** Writes name, message, stack, then `cause` and `errors` where they are, and the other own properties. */
export function writeError(error: Error, writer: Writer): void {
  writer.out.tag(ERROR);
  for (const key of ['name', 'message', 'stack'] as const) writeText(textOf(error, key), writer.out);
  if (Object.hasOwn(error, 'cause')) writer.property('cause', error.cause);
  if (Object.hasOwn(error, 'errors')) writer.property('errors', (error as AggregateError).errors);
  writer.properties(error, APART_TOO);
}

/** An error of that name, without its own properties yet. */
export function newError(name: string, message: string, stack: string): Error {
  if (name !== 'Error' && typeof DOMException === 'function' && isDomName(name))
    return withStack(new DOMException(message, name), stack);
  const error = new Error(message);
  const type = CLASSES.get(name);
  if (type !== undefined) Object.setPrototypeOf(error, type);
  if (error.name !== name) hidden(error, 'name', name);
  return withStack(error, stack);
}

/** The names of DOMExceptions end like other errors', and no class is called so. */
const DOM_NAMES: ReadonlySet<string> = new Set([
  'AbortError',
  'DataCloneError',
  'NotSupportedError',
  'InvalidStateError',
]);
const isDomName = (name: string): boolean => DOM_NAMES.has(name);

function withStack(error: Error, stack: string): Error {
  hidden(error, 'stack', stack);
  return error;
}

/** As the engine makes such properties. */
export function hidden(error: object, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true });
}

/** Whether a property of an error is one that `for in` doesn't find. */
export const isHidden = (key: string): boolean => APART_TOO.has(key);
