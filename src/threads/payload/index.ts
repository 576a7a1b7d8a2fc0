export { Packer } from './packer.js';
export { PayloadError } from './payload-error.js';
export { type Give, PORT, type StandIn, type Take } from './stand-ins.js';
export { transfer } from './transfer.js';
export { unpack } from './unpack.js';
