import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { Packer, PayloadError, PORT, transfer, unpack } from '../../src/threads/payload/index.js';

const packer = new Packer();
const memory = new Uint8Array(new SharedArrayBuffer(2 ** 16));

test('a_transferred_buffer_is_detached_when_it_was_copied', () => {
  for (const size of [8, 5000]) {
    const bytes = new Uint8Array(size).fill(7);
    const end = packer.pack([1, transfer({ bytes }, [bytes.buffer])]);
    assert.equal(bytes.length, size);
    packer.copyTo(memory, 0);
    assert.equal(bytes.length, 0);
    assert.deepStrictEqual(unpack(memory, 0, end), [1, { bytes: new Uint8Array(size).fill(7) }]);
  }
});

test('nothing_is_detached_when_something_is_not_transferable', () => {
  const [buffer, gone] = [new ArrayBuffer(8), new ArrayBuffer(8)];
  structuredClone(gone, { transfer: [gone] });
  assert.throws(() => transfer([buffer], [buffer, new SharedArrayBuffer(8)]), /list\[1\]: .*not transferable/);
  assert.throws(() => transfer([buffer], [buffer, buffer]), /list\[1\]: it stands in the list twice/);
  assert.throws(() => packer.pack([transfer({ buffer }, [buffer, gone])]), PayloadError);
  const twice = [transfer({ buffer }, [buffer]), transfer([buffer], [buffer])];
  assert.throws(() => packer.pack(twice), /args\[1\]: the same thing is to be transferred twice/);
  packer.pack(1);
  packer.copyTo(memory, 0);
  assert.equal(buffer.byteLength, 8);
});

test('a_buffer_in_a_field_that_is_left_out_stays', () => {
  const buffer = new ArrayBuffer(504);
  const end = packer.pack(Object.assign(new Error('x'), { field: transfer({ buffer, no: () => 1 }, [buffer]) }));
  packer.copyTo(memory, 0);
  assert.equal(buffer.byteLength, 504);
  assert.deepEqual(Object.keys(unpack(memory, 0, end) as Error), []);
  const views = [new Uint8Array(buffer), new Float64Array(buffer), new DataView(buffer)];
  structuredClone(buffer, { transfer: [buffer] });
  assert.throws(() => packer.pack([buffer]), /args\[0\]: a detached ArrayBuffer can't be sent/);
  for (const view of views) {
    assert.throws(() => packer.pack([view]), /args\[0\]: a view of a detached ArrayBuffer can't be sent/);
  }
});

test('ports_are_reported_and_stood_in_for', () => {
  const { port1, port2 } = new MessageChannel();
  const end = packer.pack([transfer({ port: port1 }, [port1])]);
  assert.deepEqual([...packer.ports], [port1]);
  packer.copyTo(memory, 0);
  const restore = (kind: number, data: unknown): unknown => [kind, data];
  assert.deepStrictEqual(unpack(memory, 0, end, { restore }), [{ port: [PORT, 0] }]);
  assert.throws(() => packer.pack([port2]), /args\[0\]: a MessagePort can't be sent/);
  assert.equal(packer.ports.length, 0);
  port1.close();
});
