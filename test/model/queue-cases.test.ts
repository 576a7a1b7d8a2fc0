import { CASES, hasPlainValues, isOfFrames } from './cases.js';
import { testCases } from './test-cases.js';

// Apart from the other cases, so that each file has its time.
testCases(CASES.filter((one) => hasPlainValues(one) && !isOfFrames(one)));
