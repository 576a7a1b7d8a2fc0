import type { Model } from 'reveille/testing';

interface Entry {
  readonly room: number;
  readonly name?: number;
  /** What a pop answers of it; undefined until it is committed. */
  value?: number;
  isDropped?: boolean;
}

/** A sequential queue of frames, with room for so many bytes and frames, and what is in at first. Dropped frames are gone once they are the oldest. */
export function frameModel(bytes: number, frames: number, ...first: readonly Entry[]): Model {
  return () => {
    const entries: Entry[] = first.map((entry) => ({ ...entry }));
    const add = (entry: Entry): boolean => {
      const room = entries.reduce((sum, { room }) => sum + room, entry.room);
      return room <= bytes && entries.length < frames && entries.push(entry) > 0;
    };
    const change = (name: number, what: Partial<Entry>): void => {
      for (const entry of entries) if (entry.name === name) Object.assign(entry, what);
      while (entries[0]?.isDropped) entries.shift();
    };
    const pop = (): number | undefined => {
      const [oldest] = entries;
      if (oldest?.value === undefined) return undefined;
      change(entries.shift()?.name ?? -1, {});
      return oldest.value;
    };
    return {
      pop,
      push: (value: number, length: number) => add({ room: roomOf(length), value: value * 100 + length }),
      reserve: (name: number, length: number) => add({ room: roomOf(length), name }),
      commit: (name: number, value: number, used: number) => change(name, { value: value * 100 + used }),
      drop: (name: number) => change(name, { isDropped: true }),
      length: () => entries.length,
      isFull: () => !add({ room: roomOf(0), value: 0 }) || entries.pop() === undefined,
      toJSON: () => entries.map((entry) => ({ ...entry })),
    };
  };
}

const roomOf = (length: number): number => 16 + 8 * Math.ceil(length / 8);
