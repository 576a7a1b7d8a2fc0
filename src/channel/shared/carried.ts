import type { Codec } from '../../codec/codec.js';
import { describe } from '../../core/check.js';
import type { ItemKind, ItemOf } from '../../queue/items.js';

/**
 * What a channel between threads carries: numbers of a kind, or values that a codec writes as bytes.
 *
 * @typeParam T - the type of the values that a codec carries.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 *
 * const carried: shared.Carried[] = ['i32', 'f64', 'i64'];
 * console.log(carried.length); // 3
 * ```
 */
// biome-ignore lint/suspicious/noExplicitAny: a codec takes the values that it answers, so it is of one type only
export type Carried<T = any> = ItemKind | Codec<T>;

/**
 * The type of the values of a channel that carries it.
 *
 * @typeParam C - what it carries.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 *
 * const big: shared.ValueOf<'i64'> = 7n;
 * console.log(big); // 7n
 * ```
 */
export type ValueOf<C extends Carried> = C extends ItemKind ? ItemOf<C> : C extends Codec<infer T> ? T : never;

/** @throws TypeError when it is neither. */
export function isCodec(items: Carried): items is Codec<unknown> {
  if (['i32', 'f64', 'i64'].includes(items as string)) return false;
  const { name, encode, decode } = (items ?? {}) as Partial<Codec<unknown>>;
  if (typeof name === 'string' && typeof encode === 'function' && typeof decode === 'function') return true;
  throw new TypeError(`items: expected 'i32', 'f64', 'i64' or a codec, got ${describe(items)}`);
}
