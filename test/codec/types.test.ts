import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Layout, list, optional, type RecordOf, record } from 'reveille/codec';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles when the types are the same. */
const same = <A, B>(verdict: Same<A, B>): void => assert.ok(verdict);

test('the_type_of_a_record_follows_from_its_fields', () => {
  const fields = { id: 'u32', big: 'i64', tags: list('string'), age: optional('u8') } as const;
  const user = record({ ...fields, at: record({ ok: 'bool' }) });
  interface Bare {
    id: number;
    big: bigint;
    tags: string[];
    age?: number | undefined;
  }
  same<RecordOf<typeof fields>, { [K in keyof Bare]: Bare[K] }>(true);
  const value: RecordOf<typeof user> = { id: 1, big: 2n, tags: ['a'], at: { ok: true } };
  same<(typeof value)['at'], { ok: boolean }>(true);
  const codec: Layout<typeof value> = user;
  assert.equal(codec.name, 'record(id: u32, big: i64, tags: list(string), age: optional(u8), at: record(ok: bool))');
});
