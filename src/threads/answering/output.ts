import { writeNow } from '../../platform/index.js';

type Done = (error?: Error | null) => void;

interface Writes {
  _write(chunk: string | Uint8Array, encoding: BufferEncoding, done: Done): void;
  _writev?: ((chunks: readonly { chunk: string | Uint8Array; encoding: BufferEncoding }[], done: Done) => void) | null;
}

/**
 * Has what this thread prints written at once. Node hands the output of a worker to the thread that started it, which writes it
 * when its event loop turns: while that one blocks there is none, and if the worker dies it is lost.
 */
export function printAtOnce(): void {
  for (const [file, stream] of [
    [1, process.stdout],
    [2, process.stderr],
  ] as const) {
    const writes = stream as unknown as Writes;
    writes._write = (chunk, encoding, done) => {
      writeNow(file, bytesOf(chunk, encoding));
      done();
    };
    writes._writev = (chunks, done) => {
      for (const { chunk, encoding } of chunks) writeNow(file, bytesOf(chunk, encoding));
      done();
    };
  }
}

/** A worker's streams leave the decoding to whoever writes. */
function bytesOf(chunk: string | Uint8Array, encoding: BufferEncoding): string | Uint8Array {
  return typeof chunk === 'string' && encoding !== 'utf8' ? Buffer.from(chunk, encoding) : chunk;
}
