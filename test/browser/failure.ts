/** What `action` fails with, at once or later, as `Name: message`. Errors lose their class on the way out of a page. */
export async function failure(action: () => unknown): Promise<string> {
  try {
    const value = await action();
    return `no error, but ${value}`;
  } catch (error) {
    return String(error);
  }
}
