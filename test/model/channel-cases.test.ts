import { CASES, isSharedChannel } from './cases.js';
import { testCases } from './test-cases.js';

// The other half is in receiver-cases.test.ts: a file has five minutes, on a slow machine too.
testCases(CASES.filter((one) => isSharedChannel(one) && one.program.threads[0] !== 'receiver'));
