/** Scancode set 1, US layout, as far as a line of text needs it: what a PC keyboard sends for each key. */

/** Rows of keys: the scancode of the first, what the keys give, and what they give with shift. */
const ROWS = [
  [0x02, '1234567890-=', '!@#$%^&*()_+'],
  [0x10, 'qwertyuiop[]', 'QWERTYUIOP{}'],
  [0x1c, '\n', '\n'],
  [0x1e, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
  [0x2b, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
  [0x39, ' ', ' '],
] as const;

const SHIFTS = [0x2a, 0x36];
const [LEFT_SHIFT] = SHIFTS as [number, number];

/** Set in the scancode of a key that is let go. */
const RELEASED = 0x80;

/** Turns scancodes into characters; remembers whether shift is held. */
export class ScancodeDecoder {
  #shifted = false;

  /** The character that the key gives, if it gives one. */
  decode(scancode: number): string | undefined {
    const key = scancode & ~RELEASED;
    const pressed = key === scancode;
    if (SHIFTS.includes(key)) this.#shifted = pressed;
    if (!pressed) return undefined;
    for (const [first, plain, shifted] of ROWS) {
      const character = (this.#shifted ? shifted : plain)[key - first];
      if (character !== undefined) return character;
    }
    return undefined;
  }
}

/** What a typist's fingers do to the keys for a text. */
export function scancodesOf(text: string): number[] {
  return [...text].flatMap((character) => {
    for (const [first, plain, shifted] of ROWS) {
      const [low, high] = [plain.indexOf(character), shifted.indexOf(character)];
      if (low !== -1) return [first + low, (first + low) | RELEASED];
      if (high !== -1) return [LEFT_SHIFT, first + high, (first + high) | RELEASED, LEFT_SHIFT | RELEASED];
    }
    throw new RangeError(`text: there is no key for ${JSON.stringify(character)}`);
  });
}
