/** The first byte of a value: what it is, and with that what follows. Whole numbers are little-endian. */
export const UNDEFINED = 1;
export const NULL = 2;
export const TRUE = 3;
export const FALSE = 4;
/** Four bytes. */
export const INT32 = 5;
/** Eight bytes. */
export const DOUBLE = 6;
/** Eight bytes. */
export const BIGINT64 = 7;
/** A byte with the length, then so many characters. */
export const ASCII = 8;
/** Four bytes with the length in bytes, then UTF-8. */
export const UTF8 = 9;
/** Four bytes with the length in units, then two bytes for each: for strings that are no text. */
export const UTF16 = 10;
/** A bigint of more bits: its digits in hexadecimal, as a string. */
export const BIGINT = 11;
/** Bytes that stand here: four bytes with their number, then they. {@link BUFFER} likewise. */
export const BYTES = 12;
export const BUFFER = 13;
/** Bytes that stand behind all else: four bytes with their number, four with how far before the end they begin. */
export const FAR_BYTES = 14;
export const FAR_BUFFER = 15;
/** As {@link BYTES} and {@link FAR_BYTES}, of an array that is a part of its buffer only. */
export const PART = 16;
export const FAR_PART = 17;
/** A view of a buffer: a byte with its class, four with its offset, four with its length, and the buffer. */
export const VIEW = 18;
/** Four bytes with the length, then the elements. */
export const ARRAY = 19;
/** An element that is not there. */
export const HOLE = 20;
/** Properties, each a key and a value. */
export const OBJECT = 21;
/** Four bytes with the size, then the entries. */
export const MAP = 22;
export const SET = 23;
/** A double. */
export const DATE = 24;
/** Two strings. */
export const REGEXP = 25;
/** An object that came before: four bytes with its number. */
export const AGAIN = 26;
/** A byte, 1 for a DOMException; name, message and stack; then the own properties. */
export const ERROR = 27;
/** The engine's clone: four bytes with how many memories, with the thread that lends them and their numbers; the bytes. */
export const CLONE = 28;
/** What another part replaced: a byte with its kind, and a value. */
export const STAND_IN = 29;

/** In place of a key's length: the key is a string of its own, or there are no more. */
export const LONG_KEY = 254;
export const NO_KEY = 255;

/** Up to so many bytes of an array stand among the rest. */
export const NEAR = 64;

/**
 * From so many bytes on an array goes in a parcel, if there is one. At 96 KB that costs as much as two copies, at 128 KB 51 us against 53 to 103
 * (medians), and at 1 MB 127 against 410.
 */
export const LONG = 0x2_0000;

/** What stands in the place of how far before the end an array begins: that is even, and this is odd. */
export const inParcel = (index: number): number => index * 2 + 1;

/** The next multiple of eight. */
export const aligned = (size: number): number => (size + 7) & ~7;
