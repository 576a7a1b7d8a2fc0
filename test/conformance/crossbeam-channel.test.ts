import { testSuites } from './test-suites.js';

testSuites('crossbeam-channel');
