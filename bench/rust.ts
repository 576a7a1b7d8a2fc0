import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const SOURCE = fileURLToPath(new URL('../../bench/rust/block_on.rs', import.meta.url));
const BINARY = fileURLToPath(new URL('./rust/block_on', import.meta.url));

/** As fast as rustc can make it, for this very machine: V8 compiles for the machine it runs on as well. */
const FLAGS = ['--edition=2021', '-Copt-level=3', '-Clto=fat', '-Ccodegen-units=1', '-Ctarget-cpu=native'];

/** Said of the Rust contenders where they cannot be. */
export const NO_RUST = 'rustc is not installed';

/** The Rust contenders, or why there are none. */
export type RustBuild = { readonly binary: string } | { readonly missing: string };

/** What `rustc` calls itself, undefined where it is not installed. */
export async function rustVersion(): Promise<string | undefined> {
  try {
    return (await run('rustc', ['--version'])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Compiles the Rust contenders unless that was done. A compiler that is missing or fails ends no run: the results say so
 * instead.
 */
export async function compileRust(): Promise<RustBuild> {
  if ((await rustVersion()) === undefined) return { missing: NO_RUST };
  try {
    if ((await changed(BINARY)) < (await changed(SOURCE))) {
      await mkdir(fileURLToPath(new URL('./rust', import.meta.url)), { recursive: true });
      await run('rustc', [...FLAGS, '-o', BINARY, SOURCE]);
    }
    return { binary: BINARY };
  } catch (error) {
    return { missing: `rustc failed: ${String(error).split('\n').slice(0, 3).join(' ')}` };
  }
}

async function changed(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}
