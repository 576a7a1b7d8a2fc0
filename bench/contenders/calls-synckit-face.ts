import { createSyncFn } from 'reveille/synckit';
import type { Ask } from './answers.js';

export const open = (): Ask => createSyncFn(new URL('./calls-synckit-face.worker.js', import.meta.url));

export const first = (): unknown => open()(1);
