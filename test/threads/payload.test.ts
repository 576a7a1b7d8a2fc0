import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Packer, PayloadError, unpack } from '../../src/threads/payload/index.js';

const packer = new Packer();
const memory = new Uint8Array(new SharedArrayBuffer(2 ** 22));

/** There and back. */
function passed(value: unknown): unknown {
  const end = 8 + packer.pack(value);
  packer.copyTo(memory, 8);
  return unpack(memory, 8, end);
}

test('random_values_arrive_as_structured_clone_makes_them', () => {
  const values = fc.anything({
    withBigInt: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
  });
  fc.assert(fc.property(values, (value) => assert.deepStrictEqual(passed(value), structuredClone(value))));
});

test('strings_of_any_units_arrive', () => {
  const strings = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(fc.property(strings, (text) => assert.equal(passed(text), text)));
  for (const text of ['', '\ud800', '\ud800'.repeat(100), '\ufeffa', 'ü'.repeat(200), 'a'.repeat(1e5)]) {
    assert.equal(passed(text), text);
  }
});

test('scalars_arrive_exactly', () => {
  for (const value of [0, -0, NaN, Infinity, 2 ** 31, -(2 ** 31), 2 ** -1074, 2n ** 63n, -(2n ** 63n), -(2n ** 80n)]) {
    assert.ok(Object.is(passed(value), value), String(value));
  }
  assert.equal((passed(new Date(5)) as Date).getTime(), 5);
  assert.deepStrictEqual(passed([undefined, null, true, false, /a\/b/gi]), [undefined, null, true, false, /a\/b/gi]);
});

test('values_arrive_wherever_the_memory_for_them_had_to_grow', () => {
  const kinds = [
    true,
    null,
    undefined,
    7,
    1.5,
    'a',
    'ü',
    7n,
    2n ** 70n,
    {},
    { a: 1 },
    [],
    new Map([[1, 2]]),
    new Set([1]),
  ];
  const others = [new Uint8Array(3), new Uint8Array(3).buffer, new Date(5), /a/, new Error('e').message];
  for (let before = 4_050; before <= 4_096; before += 1) {
    for (const kind of [...kinds, ...others]) {
      const value = [...new Array<unknown>(before).fill(null), ...new Array<unknown>(40).fill(kind)];
      const fresh = new Packer(); // one that was used before has grown
      const end = 8 + fresh.pack(value);
      fresh.copyTo(memory, 8);
      assert.deepStrictEqual(unpack(memory, 8, end), value);
    }
  }
});

test('circles_and_shared_parts_stay', () => {
  const part = { x: 1 };
  const value: Record<string, unknown> = { a: part, b: [part], many: Array.from({ length: 40 }, () => part) };
  value['me'] = value;
  const arrived = passed(value) as typeof value;
  assert.equal(arrived['me'], arrived);
  assert.equal((arrived['b'] as unknown[])[0], arrived['a']);
  assert.equal(new Set([...(arrived['many'] as unknown[]), arrived['a']]).size, 1);
});

test('bytes_of_any_size_arrive_and_views_share_their_buffer', () => {
  for (const size of [0, 1, 63, 64, 65, 1000, 2 ** 20]) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => i);
    assert.deepStrictEqual(passed([bytes, bytes.subarray(1), bytes.buffer]), [bytes, bytes.slice(1), bytes.buffer]);
  }
  const buffer = new ArrayBuffer(64);
  const views = passed([new Uint8Array(buffer), new Int16Array(buffer, 2, 4), new DataView(buffer, 8, 8), buffer]);
  assert.equal(new Set((views as Uint8Array[]).map((view) => view.buffer ?? view)).size, 1);
});

test('shared_memory_arrives_shared', () => {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  (passed({ shared }) as { shared: Int32Array }).shared[1] = 7;
  assert.equal(shared[1], 7);
});

test('what_cannot_be_sent_is_named_with_its_place', () => {
  const refused = (value: unknown, message: string): void =>
    assert.throws(
      () => packer.pack(value),
      (error) => error instanceof PayloadError && error.message === message,
    );
  refused([0, { x: new WeakMap() }], "args[1].x: a WeakMap can't be sent");
  refused(() => 1, "args: a function can't be sent");
  refused({ 'a b': [Symbol('s')] }, `args["a b"][0]: a symbol can't be sent`);
  let deep: unknown[] = [];
  for (let i = 0; i < 1e5; i += 1) deep = [deep];
  refused(deep, 'args: nested too deeply');
  assert.deepStrictEqual(passed([1]), [1]);
});

test('a_getter_that_throws_or_packs_leaves_the_packer_as_good_as_before', () => {
  const getter = (get: () => unknown): object => Object.defineProperty({}, 'x', { enumerable: true, get });
  const own = new Error('mine');
  assert.throws(
    () =>
      packer.pack(
        getter(() => {
          throw own;
        }),
      ),
    (error: unknown) => error === own,
  );
  assert.throws(() => packer.pack(getter(() => packer.pack(1))), PayloadError);
  assert.deepStrictEqual(passed({ a: 1 }), { a: 1 });
});

test('a_key_called_proto_is_a_key', () => {
  const arrived = passed(JSON.parse('{"__proto__":{"bad":1}}')) as object;
  assert.equal(Object.getPrototypeOf(arrived), Object.prototype);
  assert.ok(Object.hasOwn(arrived, '__proto__'));
});

test('garbage_is_a_payload_error_or_a_value', () => {
  const garbage = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 255 })), {
    maxLength: 60,
  });
  const tried = (bytes: Uint8Array): void => {
    try {
      unpack(bytes, 0, bytes.length);
    } catch (error) {
      assert.ok(error instanceof PayloadError, String(error));
    }
  };
  fc.assert(
    fc.property(garbage, (bytes) => tried(Uint8Array.from(bytes))),
    { numRuns: 5000 },
  );
  const whole = new Uint8Array(packer.pack([{ a: 'x', b: new Uint8Array(100) }, new Error('e')]));
  packer.copyTo(whole, 0);
  for (let end = 0; end < whole.length; end += 1) tried(whole.subarray(0, end));
});
