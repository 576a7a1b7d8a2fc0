/** Flags by which a program that stands on the command line has its modules loaded; the second ones have their value behind them. */
const LOADING = /^--(?:import|require|loader|conditions|experimental-[a-z-]+)=|^--experimental-(?!loader$)[a-z-]+$/;
const LOADING_WITH_VALUE = /^(?:--import|--require|--loader|--experimental-loader|--conditions|-r|-C)$/;

/**
 * The flags of Node's for a worker: those that were given, or none, which has it inherit the process's. A list of the process's own
 * would not do: Node refuses there what is for a whole process, such as `--max-old-space-size`, and ignores it when it is inherited.
 *
 * But a program on the command line (`--input-type=module -e`) can't have it inherit them, for a worker is a file.
 */
export function execArgvFor(given: readonly string[] | undefined, own = process.execArgv): string[] | undefined {
  if (given !== undefined) return [...given];
  if (!own.some((flag) => flag.startsWith('--input-type'))) return undefined;
  return own.filter((flag, at) => {
    const before = own[at - 1];
    return (
      LOADING.test(flag) || LOADING_WITH_VALUE.test(flag) || (before !== undefined && LOADING_WITH_VALUE.test(before))
    );
  });
}
