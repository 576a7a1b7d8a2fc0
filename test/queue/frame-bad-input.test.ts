import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandleError } from 'reveille';
import { SharedArrayQueue, SharedFrameQueue } from 'reveille/queue';
import { bytesOf, FRAME_WORD, frameWords } from './frames.js';

const make = () => new SharedFrameQueue({ bytes: 1000 });

test('options_of_a_frame_queue_are_checked', () => {
  const wrong: [object, string, RegExp][] = [
    [{}, 'TypeError', /^options.bytes: expected a number, got undefined/],
    [{ bytes: '8' }, 'TypeError', /^options.bytes: /],
    [{ bytes: 15 }, 'RangeError', /^options.bytes: expected a whole number from 16 to 1073741824, got 15/],
    [{ bytes: 2 ** 30 + 1 }, 'RangeError', /^options.bytes: /],
    [{ bytes: 1000, frames: 0 }, 'RangeError', /^options.frames: /],
    [{ bytes: 1000, maxFrame: 985 }, 'RangeError', /^options.maxFrame: expected a whole number from 0 to 984, got 985/],
    [{ bytes: 1000, size: 1 }, 'TypeError', /^options.size: there is no such option/],
    [{ bytes: 1000, owner: 1 }, 'TypeError', /^options.isAlive: expected a function/],
    [{ bytes: 1000, isAlive: () => true }, 'TypeError', /^options.owner: /],
    [{ bytes: 1000, owner: -1, isAlive: () => true }, 'RangeError', /^options.owner: /],
  ];
  for (const [options, name, message] of wrong) {
    assert.throws(() => new SharedFrameQueue(options as { bytes: number }), { name, message });
  }
  assert.throws(() => new SharedFrameQueue(undefined as never), { name: 'TypeError', message: /^options: / });
  assert.throws(() => SharedFrameQueue.attach(make().share(), { owner: 1 }), { message: /^options.isAlive: / });
  assert.throws(() => SharedFrameQueue.attach(make().share(), { bytes: 1 } as object), { message: /^options.bytes: / });
});

test('what_is_no_frame_is_refused_before_anything_changed', () => {
  const queue = make();
  for (const wrong of [
    undefined,
    null,
    5,
    'text',
    [1],
    new ArrayBuffer(8),
    new Int8Array(8),
    new DataView(new ArrayBuffer(8)),
  ]) {
    assert.throws(() => queue.push(wrong as never), {
      name: 'TypeError',
      message: /^bytes: expected a Uint8Array, got /,
    });
  }
  assert.throws(() => queue.push(bytesOf(985)), {
    name: 'RangeError',
    message: /^bytes: expected up to 984 of them, got 985/,
  });
  for (const wrong of [985, -1, 0.5, Number.NaN]) {
    assert.throws(() => queue.reserve(wrong), { name: 'RangeError', message: /^length: / });
    assert.throws(() => queue.pushWith(wrong, () => 0), { name: 'RangeError', message: /^maxLength: / });
  }
  assert.throws(() => queue.pushWith(5, 5 as never), { name: 'TypeError', message: /^write: / });
  assert.throws(() => queue.popWith(5 as never), { name: 'TypeError', message: /^read: / });
  assert.deepEqual([queue.length, queue.byteLength], [0, 0]);
});

test('a_subclass_that_lies_about_its_length_pushes_what_it_has', () => {
  class Liar extends Uint8Array {
    override get length(): number {
      return 1;
    }
  }
  const queue = make();
  queue.push(new Liar([1, 2, 3]));
  assert.deepEqual(queue.pop(), new Uint8Array([1, 2, 3]));
});

test('memory_of_something_else_is_no_frame_queue', () => {
  for (const wrong of [undefined, 5, {}, new ArrayBuffer(4096), make()]) {
    assert.throws(() => SharedFrameQueue.attach(wrong as never), { name: 'TypeError', message: /^buffer: expected/ });
  }
  for (const foreign of [new SharedArrayBuffer(0), new SharedArrayBuffer(4096), new SharedArrayQueue(4).share()]) {
    assert.throws(() => SharedFrameQueue.attach(foreign), HandleError);
  }
});

test('a_frame_queue_with_a_changed_header_or_size_is_refused', () => {
  for (const at of [0, 1, FRAME_WORD.cells, FRAME_WORD.maxFrame]) {
    for (const wrong of [0, -1, 77, 2 ** 31 - 1]) {
      const queue = make();
      frameWords(queue)[at] = wrong;
      assert.throws(() => SharedFrameQueue.attach(queue.share()), HandleError);
    }
  }
  const bytes = new Uint8Array(make().share());
  for (const length of [bytes.length - 8, bytes.length + 8]) {
    const copy = new SharedArrayBuffer(length);
    new Uint8Array(copy).set(bytes.subarray(0, length));
    assert.throws(() => SharedFrameQueue.attach(copy), HandleError);
  }
});

/** Arrays of bytes whose memory is gone, or that are none but for their looks. */
function withoutMemory(): Uint8Array[] {
  const gone = new Uint8Array(200);
  structuredClone(gone, { transfer: [gone.buffer] });
  const shrinking = new ArrayBuffer(16, { maxByteLength: 16 } as object);
  const cut = new Uint8Array(shrinking, 8, 8);
  (shrinking as unknown as { resize(length: number): void }).resize(4);
  return [
    gone,
    cut,
    Object.create(Uint8Array.prototype),
    new Proxy(new Uint8Array(8), {}),
    Object.setPrototypeOf(new BigInt64Array(4), Uint8Array.prototype),
  ];
}

test('bytes_without_memory_are_refused_and_lock_nothing', () => {
  const queue = make();
  for (const wrong of withoutMemory()) {
    assert.throws(() => queue.push(wrong), { name: 'TypeError', message: /^bytes: expected a Uint8Array/ });
    assert.equal(queue.push(new Uint8Array([1])), true);
    assert.deepEqual(queue.pop(), new Uint8Array([1]));
  }
});

test('a_writer_that_transfers_its_memory_away_pushes_nothing_and_locks_nothing', () => {
  const queue = make();
  const steal = (bytes: Uint8Array, _at: number, end: number) => {
    structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] });
    return end;
  };
  assert.throws(() => queue.pushWith(300, steal), { name: 'TypeError', message: /^write: / });
  assert.equal(queue.length, 0);
  assert.equal(
    queue.pushWith(300, () => 300),
    true,
  );
  assert.equal(queue.pop()?.length, 300);
});

test('whether_it_is_full_for_no_length_is_no_question', () => {
  const queue = make();
  for (const wrong of [Number.NaN, -1, 1.5]) assert.throws(() => queue.isFullFor(wrong), RangeError);
  assert.throws(() => queue.isFullFor('1' as never), TypeError);
  assert.equal(queue.isFullFor(0), false);
});
