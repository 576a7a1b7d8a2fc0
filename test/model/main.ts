import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, release } from 'node:os';
import { ScheduleError } from 'reveille/testing';
import { type Arguments, fullName, isWanted, parseArguments, USAGE } from './arguments.js';
import { caseTable } from './case-table.js';
import { CASES } from './cases.js';
import { mutantName, mutantTable } from './mutant-table.js';
import { MUTANTS } from './mutants/all.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs what the command line asks for; answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const asked = parse(args);
  if (asked === undefined) return 2;
  if (asked.help) print(USAGE);
  else return await run(asked);
  return 0;
}

function parse(args: readonly string[]): Arguments | undefined {
  try {
    return parseArguments(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return undefined;
  }
}

async function run(asked: Arguments): Promise<number> {
  const names = asked.mutants ? MUTANTS.map(mutantName) : CASES.map(fullName);
  if (!names.some((name) => isWanted(asked, name))) {
    process.stderr.write(
      `--only: nothing has ${asked.only.map((text) => JSON.stringify(text)).join(' or ')} in its name\n`,
    );
    return 2;
  }
  const where = environment();
  print(`${where}\n`);
  try {
    const { markdown, missed } = asked.mutants
      ? await mutantTable(asked, print)
      : { markdown: await caseTable(asked, print), missed: 0 };
    if (asked.markdown !== undefined) await writeFile(asked.markdown, `${where}\n\n${markdown}`);
    return missed === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return 1;
  }
}

/** What the figures depend on. */
function environment(): string {
  const [cpu] = cpus();
  const { node, v8 } = process.versions;
  const machine = `${cpu?.model ?? 'unknown'}, ${cpus().length} cores, ${process.platform} ${release()}`;
  return `${machine}, load ${loadavg()[0]?.toFixed(1)}; Node ${node}, V8 ${v8}`;
}

process.exitCode = await main(process.argv.slice(2));
