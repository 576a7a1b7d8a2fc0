import { Misfit, tooDeep } from './misfit.js';

/**
 * Finds the part of a value that an engine refuses to write without saying where it stands: the innermost part that is
 * refused by itself.
 *
 * @param refusal - tries to write a part; answers the error, or undefined when it went well.
 * @returns what to throw for `value`, which was refused with `error`.
 */
export function blame(value: unknown, error: unknown, refusal: (part: unknown) => unknown): Misfit {
  return tooDeep(error) ?? innermost(value, error, refusal, new Set());
}

function innermost(value: unknown, error: unknown, refusal: (part: unknown) => unknown, seen: Set<unknown>): Misfit {
  seen.add(value); // parts may stand in themselves
  for (const [key, part] of partsOf(value)) {
    const reason = seen.has(part) ? undefined : refusal(part);
    if (reason !== undefined) return innermost(part, reason, refusal, seen).within(key);
  }
  return new Misfit(error instanceof Error ? error.message : String(error), error);
}

function partsOf(value: unknown): (readonly [string | number, unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Map) return [...value].flat().map((part, i) => [i, part]);
  if (value instanceof Set || Array.isArray(value)) return [...value].map((part, i) => [i, part]);
  return ArrayBuffer.isView(value) ? [] : Object.entries(value);
}
