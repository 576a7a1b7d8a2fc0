import { writeFile } from 'node:fs/promises';
import { describeEnvironment, environment } from './environment.js';
import { choose, complete, type Figures, measureAll } from './figures.js';
import { type Options, parseOptions, USAGE } from './options.js';
import { designTable, ratioTable, resultLines, targetTable } from './report.js';
import { nameOf, type Scenario } from './scenario.js';
import { FAMILIES } from './scenarios/index.js';
import { BUNDLE } from './targets.js';

/** Runs what the command line asks for; answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = parse(args);
  if (options === undefined) return 2;
  if (options.help) return print(USAGE);
  const families = choose(FAMILIES, options.filter);
  const names = families.flat().flatMap((scenario) => scenario.contenders.map((one) => nameOf(scenario, one)));
  if (BUNDLE.includes(options.filter)) names.push(BUNDLE);
  if (names.length === 0) {
    console.error(`--filter: nothing has ${JSON.stringify(options.filter)} in its name; --list prints the names`);
    return 2;
  }
  return options.list ? print(names.join('\n')) : await run(options, families);
}

function print(text: string): number {
  console.log(text);
  return 0;
}

function parse(args: readonly string[]): Options | undefined {
  try {
    return parseOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return undefined;
  }
}

async function run(options: Options, families: readonly (readonly Scenario[])[]): Promise<number> {
  const { json } = options;
  const stream = json !== undefined && json.file === undefined ? process.stderr : process.stdout;
  const say = (text: string) => text === '' || stream.write(`${text}\n\n`);
  say(describeEnvironment(await environment()));
  const figures = await measureAll(options, families, (outcomes) => say(resultLines(outcomes)));
  say(ratioTable(figures.outcomes));
  say(designTable(figures.outcomes));
  say(targetTable(figures.verdicts));
  if (json !== undefined) await write(figures, json.file);
  return complete(figures) ? 0 : 1;
}

async function write(figures: Figures, file: string | undefined): Promise<void> {
  const text = `${JSON.stringify(figures, undefined, 1)}\n`;
  if (file === undefined) process.stdout.write(text);
  else await writeFile(file, text);
}

process.exitCode = await main(process.argv.slice(2));
