import type { Variant } from './variant.js';

/** A case that is run: here, and for those of its roles that have a thread of their own, there. */
export interface Play {
  readonly variants: readonly Variant[];
  /** Runs it on this thread, with a cast for the others. */
  run(variant: Variant, stage: Stage): Promise<void>;
  /** What another thread does in it; answers what came of each of these roles. */
  act?(variant: Variant, roles: readonly number[], parcels: readonly unknown[], steps: Int32Array): Promise<unknown[]>;
}

/** Where a play finds the threads that it needs. */
export interface Stage {
  /** Has thread `index` act these roles. */
  act(
    index: number,
    variant: Variant,
    roles: readonly number[],
    parcels: readonly unknown[],
    steps: Int32Array,
  ): Promise<unknown[]>;
}

/** What became of a test of an elder. */
export type Row =
  /** A case of its own. */
  | {
      readonly kind: 'played';
      readonly elder: string;
      readonly situation: string;
      readonly play: Play;
      /** In which variants it is otherwise, or not run, and why. */
      readonly except: string | undefined;
    }
  /** A model program, of which all schedules are explored: the structures of test/model/cases.ts. */
  | { readonly kind: 'explored'; readonly elder: string; readonly situation: string; readonly structures: string }
  /** A test that was there before: its file below test/, and its name. */
  | { readonly kind: 'held'; readonly elder: string; readonly file: string; readonly test: string }
  /** It is otherwise here, on purpose. */
  | { readonly kind: 'differs'; readonly elder: string; readonly reason: string }
  /** It means nothing in JavaScript, or of nothing that there is here. */
  | { readonly kind: 'untranslatable'; readonly elder: string; readonly reason: string };

/** The tests of one suite of an elder. */
export interface Suite {
  readonly name: string;
  readonly rows: readonly Row[];
}

export const played = (elder: string, situation: string, play: Play, except?: string): Row => ({
  kind: 'played',
  elder,
  situation,
  play,
  except,
});
export const explored = (elder: string, situation: string, structures: string): Row => ({
  kind: 'explored',
  elder,
  situation,
  structures,
});
export const held = (elder: string, file: string, test: string): Row => ({ kind: 'held', elder, file, test });

/** Several tests of the elder's, of which the same is to be said. */
export const differs = (elders: string, reason: string): Row[] =>
  elders.split(' ').map((elder) => ({ kind: 'differs', elder, reason }));
export const untranslatable = (elders: string, reason: string): Row[] =>
  elders.split(' ').map((elder) => ({ kind: 'untranslatable', elder, reason }));
