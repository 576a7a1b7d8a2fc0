import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { shared } from 'reveille/channel';
import { type Codec, json, list, record, structured } from 'reveille/codec';
import { msgpack } from 'reveille/codec/msgpack';
import { createSyncFn } from 'reveille/synckit';
import { offload } from 'reveille/threads';
import { Folder, OURS } from '../synckit/faces.js';
import { moduleOf } from '../threads/folder.js';

const TEXT =
  '{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } }, "a": [{ "__proto__": { "polluted": 1 } }] }';
const hostile = (): object => JSON.parse(TEXT);

/** Own properties stay own ones, and nobody's prototype is another one than before. */
function unharmed(value: unknown): void {
  for (const part of [value, (value as { a?: unknown[] }).a?.[0]] as object[]) {
    assert.equal(Object.getPrototypeOf(part), Object.prototype);
    assert.equal(Reflect.get(part, 'polluted'), undefined);
  }
  assert.equal(Reflect.get({}, 'polluted'), undefined);
  assert.equal(
    Reflect.get(() => {}, 'polluted'),
    undefined,
  );
}

/** What the other thread says of itself. */
const CODE = `const state = () => [{}.polluted, (() => {}).polluted, [].polluted, Object.getPrototypeOf({}) === Object.prototype];
  export const echo = (value) => [value, state()];
  export function* each(value) { yield value; yield value; }
  export const fail = (value) => { throw Object.assign(new Error('no', { cause: value }), { value }); };
  export const back = async (give, value) => await give(value);`;

interface Module {
  echo(value: object): [value: object, state: unknown[]];
  each(value: object): Generator<object>;
  fail(value: object): never;
  back(give: (value: object) => object, value: object): Promise<object>;
}

test('calls_change_no_prototype_on_either_thread', async () => {
  using api = offload<Module>(moduleOf(CODE));
  const [value, state] = blockOn(api.echo(hostile()));
  unharmed(value);
  assert.deepEqual(value, hostile());
  assert.deepEqual(state, [undefined, undefined, undefined, true]);
  for await (const item of api.each(hostile())) unharmed(item);
  const same = (given: object): object => {
    unharmed(given);
    return given;
  };
  unharmed(await api.back(same, hostile()));
  const error = await api.fail(hostile()).then(null, (error) => error as Error & { value: unknown });
  assert.equal(Object.getPrototypeOf(error), Error.prototype);
  unharmed(error.value);
  unharmed(error.cause);
});

test('the_synckit_face_changes_none', () => {
  const folder = new Folder();
  const call = createSyncFn(folder.worker(OURS, 'runAsWorker((value) => [value, {}.polluted]);'));
  const [value, polluted] = call(hostile());
  unharmed(value);
  assert.equal(polluted, undefined);
});

const CODECS: Readonly<Record<string, Codec<object>>> = {
  json: json<object>(),
  structured: structured<object>(),
  msgpack: msgpack<object>(),
};
for (const [name, codec] of Object.entries(CODECS)) {
  test(`a_channel_changes_none: ${name}`, () => {
    const [tx, rx] = shared.bounded(4, codec);
    tx.trySend(hostile());
    const value = rx.tryRecv();
    unharmed(value);
  });
}

test('a_record_takes_no_prototype_for_a_field', () => {
  const layout = record({ a: list(record({ name: 'string' })) });
  const [tx, rx] = shared.bounded(4, layout);
  tx.trySend({ a: [{ name: '__proto__', ...hostile() }] });
  assert.deepEqual(rx.tryRecv(), { a: [{ name: '__proto__' }] });
  assert.throws(() => record(JSON.parse('{ "__proto__": "u8" }')), TypeError);
  assert.throws(() => record({ a: 'constructor' as 'u8' }), TypeError);
});
