/** What threads of a driver wait for. */

/** An event or a critical section. */
export interface SyncObject {
  readonly name: string;
  readonly number: number;
  readonly kind: 'event' | 'section';
  /** Stays signalled until it is reset (an event made with bManualReset). */
  readonly manual: boolean;
  signalled: boolean;
  /** Thread that is inside a section, and how often; −1 for none. */
  owner: number;
  depth: number;
}
