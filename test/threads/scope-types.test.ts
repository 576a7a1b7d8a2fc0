import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, type Future, ready, type Stream } from 'reveille';
import { mapBounded, type Scope, type ScopeHandle, scope } from 'reveille/threads';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

test('types_are_inferred_without_annotations', () => {
  const generated = scope(function* (s) {
    same<typeof s, Scope>(true);
    const number = s.spawn(ready(1));
    same<typeof number, ScopeHandle<number>>(true);
    const text = s.spawn(function* (signal) {
      same<typeof signal, AbortSignal>(true);
      return `${yield* number}`;
    });
    same<typeof text, ScopeHandle<string>>(true);
    const flag = s.scope(function* (inner) {
      same<typeof inner, Scope>(true);
      return (yield* text) === '1';
    });
    same<typeof flag, ScopeHandle<boolean>>(true);
    const later = (): ScopeHandle<Date> => s.spawn(async () => new Date());
    const promised = (): ScopeHandle<bigint> => s.spawn(Promise.resolve(1n));
    same<ReturnType<typeof later>, ScopeHandle<Date>>(true);
    same<ReturnType<typeof promised>, ScopeHandle<bigint>>(true);
    const used = s.use(
      new (class Door {
        close(): void {}
      })(),
    );
    same<ReturnType<typeof used.close>, void>(true);
    return yield* flag;
  });
  same<typeof generated, Future<boolean>>(true);
  assert.equal(blockOn(generated), true);
});

test('the_body_decides_the_type_of_the_scope', () => {
  const asynchronous = scope(async () => 1);
  same<typeof asynchronous, Future<number>>(true);
  const future = scope(() =>
    co(function* () {
      return 'text';
    }),
  );
  same<typeof future, Future<string>>(true);
  assert.equal(blockOn(future), 'text');
});

test('a_map_has_the_types_of_its_parts', () => {
  const lengths = mapBounded(
    ['a', 'bc'],
    (text, index) => {
      same<typeof text, string>(true);
      same<typeof index, number>(true);
      return ready(text.length);
    },
    { concurrency: 1 },
  );
  same<typeof lengths, Stream<number>>(true);
  assert.equal(blockOn(lengths.next()), 1);
});

test('what_is_no_body_or_task_does_not_compile', () => {
  const never = (s: Scope): void => {
    // @ts-expect-error: neither a future nor a function
    s.spawn(3);
    // @ts-expect-error: it answers neither future nor promise
    s.spawn(() => 3);
    // @ts-expect-error: it has no method to close it
    s.use({});
    // @ts-expect-error: a body answers a future, a promise or a generator
    scope(() => 3);
    // @ts-expect-error: the limit is not optional
    mapBounded([1], (n) => ready(n), {});
  };
  assert.ok(never);
});
