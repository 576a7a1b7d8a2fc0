export { Call } from './call.js';
export { ModuleError, PoolClosedError, PoolFullError, ThreadDiedError } from './errors.js';
export type { Remote } from './face.js';
export type { PoolHandle } from './handle.js';
export type { CallOptions, CloseOptions } from './host.js';
export { type HostControls, type Offloaded, offload } from './offload.js';
export type { OffloadOptions, PoolOptions, ResourceLimits } from './options.js';
export { PayloadError } from './payload/index.js';
export { cancelled, RunningCall, thisCall } from './this-call.js';
