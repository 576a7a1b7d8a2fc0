/** Stands for the length of a buffer that can grow, as a word. The words below it are what a step can name. */
const LENGTH = 0xff_ffff;

/** Bytes of a buffer whose words have places: 64 MB, but for a word. */
export const MOST_BYTES = 4 * LENGTH;

/** The place of what beginnings and ends of recorded operations have in common: their order. */
export const HISTORY = 0x7f << 24;

/** The place of a byte of a buffer, below {@link MOST_BYTES}: 32-bit words are numbered, what is smaller is part of one. */
export function placeOf(buffer: number, byte: number): number {
  return (buffer << 24) | (byte >> 2);
}

/** The place of a buffer's length. */
export function lengthOf(buffer: number): number {
  return (buffer << 24) | LENGTH;
}

/** Stands in a step's text for a place, which is given its name when the trace is drawn. */
export function placeMark(place: number): string {
  return place < 0 ? '-' : `\u0000${place}\u0000`;
}

/** Puts the places' names into a step's text: `queue[3]`, after what the buffers are called. */
export function named(text: string, names: ReadonlyMap<number, string>): string {
  return text.replaceAll(/\0(\d+)\0/g, (_, digits) => {
    const place = Number(digits);
    const word = place & LENGTH;
    const buffer = names.get(place >> 24) ?? `buffer${place >> 24}`;
    return word === LENGTH ? `${buffer}.byteLength` : `${buffer}[${word}]`;
  });
}
