import { CASES, isOfCalls } from './cases.js';
import { testCases } from './test-cases.js';

testCases(CASES.filter(isOfCalls));
