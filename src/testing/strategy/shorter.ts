import type { Run } from './run.js';

/** Steps that a thread makes in a row. */
interface Block {
  readonly thread: number;
  readonly from: number;
  readonly end: number;
}

/**
 * Schedules that have fewer switches than that of `run`, or would have, if the program did the same; the boldest change
 * first. For `0x2 1x3 0x4 2x1`:
 *
 * - `0x2`, and the like for each switch: nothing is planned from here on, so whoever goes stays;
 * - `0x6 1x3 2x1`, and the like for each switch: the thread stays for all its steps, or for those up to its next switch;
 * - `0x6 2x1`, and the like for each block: its steps are left out, and come when they come.
 */
export function* shorter(run: Run): Generator<Uint8Array> {
  const threads = Uint8Array.from({ length: run.length }, (_, step) => run.thread(step));
  const blocks = blocksOf(threads);
  for (const { from } of blocks) yield threads.slice(0, from);
  for (const [i, { thread, from, end }] of blocks.entries()) {
    yield joined(threads.subarray(0, from), threads.subarray(end));
    const later = blocks.slice(i + 2).find((block) => block.thread === thread);
    if (later === undefined) continue;
    yield staying(threads, end, thread, threads.length);
    yield staying(threads, end, thread, later.end);
  }
}

function blocksOf(threads: Uint8Array): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < threads.length; ) {
    const thread = threads[from] as number;
    let end = from + 1;
    while (end < threads.length && threads[end] === thread) end += 1;
    blocks.push({ thread, from, end });
    from = end;
  }
  return blocks;
}

/** The schedule in which `thread` makes at step `at` what it makes from there to step `until`. */
function staying(threads: Uint8Array, at: number, thread: number, until: number): Uint8Array {
  const moved = threads.subarray(at, until);
  const own = moved.filter((other) => other === thread);
  const others = moved.filter((other) => other !== thread);
  return joined(threads.subarray(0, at), own, others, threads.subarray(until));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
