import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RustDesign } from './scenario.js';

const run = promisify(execFile);

/** A program in rust/. */
export type RustProgram = RustDesign[0];

const sourceOf = (module: string): string => fileURLToPath(new URL(`../../bench/rust/${module}.rs`, import.meta.url));
const binaryOf = (program: RustProgram): string => fileURLToPath(new URL(`./rust/${program}`, import.meta.url));

/** As fast as rustc can make it, for this very machine: V8 compiles for the machine it runs on as well. */
const FLAGS = ['--edition=2021', '-Copt-level=3', '-Clto=fat', '-Ccodegen-units=1', '-Ctarget-cpu=native'];

/** Said of the Rust contenders where they cannot be. */
export const NO_RUST = 'rustc is not installed';

/** A Rust program, or why there is none. */
export type RustBuild = { readonly binary: string } | { readonly missing: string };

/** The programs that somebody wants to run. */
export type RustBuilds = ReadonlyMap<RustProgram, RustBuild>;

/** What `rustc` calls itself, undefined where it is not installed. */
export async function rustVersion(): Promise<string | undefined> {
  try {
    return (await run('rustc', ['--version'])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Compiles a Rust program unless that was done. A compiler that is missing or fails ends no run: the results say so
 * instead.
 */
export async function compileRust(program: RustProgram): Promise<RustBuild> {
  if ((await rustVersion()) === undefined) return { missing: NO_RUST };
  const binary = binaryOf(program);
  const sources = [sourceOf(program), sourceOf('measure')];
  try {
    const changes = await Promise.all(sources.map(changed));
    if ((await changed(binary)) < Math.max(...changes)) {
      await mkdir(dirname(binary), { recursive: true });
      await run('rustc', [...FLAGS, '-o', binary, sourceOf(program)]);
    }
    return { binary };
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
