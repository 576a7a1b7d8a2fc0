import assert from 'node:assert/strict';
import { HandleError } from 'reveille';
import { ATTACH, type Handle, KINDS, type Kind } from './handles.js';
import { malform } from './malform.js';

/** Attaches every wrong handle there is; answers how many, all of which were refused by an error that names the part. */
export function refuseAll(handles: Record<Kind, Handle>): number {
  const memories = Object.values(handles).flatMap((handle) =>
    Object.values(handle).filter((value) => value instanceof SharedArrayBuffer),
  );
  let count = 0;
  for (const kind of KINDS) {
    const attach = ATTACH[kind] as (handle: unknown) => unknown;
    if (!isBareMemory(kind)) {
      for (const none of [undefined, null, 5, 'handle', [], {}]) refuses(`${kind} of ${none}`, () => attach(none));
    }
    for (const { how, handle } of malform(handles[kind], memories)) {
      refuses(`${kind}, ${how}`, () => attach(handle));
      count += 1;
    }
  }
  return count;
}

/** What has no handle around it: the argument is the memory itself. */
const isBareMemory = (kind: Kind): boolean => ['unparker', 'arrayQueue', 'segQueue', 'frameQueue'].includes(kind);

function refuses(what: string, attach: () => unknown): void {
  try {
    attach();
  } catch (error) {
    const isTyped = error instanceof TypeError || error instanceof RangeError || error instanceof HandleError;
    assert.ok(isTyped, `${what}: ${(error as Error).stack}`);
    assert.match(error.message, /^(handle|buffer|items)/, what);
    return;
  }
  assert.fail(`${what} was attached`);
}
