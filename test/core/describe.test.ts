import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sleep } from 'reveille';
import { Semaphore } from 'reveille/lock';

test('an_argument_that_throws_when_it_is_looked_at_is_named_all_the_same', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const trap = Object.defineProperty({}, 'constructor', {
    get() {
      throw new Error('looked at');
    },
  });
  for (const value of [proxy, trap]) {
    assert.throws(() => sleep(value as never), /^TypeError: ms: .*an object that throws when it is looked at/);
    assert.throws(() => new Semaphore(value as never), /^TypeError: permits: .*an object that throws/);
  }
});
