/** Values on their way to another thread: objects through codecs, or bytes; next to messages. */
import { Worker } from 'node:worker_threads';
import { type EndHandle, type Sender, shared } from 'reveille/channel';
import { bytes, type Codec, json, record } from 'reveille/codec';
import { msgpack } from 'reveille/codec/msgpack';
import type { Work } from '../scenario.js';
import { DONE, TARGET, until, WORDS } from './crossing.js';

/** What carries them. */
export type Carrier = 'record' | 'json' | 'msgpack' | 'bytes' | 'reserve' | 'message';

/** What the other thread is started with. */
export interface Receiving {
  readonly carrier: Carrier;
  readonly handle: EndHandle | undefined;
  /** As of a crossing. */
  readonly words: Int32Array;
}

export function codecOf(carrier: Carrier): Codec<unknown> {
  const codecs: Partial<Record<Carrier, unknown>> = {
    record: record({ id: 'u32', name: 'string', value: 'f64', ok: 'bool' }),
    json: json(),
    msgpack: msgpack(),
    bytes: bytes(),
    reserve: bytes(),
  };
  return codecs[carrier] as Codec<unknown>;
}

/** An object of 57 bytes of JSON. */
const reading = { id: 123_456, name: 'sensor-117', value: 20.05, ok: true };

export const objects = (carrier: Carrier): Work => carrying(carrier, reading);
export const frames = (carrier: Carrier, size: number): Work => carrying(carrier, new Uint8Array(size).fill(7));

function sending(carrier: Carrier, tx: Sender<unknown> | undefined, worker: Worker, value: unknown): () => void {
  if (tx === undefined) return () => worker.postMessage(value);
  if (carrier !== 'reserve') return () => tx.sendBlocking(value);
  const bytes = value as Uint8Array;
  return () => {
    const frame = (tx as Sender<Uint8Array>).reserveBlocking(bytes.length);
    frame.bytes.set(bytes); // in earnest, it would be written here first
    frame.commit();
  };
}

function carrying(carrier: Carrier, value: unknown): Work {
  const words = new Int32Array(new SharedArrayBuffer(4 * WORDS));
  const ends = carrier === 'message' ? undefined : shared.bounded(1024, codecOf(carrier));
  const start: Receiving = { carrier, handle: ends?.[1].share(), words };
  const worker = new Worker(new URL('./carried.worker.js', import.meta.url), { workerData: start });
  worker.unref();
  const send = sending(carrier, ends?.[0], worker, value);
  let total = 0;
  return {
    units: 1,
    run(iterations) {
      total = (total + iterations) | 0;
      words[TARGET] = total;
      for (let i = 0; i < iterations; i += 1) send();
      until(words, DONE, total);
      return iterations;
    },
  };
}
