import { createSyncFn } from 'synckit';
import type { Ask } from './answers.js';

export const open = (): Ask => createSyncFn(new URL('./calls-synckit.worker.js', import.meta.url));

export const first = (): unknown => open()(1);
