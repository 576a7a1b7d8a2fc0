/** What the threads of a pool do of which the memory is overwritten. */
export const echo = (text: string): string => text;
export const never = (): Promise<never> => new Promise(() => {});
export const ask = async (next: (number: number) => number | Promise<number>): Promise<number> => await next(1);
export async function* series(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield number;
}
