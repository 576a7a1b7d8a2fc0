import { writeSync } from 'node:fs';

/**
 * Lets a thread write to the console at once. A worker's output goes through its event loop, which a checked thread does
 * not turn, and by messages, which are none of the program's.
 */
export function replaceOutput(): void {
  replaceWrite(process.stdout, 1);
  replaceWrite(process.stderr, 2);
}

type Done = (error?: Error | null) => void;

function replaceWrite(stream: NodeJS.WriteStream, fd: number): void {
  stream.write = (chunk: Uint8Array | string, encoding?: BufferEncoding | Done, done?: Done): boolean => {
    const isDone = typeof encoding === 'function';
    writeAll(fd, typeof chunk === 'string' ? Buffer.from(chunk, isDone ? 'utf8' : encoding) : chunk);
    (isDone ? encoding : done)?.();
    return true;
  };
}

/** A pipe that is full is tried again. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return; // as a stream that nobody reads any more
    }
  }
}
