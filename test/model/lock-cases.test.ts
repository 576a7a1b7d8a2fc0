import { CASES, isLock } from './cases.js';
import { testCases } from './test-cases.js';

testCases(CASES.filter((one) => isLock(one) && one.file !== 'meeting'));
