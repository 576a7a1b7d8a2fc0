import { CASES, isSharedChannel } from './cases.js';
import { testCases } from './test-cases.js';

testCases(CASES.filter((one) => isSharedChannel(one) && one.program.threads[0] === 'receiver'));
