export { after } from './after.js';
export { bounded } from './bounded.js';
export { RecvError, SendError } from './errors.js';
export { never } from './never.js';
export { Receiver } from './receiver.js';
export { Sender } from './sender.js';
export { tick } from './tick.js';
export { unbounded } from './unbounded.js';
export type { WaitOptions } from './wait-options.js';
