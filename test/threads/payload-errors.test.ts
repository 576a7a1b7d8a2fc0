import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModuleError, PoolClosedError, PoolFullError, ThreadDiedError } from 'reveille/threads';
import { Packer, PayloadError, unpack } from '../../src/threads/payload/index.js';

const packer = new Packer();
const memory = new Uint8Array(new SharedArrayBuffer(2 ** 16));

function passed<T>(value: T): T {
  const end = packer.pack(value);
  packer.copyTo(memory, 0);
  return unpack(memory, 0, end) as T;
}

test('errors_of_the_language_are_instances_of_their_class_again', () => {
  for (const Type of [Error, TypeError, RangeError, SyntaxError, EvalError, ReferenceError, URIError, PayloadError]) {
    const error = new Type('why');
    const arrived = passed(error);
    assert.ok(arrived instanceof Type);
    assert.equal(Object.getPrototypeOf(arrived), Type.prototype);
    assert.equal(String(arrived), String(error));
    assert.equal(arrived.stack, error.stack);
    assert.deepEqual(Object.keys(arrived), Object.keys(error));
  }
  const several = passed(new AggregateError([new TypeError('a'), 2], 'both'));
  assert.ok(several instanceof AggregateError);
  assert.ok(several.errors[0] instanceof TypeError);
  assert.equal(several.errors[1], 2);
});

test('a_dom_exception_is_one', () => {
  const arrived = passed(new DOMException('gone', 'AbortError'));
  assert.ok(arrived instanceof DOMException);
  assert.deepEqual([arrived.name, arrived.message, arrived.code], ['AbortError', 'gone', 20]);
});

test('an_error_of_a_class_of_the_programs_keeps_its_name_and_fields', () => {
  class OrderError extends TypeError {
    override name = 'OrderError';
    readonly order = { id: 7 };
  }
  const arrived = passed({ list: [new OrderError('late')] }).list[0] as OrderError;
  assert.equal(String(arrived), 'OrderError: late');
  assert.ok(arrived instanceof Error);
  assert.deepEqual(arrived.order, { id: 7 });
});

test('causes_arrive_and_may_go_in_circles', () => {
  const inner = new RangeError('inner');
  const outer = new Error('outer', { cause: inner });
  inner.cause = outer;
  const arrived = passed(outer);
  assert.ok(arrived.cause instanceof RangeError);
  assert.equal((arrived.cause as Error).cause, arrived);
  assert.equal(Object.keys(arrived).length, 0);
});

test('a_field_that_cannot_be_sent_is_left_out', () => {
  const shared = { n: 1 };
  const error = Object.assign(new Error('x', { cause: () => 1 }), {
    socket: [new Uint8Array(1000), shared, new WeakMap()],
    after: [shared, new Uint8Array(500).fill(3), shared],
  });
  const arrived = passed(error);
  assert.deepEqual(Object.keys(arrived), ['after']);
  assert.deepEqual(arrived.after, error.after);
  assert.equal(arrived.after[0], arrived.after[2]);
  assert.ok(!Object.hasOwn(arrived, 'cause'));
});

test('a_field_called_proto_is_a_field', () => {
  const error = Object.defineProperty(new Error('x'), '__proto__', { value: { bad: 1 }, enumerable: true });
  const arrived = passed(error);
  assert.equal(Object.getPrototypeOf(arrived), Error.prototype);
  assert.ok(Object.hasOwn(arrived, '__proto__'));
});

test('errors_of_calls_arrive_as_their_classes', () => {
  for (const Class of [ThreadDiedError, ModuleError, PoolFullError, PoolClosedError, PayloadError]) {
    const error = passed(new Class('why')) as Error;
    assert.ok(error instanceof Class, Class.name);
    assert.equal(String(error), `${Class.name}: why`);
  }
});

test('what_a_take_fails_with_is_not_wrapped', () => {
  const end = packer.pack([() => {}], { replace: () => ({ kind: 1, data: null }) });
  packer.copyTo(memory, 0);
  const failure = new PoolClosedError('closed');
  const restore = (): never => {
    throw failure;
  };
  assert.throws(
    () => unpack(memory, 0, end, { restore }),
    (error) => error === failure,
  );
});

test('a_controller_is_refused_and_not_sent_as_nothing', () => {
  assert.throws(() => passed({ stop: new AbortController() }), {
    name: PayloadError.name,
    message: "args.stop: an AbortController can't be sent; its signal can be an argument",
  });
});
