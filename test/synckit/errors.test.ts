import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FACES, Folder, OURS } from './faces.js';

const folder = new Folder();

function thrown(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  assert.fail('did not throw');
}

for (const { name, createSyncFn, worker } of FACES) {
  const call = createSyncFn(worker);

  test(`an_error_with_its_name_message_stack_and_fields ${name}`, () => {
    const error = thrown(() => call('throwOwn', 'mine')) as Error & { code: string; details: object };
    assert.ok(error instanceof Error);
    assert.deepEqual([error.name, error.message, error.code], ['OwnError', 'mine', 'E_OWN']);
    assert.deepEqual(error.details, { line: 3 });
    assert.match(error.stack ?? '', /throwOwn[\s\S]*deeds/);
  });

  test(`an_error_of_a_built_in_class_with_its_cause ${name}`, () => {
    const error = thrown(() => call('throwType'));
    assert.ok(error instanceof TypeError);
    assert.ok(error.cause instanceof RangeError);
    assert.equal(error.cause.message, 'inner');
  });

  test(`an_error_that_has_itself_as_a_field ${name}`, () => {
    const error = thrown(() => call('throwCircular')) as Error & { self: Error };
    assert.equal(error.self, error);
  });

  test(`values_that_are_no_errors_are_thrown_as_they_are ${name}`, () => {
    for (const value of ['text', 7, null, undefined, { a: 1 }]) {
      assert.deepEqual(
        thrown(() => call('throwValue', value)),
        value,
      );
    }
  });

  test(`an_argument_that_cannot_be_cloned ${name}`, () => {
    assert.throws(() => call('echo', () => {}), /clone|sent/);
    assert.equal(call('echo', 'still there'), 'still there');
  });
}

test('an_answer_that_cannot_be_cloned_is_an_error_of_its_own_call', () => {
  const call = OURS.createSyncFn(folder.worker(OURS));
  assert.ok(thrown(() => call('answerFunction')) instanceof Error);
  assert.equal(call('echo', 1), 1);
});

// synckit's worker is lost for all later calls then
test('an_error_with_a_field_that_cannot_be_cloned_is_an_error_of_its_own_call', () => {
  const call = OURS.createSyncFn(folder.worker(OURS));
  assert.ok(thrown(() => call('throwWithFunction')) instanceof Error);
  assert.equal(call('echo', 1), 1);
});
