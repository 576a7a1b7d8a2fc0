/** How often the innermost level is suspended and resumed before the chain is built anew. */
export const RESUMES = 10_000;
