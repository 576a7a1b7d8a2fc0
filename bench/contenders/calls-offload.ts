import { type BlockOnOptions, blockOn } from 'reveille';
import { offload } from 'reveille/threads';
import type { Ask } from './answers.js';

export function open(options?: BlockOnOptions): Ask {
  const host = offload<typeof import('./answers.js')>(new URL('./answers.js', import.meta.url));
  return (question) => blockOn(host.answer(question), options);
}

export const first = (): unknown => open()(1);
