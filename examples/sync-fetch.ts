/** A command-line program without a single await: it fetches, and goes on when the answer is there. */
import { isMainThread } from 'node:worker_threads';
import { blockOn } from 'reveille';
import { offload } from 'reveille/threads';
import type * as serving from './sync-fetch-server.worker.js';

/** Runs on another thread, whose event loop turns while this one blocks. */
export async function get(url: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
}

if (isMainThread) {
  using web = offload<{ get: typeof get }>(import.meta.url);
  using server = offload<typeof serving>(new URL('./sync-fetch-server.worker.js', import.meta.url));

  const port = blockOn(server.listen(), { timeout: 20_000 });
  for (const path of ['/bell', '/whistle']) {
    const { status, text } = blockOn(web.get(`http://127.0.0.1:${port}${path}`), { timeout: 20_000 });
    console.log(status, text);
  }
  blockOn(server.stop());
  try {
    blockOn(web.get(`http://127.0.0.1:${port}/`), { timeout: 20_000 });
  } catch (error) {
    console.log(String(error), (error as { cause?: { code?: string } }).cause?.code);
  }
}
