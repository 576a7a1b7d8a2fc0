import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandleError } from 'reveille';
import { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import { WORD, wordsOf } from './shared-memory.js';
import type { SharedQueue } from './subject.js';

const KINDS = [
  { kind: SharedArrayQueue, make: (): SharedQueue => new SharedArrayQueue<'i32'>(10) },
  { kind: SharedSegQueue, make: (): SharedQueue => new SharedSegQueue<'i32'>({ capacity: 10_000 }) },
];
const ITEMS = ['i32', 'f64', 'i64'] as const;

for (const { kind, make } of KINDS) {
  test(`${kind.name}_attached_is_the_same_queue`, () => {
    const queue = make();
    queue.push(1);
    const other = kind.attach(structuredClone(queue.share()));
    other.push(2);
    assert.equal(other.capacity, queue.capacity);
    assert.deepEqual([other.length, other.pop(), queue.pop(), other.pop()], [2, 1, 2, undefined]);
  });

  test(`${kind.name}_of_something_else_is_a_type_error`, () => {
    for (const wrong of [
      undefined,
      null,
      5,
      'queue',
      {},
      [],
      new Int32Array(99),
      new ArrayBuffer(4096),
      make(),
      () => 1,
    ]) {
      assert.throws(() => kind.attach(wrong as SharedArrayBuffer), { name: 'TypeError', message: /^buffer: expected/ });
    }
  });

  test(`${kind.name}_of_foreign_memory_is_a_handle_error`, () => {
    const foreign = [
      new SharedArrayBuffer(0),
      new SharedArrayBuffer(8),
      new SharedArrayBuffer(4096),
      new SharedArrayBuffer(64, { maxByteLength: 4096 }),
      ...KINDS.filter((other) => other.kind !== kind).map((other) => other.make().share()),
    ];
    for (const buffer of foreign) assert.throws(() => kind.attach(buffer), refused);
  });

  test(`${kind.name}_with_any_word_of_the_header_changed_is_refused`, () => {
    for (const at of [WORD.magic, WORD.version, WORD.items, WORD.capacity]) {
      for (const wrong of [0, -1, 77, 2 ** 31 - 1]) {
        const queue = make();
        wordsOf(queue)[at] = wrong;
        assert.throws(() => kind.attach(queue.share()), refused);
      }
    }
  });

  test(`${kind.name}_of_another_size_is_refused`, () => {
    const bytes = new Uint8Array(make().share());
    for (const length of [bytes.length - 8, bytes.length - 1, bytes.length + 8, 2 * bytes.length]) {
      const copy = new SharedArrayBuffer(length);
      new Uint8Array(copy).set(bytes.subarray(0, length));
      assert.throws(() => kind.attach(copy), refused);
    }
  });
}

for (const { kind } of KINDS) {
  test(`${kind.name}_of_other_items_is_refused`, () => {
    for (const made of ITEMS) {
      const memory =
        kind === SharedArrayQueue ? new SharedArrayQueue(4, { items: made }) : new SharedSegQueue({ items: made });
      for (const asked of ITEMS) {
        if (asked === made) assert.equal(kind.attach(memory.share(), { items: asked }).items, made);
        else assert.throws(() => kind.attach(memory.share(), { items: asked }), refused);
      }
    }
  });

  test(`${kind.name}_attached_by_options_that_are_none_is_a_type_error`, () => {
    const share = () => new SharedArrayQueue(4).share();
    assert.throws(() => kind.attach(share(), { items: 'u8' as 'i32' }), {
      name: 'TypeError',
      message: /^options.items: /,
    });
    assert.throws(() => kind.attach(share(), { item: 'f64' } as object), {
      name: 'TypeError',
      message: /^options.item: /,
    });
    assert.throws(() => kind.attach(share(), null as unknown as object), { name: 'TypeError', message: /^options: / });
  });
}

function refused(error: unknown): boolean {
  assert.ok(error instanceof HandleError, String(error));
  assert.match(error.message, /^buffer: /);
  return true;
}
