import { CancelledError } from '../../core/errors.js';
import type { Port } from '../../platform/index.js';
import { nameOf } from '../calling/mail.js';
import type { Word } from '../crew/report.js';
import { Packer } from '../payload/packer.js';
import { PayloadError } from '../payload/payload-error.js';
import type { Give, Take } from '../payload/stand-ins.js';
import { unpack } from '../payload/unpack.js';

/** What a worker is started with where there is no shared memory. */
export interface MessageStart {
  /** What the module is called in errors. */
  readonly name: string;
  readonly module: string;
  readonly setUp: string | undefined;
  readonly tearDown: string | undefined;
  /** What the function that sets up is called with. */
  readonly data: unknown;
  /** By which calls and answers go, too. */
  readonly lifeline: Port;
}

/** What the owner of a worker tells it. Values are packed, as in shared memory. */
export type ToThread =
  /** Run that function; its arguments, and its name behind them. */
  | { readonly call: number; readonly bytes: Uint8Array }
  /** Nobody waits for that call any more. */
  | { readonly cancel: number }
  /** A signal among the arguments of that call was aborted, and why. */
  | { readonly abort: number; readonly index: number; readonly bytes: Uint8Array }
  /** An answer to what it has asked. */
  | { readonly reply: number; readonly isValue: boolean; readonly bytes: Uint8Array }
  /** It is not needed any more. */
  | { readonly leave: true };

/** What a worker tells its owner. */
export type FromThread =
  | Word
  | { readonly answer: number; readonly kind: number; readonly bytes: Uint8Array }
  /** A question, as those that go by shared memory; what is named by its number there is a call here. */
  | { readonly ask: number; readonly bytes: Uint8Array };

/** This thread's. */
const packer = /* @__PURE__ */ new Packer();

/**
 * @param name - what the value is called in errors.
 * @throws PayloadError when the value can't be carried.
 */
export function packed(value: unknown, give?: Give, name = 'args'): Uint8Array {
  const length = packer.pack(value, give, name);
  if (packer.ports.length > 0)
    throw new PayloadError("transfer: a port or stream can't be sent by a call; post it to a Worker of your own");
  const bytes = new Uint8Array((length + 7) & ~7);
  packer.copyTo(bytes, 0);
  return bytes.subarray(0, length);
}

/** What a function answered or threw; or, if that can't be carried, the error that says so. */
export function packedAnswer(isValue: boolean, result: unknown): { isValue: boolean; bytes: Uint8Array } {
  try {
    return { isValue, bytes: packed(result, undefined, nameOf(isValue)) };
  } catch (error) {
    try {
      return { isValue: false, bytes: packed(error) };
    } catch {
      const lost = new CancelledError('the answer could not be carried, nor could the error of that');
      return { isValue: false, bytes: packed(lost) };
    }
  }
}

export const unpacked = (bytes: Uint8Array, take?: Take): unknown => unpack(bytes, 0, bytes.length, take);

/** Posts it, and hands over its bytes rather than to copy them again. */
export function post(port: Port, message: ToThread | FromThread): void {
  port.postMessage(message, 'bytes' in message ? [message.bytes.buffer] : []);
}
