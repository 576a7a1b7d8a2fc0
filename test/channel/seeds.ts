/** So many seeds that nobody chose; or, to run one again, those of `SEED=1,2`. */
export function seeds(count: number): number[] {
  const { SEED } = process.env;
  if (SEED !== undefined) return SEED.split(',').map(Number);
  const first = Math.floor(Math.random() * 2 ** 31);
  return Array.from({ length: count }, (_, n) => first + n);
}
