/** What is wrong with the sample of S0, and how each of it shows. */

import type { DocumentedDefect } from '../interface.js';

/** See drivers/samples/compact7-asynchronous.ts. */
export const COMPACT7_DEFECTS: readonly DocumentedDefect[] = [
  {
    id: 'size-fetched-twice-before-alloc',
    text: 'Open and Alloc each read dwSize from the caller, who may have changed it between them.',
    shows: [
      'ALIAS-9:RUN/read',
      'ALIAS-9:START/read',
      'ASYNC-23:RUN/CeAllocAsynchronousBuffer',
      'ASYNC-23:START/CeAllocAsynchronousBuffer',
    ],
  },
  {
    id: 'size-fetched-again-at-free',
    text: 'Free gets pInput->dwSize as it is by then, not the size that Alloc got.',
    shows: [
      'ASYNC-20.size:RUN/CeFreeAsynchronousBuffer',
      'ASYNC-3.refused-free:RUN/CeAllocAsynchronousBuffer',
    ],
  },
  {
    id: 'input-used-by-the-interrupt-thread',
    text: 'The interrupt service thread reads pInput, a pointer of another call.',
    shows: [
      'SPACE-4.after-return:ist/read',
      'SPACE-4.interrupt-thread:ist/read',
      'ASYNC-3.frees:START/CeAllocAsynchronousBuffer',
    ],
  },
  {
    id: 'globals-overwritten-by-a-second-request',
    text: 'g_pMarshaled and g_pMappedEmbedded hold one request; a second takes its place.',
    shows: [
      'DRV-1.per-caller:RUN/g.pMarshaled',
      'DRV-1.per-caller:RUN/g.pMappedEmbedded',
      'DRV-1.per-caller:START/g.pMappedEmbedded',
      'ASYNC-25.after-free:RUN/read',
      'ASYNC-25.after-free:ist/read',
      'ASYNC-3.once:RUN/CeFreeAsynchronousBuffer',
      'fails:RUN',
      'race:g.',
    ],
  },
  {
    id: 'close-is-only-a-comment',
    text: 'CeCloseCallerBuffer stands in a comment: what Open gave is never closed.',
    shows: [
      'CLOSE-4.closes:RUN/CeOpenCallerBuffer',
      'CLOSE-4.closes:START/CeOpenCallerBuffer',
      'CLOSE-4.before-return:RUN/return',
      'CLOSE-4.before-return:START/return',
    ],
  },
  {
    id: 'nothing-released-when-the-caller-goes',
    text: 'When the caller exits in RUN, the read of dwSize for Free faults, and Free never comes.',
    shows: ['ASYNC-3.frees:RUN/CeAllocAsynchronousBuffer'],
  },
];
