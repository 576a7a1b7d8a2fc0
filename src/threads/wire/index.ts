export { Ground } from '../../camp/ground.js';
export { home } from '../../camp/home.js';
export { takeAnswered } from './answers.js';
export { Arena, allocateArena } from './arena.js';
export {
  ASKED,
  CANCEL,
  CREW,
  IDLE,
  MOST,
  PAYLOAD,
  STATE,
  STATES,
  WANTED,
  WORK_ROW,
  WORKER,
  WORKERS,
} from './layout.js';
export { Slots } from './slots.js';
export {
  answerAsked,
  answerCall,
  askThread,
  claimCall,
  doomCall,
  dropCall,
  failCall,
  queueCall,
  unaskThread,
  unwatchCall,
  watchCall,
} from './states.js';
export { allocateTable, CallTable } from './table.js';
export { wish } from './wish.js';
