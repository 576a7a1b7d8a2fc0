export { type BlockOnOptions, blockOn } from './block-on.js';
export { blockOnChannel } from './block-on-channel.js';
export { blockOnExecutor } from './block-on-executor.js';
