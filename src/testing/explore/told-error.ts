import { DeadlockError, ReveilleError } from '../../core/errors.js';
import { OutsideError } from '../async/errors.js';
import type { ToldError } from '../model/main-line.js';
import { NondeterminismError } from '../strategy/nondeterminism-error.js';

/** The library's own, by name; the language's are found in `globalThis`. */
const OWN: Readonly<Record<string, { readonly prototype: Error }>> = {
  DeadlockError,
  NondeterminismError,
  OutsideError,
  ReveilleError,
};

/** An error of another thread's, of the same class if that is the library's or the language's own. */
export function errorOf({ name, message, stack, step }: ToldError): Error {
  const error = new Error(message);
  Object.setPrototypeOf(error, prototypeOf(name));
  return Object.defineProperties(error, {
    name: { value: name, configurable: true, writable: true },
    stack: { value: stack, configurable: true, writable: true },
    ...(step === undefined ? {} : { step: { value: step, enumerable: true } }),
  });
}

function prototypeOf(name: string): object {
  const own = OWN[name];
  if (own !== undefined) return own.prototype;
  const known: unknown = Reflect.get(globalThis, name);
  return typeof known === 'function' && known.prototype instanceof Error ? known.prototype : Error.prototype;
}
