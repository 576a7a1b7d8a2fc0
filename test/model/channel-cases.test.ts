import { CASES } from './cases.js';
import { testCases } from './test-cases.js';

// The others are in receiver-cases.test.ts and channel-history-cases.test.ts: a file has five minutes, on a slow machine too.
testCases(CASES.filter((one) => one.file === 'shared-channel' && one.program.threads[0] !== 'receiver'));
