import { describe } from '../../core/check.js';
import type { Model } from './model.js';
import { isPending, type Operation } from './operation.js';
import { sameValue } from './same-value.js';

/** What a call came to. */
export interface Outcome {
  readonly result: unknown;
  readonly threw: boolean;
}

/** @throws TypeError when the model is not a function that makes objects. */
export function make(model: Model): object {
  if (typeof model !== 'function') throw new TypeError(`model: expected a function, got ${describe(model)}`);
  const object: unknown = model();
  if (typeof object === 'object' && object !== null) return object;
  throw new TypeError(`model: expected a function that makes an object, this one answers ${describe(object)}`);
}

/**
 * Does the operation on a model's object.
 *
 * @throws TypeError when it has no such method.
 */
export function perform(object: object, { name, args }: Operation): Outcome {
  const method = (object as Record<string, unknown>)[name];
  if (typeof method !== 'function') throw new TypeError(`model: has no method ${name}`);
  try {
    return { result: method.apply(object, args), threw: false };
  } catch (error) {
    return { result: error, threw: true };
  }
}

/** Whether the operation can have come to this. One that never returned can have come to anything. */
export function agrees(operation: Operation, outcome: Outcome): boolean {
  if (isPending(operation)) return true;
  if ((operation.threw ?? false) !== outcome.threw) return false;
  return outcome.threw ? sameError(operation.result, outcome.result) : sameValue(operation.result, outcome.result);
}

/** A model can't be asked to word its errors as the code does. */
function sameError(a: unknown, b: unknown): boolean {
  const [nameA, nameB] = [nameOf(a), nameOf(b)];
  return nameA !== undefined && nameB !== undefined ? nameA === nameB : sameValue(a, b);
}

const nameOf = (error: unknown): unknown => (error as { name?: unknown } | null | undefined)?.name;

/** A fresh object that has gone through `operations`. */
export function replay(model: Model, operations: readonly Operation[]): object {
  const object = make(model);
  for (const operation of operations) perform(object, operation);
  return object;
}
