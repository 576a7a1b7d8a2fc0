import { test } from 'node:test';
import { all, allSettled, any, blockOn, type Future, join, race, ready, type Selected, select } from 'reveille';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only when the future's type is exactly `T`. */
const is =
  <T>() =>
  <U>(_future: Future<U>, _same: Same<U, T>): void => {};

test('types_follow_the_futures', () => {
  const [n, s] = [ready(1), ready('text')];
  const numbers: Future<number>[] = [n];
  is<[number, string]>()(join(n, s), true);
  is<[]>()(join(), true);
  is<[number, string]>()(all([n, s]), true);
  is<number[]>()(all(numbers), true);
  is<number[]>()(all(new Set(numbers)), true);
  is<[PromiseSettledResult<number>, PromiseSettledResult<string>]>()(allSettled([n, s]), true);
  is<PromiseSettledResult<number>[]>()(allSettled(new Set(numbers)), true);
  is<number | string>()(race([n, s]), true);
  is<number>()(any(numbers), true);
});

test('select_answers_a_discriminated_union', () => {
  const n: Future<number> = ready(1);
  const s: Future<string> = ready('text');
  const won = blockOn(select({ n, s }));
  const same: Same<typeof won, Selected<{ n: typeof n; s: typeof s }>> = true;
  void same;
  if (won.key === 'n') won.value.toFixed();
  else won.value.toUpperCase();
});

test('a_default_is_one_more_answer', () => {
  const n: Future<number> = ready(1);
  const won = blockOn(select({ n }, { default: 'none' }));
  const same: Same<typeof won, Selected<{ n: typeof n }> | { readonly key: 'default'; readonly value: string }> = true;
  void same;
  if (won.key === 'default') won.value.toUpperCase();
  else won.value.toFixed();
  const fair = blockOn(select({ n: ready(1) }, { fair: true }));
  fair.value.toFixed();
});
