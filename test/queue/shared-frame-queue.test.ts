import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ReveilleError } from 'reveille';
import { SharedFrameQueue } from 'reveille/queue';
import { bytesOf, framesAt, popAll } from './frames.js';

test('frames_of_every_length_come_out_as_they_went_in', () => {
  const queue = new SharedFrameQueue({ bytes: 4096 });
  for (let length = 0; length <= queue.maxFrame; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, i) => i + length);
    assert.equal(queue.push(bytes), true);
    assert.deepEqual(queue.pop(), bytes);
  }
});

test('frames_from_any_place_in_their_buffer', () => {
  const queue = new SharedFrameQueue({ bytes: 8192 });
  const source = Uint8Array.from({ length: 5000 }, (_, i) => i);
  for (const shared of [source, new Uint8Array(new SharedArrayBuffer(5000)), Buffer.from(source)]) {
    for (let from = 0; from < 9; from += 1) {
      for (const length of [0, 1, 7, 8, 100, 1000, 4000]) {
        const bytes = shared.subarray(from, from + length);
        assert.equal(queue.push(bytes), true);
        assert.deepEqual(queue.pop(), new Uint8Array(bytes));
      }
    }
  }
});

test('what_was_popped_is_nobody_elses', () => {
  const queue = new SharedFrameQueue({ bytes: 64 });
  queue.push(bytesOf(8, 1));
  const first = queue.pop();
  queue.push(bytesOf(8, 2));
  assert.deepEqual([first?.buffer.constructor, [...(first ?? [])]], [ArrayBuffer, Array(8).fill(1)]);
});

test('room_is_exactly_what_was_asked_for', () => {
  for (const bytes of [16, 23, 24, 40, 48, 100, 1000]) {
    const queue = new SharedFrameQueue({ bytes });
    for (let lap = 0; lap < 50; lap += 1) {
      let taken = 0;
      for (let length = lap % 3; taken + 16 + 8 * Math.ceil(length / 8) <= bytes; length += 1) {
        assert.equal(queue.push(bytesOf(length)), true);
        taken += 16 + 8 * Math.ceil(length / 8);
        assert.equal(queue.byteLength, taken);
      }
      assert.equal(queue.isFull, taken + 16 > queue.byteCapacity);
      if (queue.isFull) assert.equal(queue.push(bytesOf(0)), false);
      popAll(queue);
      assert.deepEqual([queue.byteLength, queue.length, queue.isEmpty], [0, 0, true]);
      assert.equal(queue.push(bytesOf(queue.maxFrame)), true, 'the longest fits wherever the ring begins');
      queue.pop();
      queue.push(bytesOf(0));
      queue.pop();
    }
  }
});

test('no_more_frames_than_asked_for', () => {
  const queue = new SharedFrameQueue({ bytes: 1000, frames: 3 });
  for (let round = 0; round < 100; round += 1) {
    const pushed = [1, 2, 3, 4].map((value) => queue.push(bytesOf(value)));
    assert.deepEqual(pushed, [true, true, true, false]);
    assert.deepEqual([queue.length, queue.isFull], [3, true]);
    assert.deepEqual(
      popAll(queue).map(({ length }) => length),
      [1, 2, 3],
    );
  }
});

test('a_reserved_frame_keeps_its_place', () => {
  const queue = new SharedFrameQueue({ bytes: 1000 });
  queue.push(bytesOf(1));
  const frame = queue.reserve(5);
  queue.push(bytesOf(2));
  assert.equal(queue.length, 3);
  assert.deepEqual(popAll(queue), [[1]]);
  assert.deepEqual([queue.length, queue.isEmpty], [2, false]);
  frame?.bytes.set([7, 8, 9]);
  frame?.commit(3);
  assert.deepEqual(popAll(queue), [
    [7, 8, 9],
    [2, 2],
  ]);
});

test('a_dropped_frame_is_passed', () => {
  const queue = new SharedFrameQueue({ bytes: 1000 });
  queue.reserve(5)?.drop();
  assert.deepEqual([queue.isEmpty, queue.length, queue.byteLength], [true, 0, 0]);
  queue.push(bytesOf(1));
  const frame = queue.reserve(5);
  queue.push(bytesOf(2));
  frame?.[Symbol.dispose]();
  assert.equal(queue.length, 3, 'it takes its room while an older one is in');
  assert.deepEqual(popAll(queue), [[1], [2, 2]]);
  assert.equal(queue.isEmpty, true);
});

test('a_queue_full_of_dropped_frames_has_room', () => {
  const queue = new SharedFrameQueue({ bytes: 48 });
  const frames = [queue.reserve(0), queue.reserve(0), queue.reserve(0)];
  assert.equal(queue.push(bytesOf(0)), false);
  for (const frame of frames) frame?.drop();
  assert.equal(queue.push(bytesOf(32)), true);
  assert.deepEqual(popAll(queue), [Array(32).fill(32)]);
});

