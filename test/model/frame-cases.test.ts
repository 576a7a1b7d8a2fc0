import { CASES, isOfFrames } from './cases.js';
import { testCases } from './test-cases.js';

// Apart from the other queues, so that each file has its time.
testCases(CASES.filter(isOfFrames));
