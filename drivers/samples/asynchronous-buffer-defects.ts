/** What is wrong with the driver that uses AsynchronousBuffer_t, and how each of it shows. */

import type { DocumentedDefect } from '../interface.js';

/** See drivers/samples/asynchronous-buffer-ist.ts. */
export const ASYNCHRONOUS_BUFFER_DEFECTS: readonly DocumentedDefect[] = [
  {
    id: 'constructor-result-unread',
    text: 'The constructor gives no HRESULT; ptr() of an object that failed is NULL, and is used.',
    shows: ['CLASS-2.tests-pointer:ist/write', 'DRV-3.reports:CAPTURE'],
  },
  {
    id: 'freed-while-the-thread-writes',
    text: 'The thread signals before it is done, so the destructor frees what it writes to.',
    shows: ['ASYNC-25.after-destruction:ist/write', 'wrong-bytes:frame'],
  },
  {
    id: 'one-object-for-every-call',
    text: 'One pointer and one event serve every call: a second call takes the place of the first.',
    shows: [
      'race:g.pBuffer',
      'never-returns:CAPTURE',
      'SPACE-5.marshals:ist/write',
      'ASYNC-25.after-free:ist/write',
    ],
  },
];
