import { isShared } from '../core/shared-buffer.js';
import type { Serializer } from '../platform/index.js';
import { Misfit } from './misfit.js';
import { VIEWS } from './views.js';

type View = ArrayBufferView & { readonly length?: number };

/** A structured clone as bytes, and the shared memory that belongs to it. */
export interface Clone {
  readonly clone: Uint8Array;
  readonly memories: readonly SharedArrayBuffer[];
}

/** Writes and reads structured clones; shared memory stands beside them, and is named in them by its index there. */
export interface Clones {
  write(value: unknown): Clone;
  read(clone: Uint8Array, memories: readonly SharedArrayBuffer[]): unknown;
}

/** What a host object is, the engine's word for what it leaves to others: a view with its bytes, one of shared memory, or that. */
const COPIED = 0;
const SHARED = 1;
const MEMORY = 2;

/** What the engine writes before a host object. */
const HOST_OBJECT = /* @__PURE__ */ Uint8Array.of(0x5c);

/**
 * The engine's structured clones, of shared memory too.
 *
 * @param canShare - whether shared memory can reach another thread here.
 */
export function clonesOf(engine: Serializer, canShare: () => boolean): Clones {
  class Writer extends engine.DefaultSerializer {
    readonly memories: SharedArrayBuffer[] = [];

    /**
     * What the engine asks for a memory that it is about to write, as a tag and this number. It cannot read that again (Node
     * has no way to tell it of the memory), so a host object goes before it, and the reader skips the rest.
     */
    _getSharedArrayBufferId(memory: SharedArrayBuffer): number {
      this.writeRawBytes(HOST_OBJECT);
      this.writeUint32(MEMORY);
      this.writeUint32(this.#indexOf(memory));
      return 0;
    }

    /** The engine writes the views themselves, as copies, which those of shared memory must not be. */
    override _writeHostObject(view: View): void {
      if (!isShared(view.buffer)) {
        this.writeUint32(COPIED);
        super._writeHostObject(view);
        return;
      }
      this.writeUint32(SHARED);
      this.writeUint32(VIEWS.findIndex(({ name }) => name === Reflect.get(view, Symbol.toStringTag)));
      for (const part of [this.#indexOf(view.buffer), view.byteOffset, view.length ?? view.byteLength]) {
        this.writeUint32(part);
      }
    }

    #indexOf(memory: SharedArrayBuffer): number {
      const known = this.memories.indexOf(memory);
      if (known >= 0) return known;
      if (!canShare()) throw new Error('here, shared memory reaches another thread by postMessage only');
      return this.memories.push(memory) - 1;
    }
  }

  class Reader extends engine.DefaultDeserializer {
    memories: readonly SharedArrayBuffer[] = [];

    override _readHostObject(): unknown {
      const kind = this.readUint32();
      if (kind === COPIED) return super._readHostObject();
      const Type = kind === SHARED ? VIEWS[this.readUint32()] : undefined;
      const memory = this.memories[this.readUint32()];
      if (memory === undefined) throw new Misfit('this is no structured clone');
      if (Type !== undefined) return new Type(memory, this.readUint32(), this.readUint32());
      this.readRawBytes(1); // the engine's own tag
      this.readUint32();
      return memory;
    }
  }

  return {
    write(value) {
      const writer = new Writer();
      writer.writeHeader();
      writer.writeValue(value);
      return { clone: writer.releaseBuffer(), memories: writer.memories };
    },
    read(clone, memories) {
      const reader = new Reader(clone);
      reader.memories = memories;
      reader.readHeader();
      return reader.readValue();
    },
  };
}