test('a_frame_is_committed_once', () => {
  const queue = new SharedFrameQueue({ bytes: 1000 });
  const frame = queue.reserve(5);
  assert.ok(frame);
  for (const wrong of [-1, 6, 0.5, Number.NaN])
    assert.throws(() => frame.commit(wrong), { message: /^used: expected/ });
  assert.throws(() => frame.commit('1' as never), TypeError);
  frame.commit();
  assert.throws(() => frame.commit(), ReveilleError);
  frame.drop();
  assert.deepEqual(popAll(queue), [[0, 0, 0, 0, 0]]);
  const dropped = queue.reserve(1);
  dropped?.drop();
  assert.throws(() => dropped?.commit(), ReveilleError);
});

test('frames_are_written_and_read_by_functions', () => {
  const queue = new SharedFrameQueue({ bytes: 1000 });
  const write = (bytes: Uint8Array, at: number): number => {
    bytes.set([1, 2, 3], at);
    return at + 3;
  };
  assert.equal(queue.pushWith(500, write), true);
  assert.equal(queue.byteLength, 24, 'no more than was written');
  assert.deepEqual(
    queue.popWith((bytes, at, end) => [...bytes.subarray(at, end)]),
    [1, 2, 3],
  );
  assert.equal(
    queue.popWith(() => 1),
    undefined,
  );
});

test('functions_may_use_the_queue_themselves', () => {
  const queue = new SharedFrameQueue({ bytes: 1000 });
  queue.pushWith(8, (bytes, at) => {
    bytes.fill(1, at, at + 8);
    queue.pushWith(8, (inner, at) => inner.fill(2, at, at + 8) && at + 8);
    return at + 8;
  });
  const read = queue.popWith((bytes, at, end) => {
    const inner = queue.pop();
    return [[...bytes.subarray(at, end)], [...(inner ?? [])]];
  });
  assert.deepEqual(read, [Array(8).fill(2), Array(8).fill(1)]);
});

test('what_a_function_throws_leaves_the_queue_in_order', () => {
  const queue = new SharedFrameQueue({ bytes: 1000 });
  const fail = () => assert.fail('no');
  assert.throws(() => queue.pushWith(8, fail), { message: 'no' });
  assert.throws(() => queue.pushWith(8, () => 9), { name: 'RangeError', message: /^the end that write answers: / });
  assert.equal(queue.isEmpty, true);
  queue.push(bytesOf(1));
  queue.push(bytesOf(2));
  assert.throws(() => queue.popWith(fail), { message: 'no' });
  assert.deepEqual(popAll(queue), [[2, 2]]);
});

const steps = fc.array(
  fc.record({ verb: fc.constantFrom('push', 'pop', 'reserve', 'commit', 'drop'), length: fc.nat(60), pick: fc.nat(9) }),
  { maxLength: 60 },
);
const edges = fc.constantFrom(0, 2 ** 31, 2 ** 32).chain((edge) => fc.nat(100).map((before) => (edge - before) | 0));

test('any_program_gives_the_answers_of_an_array_wherever_positions_wrap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 80, max: 300 }), fc.integer({ min: 1, max: 9 }), edges, edges, steps, compare),
    { numRuns: 500 },
  );
});

interface Entry {
  readonly room: number;
  bytes: Uint8Array | undefined;
  isDropped: boolean;
}

function compare(
  bytes: number,
  frames: number,
  position: number,
  sequence: number,
  program: readonly { verb: string; length: number; pick: number }[],
): void {
  const queue = framesAt({ bytes, frames }, position, sequence);
  const entries: Entry[] = [];
  const open: { frame: NonNullable<ReturnType<typeof queue.reserve>>; entry: Entry }[] = [];
  const settle = (): void => {
    while (entries[0]?.isDropped) entries.shift();
  };
  const add = (length: number, content: Uint8Array | undefined): Entry | undefined => {
    const room = 16 + 8 * Math.ceil(length / 8);
    const taken = entries.reduce((sum, entry) => sum + entry.room, 0);
    if (entries.length === frames || taken + room > (bytes & ~7)) return undefined;
    const entry = { room, bytes: content, isDropped: false };
    entries.push(entry);
    return entry;
  };
  for (const { verb, length, pick } of program) {
    const content = Uint8Array.from({ length }, (_, i) => i + pick);
    if (verb === 'push') assert.equal(queue.push(content), add(length, content) !== undefined);
    else if (verb === 'pop') assert.deepEqual(queue.pop(), entries[0]?.bytes && entries.shift()?.bytes);
    else if (verb === 'reserve') {
      const [frame, entry] = [queue.reserve(length), add(length, undefined)];
      assert.equal(frame === undefined, entry === undefined);
      if (frame !== undefined && entry !== undefined) open.push({ frame, entry });
    } else {
      const [picked] = open.splice(pick % Math.max(1, open.length), 1);
      if (picked === undefined) continue;
      const used = Math.min(length, picked.frame.bytes.length);
      picked.frame.bytes.set(content.subarray(0, used));
      if (verb === 'drop') picked.frame.drop();
      else picked.frame.commit(used);
      if (verb === 'drop') picked.entry.isDropped = true;
      else picked.entry.bytes = content.subarray(0, used);
    }
    settle();
    assert.equal(queue.length, entries.length);
    assert.equal(
      queue.byteLength,
      entries.reduce((sum, entry) => sum + entry.room, 0),
    );
  }
}
