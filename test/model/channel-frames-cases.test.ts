import { CASES } from './cases.js';
import { testCases } from './test-cases.js';

testCases(CASES.filter(({ file }) => file === 'channel-frames' || file === 'long-frames'));
