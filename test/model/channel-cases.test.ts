import { CASES } from './cases.js';
import { testCases } from './test-cases.js';

testCases(CASES.filter(({ file }) => file === 'shared-channel' || file === 'seated-channel'));
