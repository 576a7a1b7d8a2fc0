import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Plan, Sample } from './measure.js';
import type { RustBuild, RustBuilds } from './rust.js';
import { type Contender, groupOf, nameOf, type Scenario } from './scenario.js';
import { type Summary, summarise } from './statistics.js';

/** What was measured of one contender in one scenario. */
export interface Result extends Summary {
  readonly name: string;
  readonly group: string;
  readonly contender: string;
  readonly size: number;
  readonly unit: string;
  /** Nanoseconds a unit, round by round. */
  readonly rounds: readonly (readonly number[])[];
}

/** A result that there is not, and why. */
export interface Absence {
  readonly name: string;
  readonly reason: string;
}

/** The results among the outcomes. */
export function resultsOf(outcomes: readonly (Result | Absence)[]): Result[] {
  return outcomes.filter((outcome): outcome is Result => !('reason' in outcome));
}

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));

/**
 * Measures the scenarios of one family, each contender in a fresh process, `rounds` times: A B C A B C rather than A A
 * B B C C, so that a machine that is slower for a while is so for all of them.
 */
export async function runRounds(
  scenarios: readonly Scenario[],
  rounds: number,
  plan: Plan,
  rust: RustBuilds,
  progress: (name: string) => void,
): Promise<(Result | Absence)[]> {
  const entries = scenarios.flatMap((scenario) =>
    scenario.contenders.map((contender) => new Entry(scenario, contender, rust)),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const entry of entries) {
      progress(entry.name);
      await entry.measure(plan);
    }
  }
  return entries.map((entry) => entry.outcome());
}

/** One contender in one scenario, over all rounds. */
class Entry {
  readonly name: string;
  #rounds: number[][] = [];
  #reason: string | undefined;
  readonly #rust: RustBuild | undefined;

  constructor(
    private readonly scenario: Scenario,
    private readonly contender: Contender,
    rust: RustBuilds,
  ) {
    this.name = nameOf(scenario, contender);
    this.#rust = 'rust' in contender ? rust.get(contender.rust[0]) : undefined;
    if (this.#rust !== undefined && 'missing' in this.#rust) this.#reason = this.#rust.missing;
  }

  async measure(plan: Plan): Promise<void> {
    if (this.#reason !== undefined) return;
    try {
      this.#rounds.push(await runChild(...this.#command(), [plan.warmUp, plan.sample, plan.samples].map(String)));
    } catch (error) {
      this.#reason = (error as Error).message;
    }
  }

  outcome(): Result | Absence {
    if (this.#reason !== undefined) return { name: this.name, reason: this.#reason };
    const { size, unit } = this.scenario;
    const { name, contender } = this;
    const labels = { name, group: groupOf(this.scenario), contender: contender.name, size, unit };
    return { ...labels, ...summarise(this.#rounds), rounds: this.#rounds };
  }

  #command(): [file: string, arguments_: string[]] {
    const { size, classes } = this.scenario;
    if ('rust' in this.contender && this.#rust !== undefined && 'binary' in this.#rust) {
      return [this.#rust.binary, [this.contender.rust[1], String(size), String(classes)]];
    }
    return [process.execPath, [CHILD, this.name]];
  }
}

/** Answers the samples that the child prints, in nanoseconds a unit. */
async function runChild(file: string, target: string[], plan: string[]): Promise<number[]> {
  const child = spawn(file, [...target, ...plan], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const samples: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) samples.push((JSON.parse(line) as Sample).ns);
  const code = await exit;
  if (code !== 0 || samples.length === 0) throw new Error(firstError(complaint) ?? `ended with exit code ${code}`);
  return samples;
}

/** Node prints the source line above the error. */
function firstError(complaint: string): string | undefined {
  return /^.*Error.*$/m.exec(complaint)?.[0] ?? complaint.split('\n').find((line) => line !== '');
}
