/** A thread that has nothing yet, and is given wrong handles, and then the right ones. */
import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import { Camp } from 'reveille/camp';
import { ATTACH, type Handle, KINDS, type Kind } from './handles.js';
import { refuseAll } from './refuse-all.js';

const handles = workerData as Record<Kind, Handle>;
const before = memories(handles);
const refused = refuseAll(handles);
for (const [where, bytes] of memories(handles)) assert.ok(bytes.equals(before.get(where)!), `${where} has changed`);
for (const kind of KINDS) {
  const attached = ATTACH[kind](handles[kind] as never) as Partial<Disposable>;
  if (kind !== 'pool') attached[Symbol.dispose]?.();
}
assert.ok(Camp.own().me.record >= 0);
parentPort?.postMessage(refused);

/** All that stands in the handles' memory, but for the camp's, where this thread may have its place, and a pool's, whose threads are at work. */
function memories(all: Record<Kind, Handle>): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const kind of KINDS) {
    for (const [field, memory] of Object.entries(all[kind])) {
      const isAtWork = field === 'camp' || ['camp', 'waker', 'pool'].includes(kind);
      if (memory instanceof SharedArrayBuffer && !isAtWork) {
        found.set(`${kind}.${field}`, Buffer.from(new Uint8Array(memory)));
      }
    }
  }
  return found;
}
