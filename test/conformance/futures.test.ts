import { testSuites } from './test-suites.js';

testSuites('futures-rs', 'async-task');
