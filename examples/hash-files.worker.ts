/** Hashes one file. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** What is known of a file afterwards. */
export interface Hashed {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export async function hash(file: string): Promise<Hashed> {
  const sum = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    sum.update(chunk);
  }
  return { file, bytes, sha256: sum.digest('hex') };
}
