import { CASES } from './cases.js';
import { testCases } from './test-cases.js';

testCases(CASES.filter((one) => one.file === 'shared-channel' && one.program.threads[0] === 'receiver'));
