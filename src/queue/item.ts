/** @throws TypeError when `value` is `undefined`, which `pop` answers when there is no item. */
export function checkItem(value: unknown): void {
  if (value === undefined) throw new TypeError('value: expected anything but undefined, which means "no item"');
}
