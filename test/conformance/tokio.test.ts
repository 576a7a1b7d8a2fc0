import { testSuites } from './test-suites.js';

testSuites('tokio', 'crossbeam-queue', 'crossbeam-utils');
