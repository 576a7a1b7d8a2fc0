/** What threads are called in reports: after their exports, and by their numbers too where two run the same one. */
export function threadNames(threads: readonly string[]): string[] {
  return threads.map((name, i) => (threads.indexOf(name) === threads.lastIndexOf(name) ? name : `${name}#${i}`));
}

/** Stands in a step's text for a thread's name. */
export const threadMark = (thread: number): string => `\u0001${thread}\u0001`;

/** Puts the threads' names into a step's text. */
export function withThreadNames(text: string, names: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a mark that no value can contain
  return text.replaceAll(/\u0001(\d)\u0001/g, (_, thread) => names[Number(thread)] ?? '');
}
