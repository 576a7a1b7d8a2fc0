/** Stands for `undefined`, which a queue takes for "no item", where a codec reads one. */
export const NOTHING: unique symbol = Symbol('reveille.undefined');
