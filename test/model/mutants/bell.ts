import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const bellMutants: readonly SeededMutant[] = mutantsOf('bell', [
  {
    name: 'bell-rings-once',
    file: 'src/executor/bell.ts',
    replace: 'return () => unparker.unpark();',
    by: `\
  let rung = false;
  return () => {
    if (!rung) unparker.unpark();
    rung = true;
  };`,
    why: 'Saves the second ring, as if the first were still to be heard.',
    caughtBy: { case: caseOf('idle: parking', 'parkingForTwo wakerOfTwo'), kind: 'deadlock' },
  },
  {
    name: 'channel-filled-once',
    file: 'src/executor/bell.ts',
    replace: 'return () => void sender.trySend(); // full: a signal is there already, skip',
    by: `\
    let full = false;
    return () => {
      full ||= sender.trySend();
    };`,
    why: 'Takes a channel that it has filled once for one that stays full.',
    caughtBy: { case: caseOf('idle: channel', 'channelForTwo wakerOfTwo'), kind: 'deadlock' },
  },
  {
    name: 'device-raises-once',
    file: 'src/executor/bell.ts',
    replace: 'return () => device.raise(WAKE_LINE);',
    by: `\
    let raised = false;
    return () => {
      if (!raised) device.raise(WAKE_LINE);
      raised = true;
    };`,
    why: 'Takes a line that was raised for one that stays pending.',
    caughtBy: { case: caseOf('idle: halting', 'haltingForTwo wakerOfTwo'), kind: 'deadlock' },
  },
]);
