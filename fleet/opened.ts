/** Connections that are open: an open one would keep the process from ending. */

/** What can be closed; more than once does no harm. */
interface Closable {
  close(): Promise<void>;
}

/** Every fleet that was opened and is not closed yet. */
export const OPENED: Set<Closable> = new Set<Closable>();

/** Closes every connection. */
export async function closeFleets(): Promise<void> {
  for (const fleet of OPENED) await fleet.close();
}
