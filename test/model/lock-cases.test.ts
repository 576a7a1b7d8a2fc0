import { CASES, isLock } from './cases.js';
import { testCases } from './test-cases.js';

testCases(CASES.filter(isLock));
