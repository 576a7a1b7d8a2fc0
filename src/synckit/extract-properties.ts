/**
 * The own fields of an error that can be enumerated, which structured cloning leaves behind.
 *
 * @param object - the error; or any object, or what is none.
 * @returns a new object with these fields, undefined for what is no object.
 *
 * @example
 * ```ts
 * import { extractProperties } from 'reveille/synckit';
 *
 * console.log(extractProperties(Object.assign(new Error('no'), { code: 'E_NO' }))); // { code: 'E_NO' }
 * ```
 */
export function extractProperties(object?: unknown): object | undefined {
  return typeof object === 'object' && object !== null ? { ...object } : undefined;
}
