export { Packer } from './packer.js';
export { PayloadError } from './payload-error.js';
export type { Give, StandIn, Take } from './stand-ins.js';
export { unpack } from './unpack.js';
