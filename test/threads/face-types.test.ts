import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Stream } from 'reveille';
import { type Call, type CallStream, mapBounded, offload, type Pool, type RemoteFunction } from 'reveille/threads';

type Loose = ReturnType<typeof JSON.parse>;

interface Module {
  close(text: string): string;
  stats(): number;
  add(a: number, b: number): number;
  half(n: number): number;
  none(): boolean;
  optional(n: number, digits?: number): string;
  items(n: number): AsyncGenerator<number>;
  iterator(): IterableIterator<number>;
  keys(): ReturnType<Map<string, number>['keys']>;
  list(): number[];
  passed(): Call<string>;
  build(options: { done?: RemoteFunction<[part: number], void>; name: string }): Promise<string>;
  take(value: Loose, other: unknown): void;
}

/** Never run: compiled, it says what the types accept. */
const program = (p: Pool<Module>) => [
  p.map('half', [1]),
  p.map('none', []),
  p.map('optional', [1]),
  // @ts-expect-error one argument is too few
  p.map('add', [1]),
  // @ts-expect-error it answers a stream
  p.map('items', [1]),
  p.iterator() satisfies CallStream<number>,
  p.keys() satisfies CallStream<string>,
  p.list() satisfies Call<number[]>,
  p.passed() satisfies Call<string>,
  // @ts-expect-error a stream
  p.iterator() satisfies PromiseLike<number>,
  // @ts-expect-error of the pool's, not of the module's
  p.close('text'),
  // @ts-expect-error of the pool's, not of the module's
  p.stats(),
  p.exports.close('text') satisfies PromiseLike<string>,
  p.build({ name: 'a', done: (part) => void part.toFixed() }),
  p.build({ name: 'a' }),
  // @ts-expect-error its argument is a number
  p.build({ name: 'a', done: (part: string) => void part }),
  // @ts-expect-error a property is missing
  p.build({ done: () => {} }),
  p.take({ f: () => {} }, () => {}),
];

test('controls_hide_functions_of_the_same_name_which_are_called_by_exports', async () => {
  assert.equal(typeof program, 'function');
  const code = "export const close = (text) => text + '!'";
  using api = offload<{ close(text: string): string }>(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  assert.equal(await api.exports.close('a'), 'a!');
  assert.equal(await api.close(), undefined);
});

test('what_is_started_for_items_may_be_of_several_kinds', () => {
  const started = mapBounded(
    ['a', 'b'],
    (item: string) => (item === 'a' ? (null as unknown as Call<number>) : (null as unknown as Call<undefined>)),
    { concurrency: 1 },
  );
  const typed: Stream<number | undefined> = started;
  assert.ok(typed === started);
});
