/** Who drives: what its driver may do. Applications are free in all three. */
export const CLIENTS = ['application-only', 'lawful', 'misusing'] as const;
/** One of {@link CLIENTS}. */
export type Client = (typeof CLIENTS)[number];
