import { bundleSize } from './bundle-size.js';
import { type Environment, environment } from './environment.js';
import { QUICK, THOROUGH } from './measure.js';
import type { Options } from './options.js';
import { Progress } from './progress.js';
import { type Absence, type Result, runRounds } from './rounds.js';
import { compileRust, NO_RUST, type RustBuild, type RustBuilds, type RustProgram } from './rust.js';
import { nameOf, type Scenario } from './scenario.js';
import { BUNDLE, judge, NOT_CHOSEN, type Verdict } from './targets.js';

/** Everything that a run found out; what `--json` writes. */
export interface Figures extends Environment {
  readonly date: string;
  readonly options: Pick<Options, 'rounds' | 'quick' | 'filter'>;
  readonly outcomes: readonly (Result | Absence)[];
  readonly verdicts: readonly Verdict[];
}

/** Measures family by family, and tells each family's outcomes as soon as it has them. */
export async function measureAll(
  { rounds, quick, filter }: Options,
  families: readonly (readonly Scenario[])[],
  tell: (outcomes: readonly (Result | Absence)[]) => void,
): Promise<Figures> {
  const contenders = families.flat().flatMap((scenario) => scenario.contenders);
  const progress = new Progress(contenders.length * rounds, process.stderr);
  const before = await environment(); // before the run becomes the machine's load itself
  const rust = await rustFor(families);
  const outcomes: (Result | Absence)[] = [];
  for (const family of families) {
    const measured = await runRounds(family, rounds, quick ? QUICK : THOROUGH, rust, progress.step);
    progress.clear();
    if (measured.length > 0) tell(measured);
    outcomes.push(...measured);
  }
  const verdicts = judge(outcomes, await sizeOfBundle(filter));
  const date = new Date().toISOString();
  return { date, ...before, options: { rounds, quick, filter }, outcomes, verdicts };
}

/** Compiles nothing that nobody wants to run. */
async function rustFor(families: readonly (readonly Scenario[])[]): Promise<RustBuilds> {
  const contenders = families.flat().flatMap((scenario) => scenario.contenders);
  const wanted = new Set(contenders.flatMap((contender) => ('rust' in contender ? contender.rust[0] : [])));
  const builds = new Map<RustProgram, RustBuild>();
  for (const program of wanted) builds.set(program, await compileRust(program));
  return builds;
}

async function sizeOfBundle(filter: string): Promise<number | Absence> {
  if (!BUNDLE.includes(filter)) return { name: BUNDLE, reason: NOT_CHOSEN };
  try {
    return await bundleSize();
  } catch (error) {
    return { name: BUNDLE, reason: `esbuild: ${String(error).split('\n')[1]}` };
  }
}

/** The families, with those contenders alone that the filter lets through. */
export function choose(families: readonly (readonly Scenario[])[], filter: string): Scenario[][] {
  return families.map((family) =>
    family
      .map((scenario) => ({
        ...scenario,
        contenders: scenario.contenders.filter((contender) => nameOf(scenario, contender).includes(filter)),
      }))
      .filter(({ contenders }) => contenders.length > 0),
  );
}

/** Whether all that was asked for was measured. A machine without Rust is no failure. */
export function complete({ outcomes, verdicts }: Figures): boolean {
  const reasons = [...outcomes, ...verdicts].flatMap((one) => ('reason' in one ? one.reason : undefined));
  return reasons.every((reason) => reason === undefined || reason === NOT_CHOSEN || reason === NO_RUST);
}
