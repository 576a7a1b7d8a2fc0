import { workerData } from 'node:worker_threads';
import { type PoolHandle, pool } from 'reveille/threads';

// Gives a function with a call, and dies when it is called.
const { handle, told } = workerData as { handle: PoolHandle; told: Int32Array };
const p = pool.attach<typeof import('./modules/making.js')>(handle);
void p.tellOf(() => process.exit() as never, told).then();
