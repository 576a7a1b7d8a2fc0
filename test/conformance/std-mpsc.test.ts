import { testSuites } from './test-suites.js';

testSuites('std mpsc');
