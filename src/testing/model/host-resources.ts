/**
 * What the host's event loop waits for on the program's behalf: files, sockets, other processes. The model turns the host's
 * loop without waiting for it, so a thread that awaits such a thing looks like one that nobody will ever wake.
 */
export class HostResources {
  /** Those that were there before any run: ports, and what the modules opened when they were loaded. */
  readonly #known = counted(process.getActiveResourcesInfo());

  /** The kind of one that was opened since; undefined without one. */
  opened(): string | undefined {
    for (const [kind, count] of counted(process.getActiveResourcesInfo())) {
      if (count > (this.#known.get(kind) ?? 0)) return kind;
    }
    return undefined;
  }
}

function counted(kinds: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
