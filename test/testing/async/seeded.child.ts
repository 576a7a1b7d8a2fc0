import { TestExecutor } from 'reveille/testing';
import { mixedProgram } from './mixed-program.js';
import { randomProgram } from './random-program.js';

/** Prints the traces of two runs for each of the seeds that it is given. */
for (const seed of process.argv.slice(2).map(Number)) {
  for (const program of [mixedProgram, () => randomProgram(seed)]) {
    using executor = new TestExecutor({ seed });
    await executor.runUntilAsync(program);
    console.log(executor.trace);
  }
}
