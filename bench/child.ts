/**
 * The process in which one contender is measured in one scenario, alone.
 *
 * usage: node child.js <name> <warm-up ms> <sample ms> <samples>
 * Each sample is one line of JSON on the standard output.
 */
import { measure } from './measure.js';
import { nameOf } from './scenario.js';
import { SCENARIOS } from './scenarios/index.js';

const [name = '', warmUp, sample, samples] = process.argv.slice(2);
for (const scenario of SCENARIOS) {
  for (const contender of scenario.contenders) {
    if (nameOf(scenario, contender) !== name || !('prepare' in contender)) continue;
    const work = await contender.prepare(scenario);
    const plan = { warmUp: Number(warmUp), sample: Number(sample), samples: Number(samples) };
    await measure(work, plan, (line) => console.log(JSON.stringify(line)));
    work.end?.();
  }
}
