import { inWords } from '../crew/report.js';
import { ModuleError } from '../errors.js';
import { loading } from '../loading.js';
import { Hosted } from './hosted.js';

/** What to load, and how it is set up. */
interface Loading {
  readonly module: string;
  readonly setUp: string | undefined;
  /** What the function that sets up is called with. */
  readonly data: unknown;
}

/**
 * @param name - what the module is called in errors.
 * @throws ModuleError when the module fails to load, or to be set up: the thread ends then, and may be replaced.
 */
export async function loadHosted(name: string, { module, setUp, data }: Loading): Promise<Hosted> {
  let failed = `${name} could not be loaded`;
  try {
    // What it is only the program knows: bundlers are to leave it alone.
    loading.module = module;
    const exports = await import(/* webpackIgnore: true */ /* @vite-ignore */ module).finally(() => {
      loading.module = null;
    });
    const hosted = new Hosted(name, exports as Record<string, unknown>);
    failed = `${name} could not be set up: ${setUp}()`;
    await hosted.setUp(setUp, data);
    return hosted;
  } catch (cause) {
    throw new ModuleError(`${failed}: ${inWords(cause)}${hintFor(cause)}`, { cause });
  }
}

/** TypeScript runs on the thread that calls, and Node does not say why it does not here. */
function hintFor(cause: unknown): string {
  if ((cause as { code?: unknown } | null)?.code !== 'ERR_UNKNOWN_FILE_EXTENSION') return '';
  return '. Threads need the loader for such files, too: options.execArgv can have them --import what registers it';
}
