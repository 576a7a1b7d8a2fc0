import type { Desk } from '../calling/desk.js';
import { inBrief, writePayload } from '../calling/mail.js';
import { PoolClosedError } from '../errors.js';
import { DIED, KIND } from '../wire/layout.js';
import { failCall } from '../wire/states.js';
import type { Ending } from './report.js';

/** What a caller gets of a thread's end. */
export function reportOf({ handle }: Desk, { message, cause }: Ending, wasClosed: boolean): unknown {
  if (wasClosed) return new PoolClosedError(`${handle.name}: it was closed while the call was under way`);
  return cause === undefined ? { message } : { message, cause };
}

/** Answers a call in the place of its thread. */
export function failSlot(desk: Desk, slot: number, report: unknown): void {
  const { table } = desk;
  try {
    writePayload(desk, slot, report);
  } catch {
    writePayload(desk, slot, { message: inBrief(String((report as { message?: unknown }).message)) });
  }
  table.words[table.slotAt(slot) + KIND] = DIED;
  failCall(table, slot);
}
