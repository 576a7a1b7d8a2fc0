/** The module that this thread loads just now because another one has offloaded it. */
export const loading: { module: string | null } = { module: null };
