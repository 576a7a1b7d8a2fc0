import { describe } from '../core/check.js';
import { Layout } from './layout.js';
import { SCALARS, type Scalars } from './scalars.js';

/**
 * What a field of a {@link record}, or an item of a {@link list}, may be: the name of one of the {@link Scalars}, or
 * another record, list or optional.
 *
 * @example
 * ```ts
 * import { type Field, list, optional } from 'reveille/codec';
 *
 * const fields: Field[] = ['f64', list('string'), optional('bool')];
 * console.log(fields.length); // 3
 * ```
 */
export type Field = keyof Scalars | Layout<unknown>;

/**
 * The type of the values that a {@link Field} holds.
 *
 * @example
 * ```ts
 * import { list, type ValueOf } from 'reveille/codec';
 *
 * const names = list('string');
 * const some: ValueOf<typeof names> = ['Ada', 'Grace']; // string[]
 * const one: ValueOf<'string'> = some[0]!;
 * console.log(one); // Ada
 * ```
 */
export type ValueOf<F> = F extends keyof Scalars ? Scalars[F] : F extends Layout<infer T> ? T : never;

/** @throws TypeError naming the argument, when `field` is neither the name of a scalar nor a layout. */
export function layoutOf<F extends Field>(argument: string, field: F): Layout<ValueOf<F>> {
  if (field instanceof Layout) return field as unknown as Layout<ValueOf<F>>;
  if (typeof field === 'string' && Object.hasOwn(SCALARS, field))
    return SCALARS[field as keyof Scalars] as unknown as Layout<ValueOf<F>>;
  const known = Object.keys(SCALARS).join(', ');
  throw new TypeError(`${argument}: expected ${known}, a record, list or optional, got ${describe(field)}`);
}
