// Clauses of the seven marshalling functions that no spec scenario shows, each with the reason.

/** By ID of the clause. */
export const UNSHOWN: Readonly<Record<string, string>> = {
  'ALIAS-10': 'says what a duplicate and an uncached alias cost; nothing can break it',
  'INV-RECOVER':
    'says that some way back exists from every state; one scenario shows one state, a search ' +
    'over the model shows all',
};

/** Obligations that no scenario shows although their clause has one. */
export const UNSHOWN_OBLIGATIONS: Readonly<Record<string, string>> = {
  'QUIET-17.host-records':
    'the model knows no exit of the host: `exit: {process: host}` is passed over',
  'QUIET-17.host-calls':
    'the model knows no exit of the host: `exit: {process: host}` is passed over',
  'QUIET-16.other-process': 'one server runs in a case, so that no other could free its buffers',
};
