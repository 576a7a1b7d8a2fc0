/** The kind of what goes by message: its data is the index in `Packer.ports`. */
export const PORT = 0;

/** What goes in place of something that can't be copied. */
export interface StandIn {
  /** What it stands for, a number from 1 to 255; {@link PORT} is the packer's own. */
  readonly kind: number;
  /** A value that can be packed; in it, nothing is replaced. */
  readonly data: unknown;
}

/** Replaces what can't be copied, at the thread that sends. */
export interface Give {
  /** Asked for functions, and for objects of classes that have no copies; answers undefined for those that it doesn't know. */
  replace(value: object): StandIn | undefined;
}

/** Makes, at the thread that receives, something of what {@link Give} sent. */
export interface Take {
  restore(kind: number, data: unknown): unknown;
}
