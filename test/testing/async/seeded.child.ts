import { TestExecutor } from 'reveille/testing';
import { mixedProgram } from './mixed-program.js';

/** Prints the trace of a run with the seed that it is given. */
const executor = new TestExecutor({ seed: Number(process.argv[2]) });
await executor.runUntilAsync(mixedProgram);
console.log(executor.trace);
