/**
 * What is wrong with the driver of S4, and how each of it shows. No schedule shows the rest: the
 * `return FALSE` that ends the default branch alone, a wide %s that prints a narrow string, a
 * virtual address that is called physical, and that an interrupt service thread could not use the
 * mapping, since the listing has none.
 */

import type { DocumentedDefect } from '../interface.js';

/** See drivers/samples/smd1.ts. */
export const SMD1_DEFECTS: readonly DocumentedDefect[] = [
  {
    id: 'reservation-left-when-the-copy-fails',
    text: 'VirtualCopyEx fails, and what VirtualAllocEx reserved is left behind.',
    shows: ['VM-6.after-failed-copy:ALLOC/VirtualAllocEx'],
  },
  {
    id: 'failed-alloc-reports-success',
    text: 'ALLOC gives TRUE and the address 0 where nothing was mapped.',
    shows: ['DRV-3.reports:ALLOC'],
  },
  {
    id: 'failed-free-reports-success',
    text: 'FREE looks neither at its state nor at what VirtualFreeEx gives, and reports success.',
    shows: ['DRV-3.reports:FREE'],
  },
  {
    id: 'one-global-for-every-caller',
    text: 'One gUserAddr serves every caller: each reads there what another wrote.',
    shows: [
      'DRV-1.per-caller:FILL/g.gUserAddr',
      'DRV-1.per-caller:FREE/g.gUserAddr',
      'DRV-1.per-call:FILL/g.gUserAddr',
      'DRV-1.per-call:FREE/g.gUserAddr',
    ],
  },
  {
    id: 'freed-in-whichever-process-calls',
    text: 'FREE passes the process that calls, not the one that the address is of.',
    shows: ['VM-7.freed:FREE/VirtualFreeEx'],
  },
  {
    id: 'fill-before-alloc',
    text: 'FILL without ALLOC writes at NULL plus its offset.',
    shows: ['VM-11.null-offset:FILL/write'],
  },
  {
    id: 'fill-in-whichever-process-calls',
    text: 'FILL from another process writes into the memory of that process.',
    shows: ['VM-11.own-process:FILL/write'],
  },
  {
    id: 'orphaned-by-a-second-alloc',
    text: 'A second ALLOC takes the place of the first, whose 32 MB nobody can release any more.',
    shows: ['VM-6.releases:ALLOC/VirtualAllocEx/orphaned'],
  },
  {
    id: 'not-released-with-the-handle',
    text: 'A handle that is closed without FREE leaves its mapping behind.',
    shows: ['VM-6.releases:ALLOC/VirtualAllocEx'],
  },
  {
    id: 'stale-after-exit',
    text: 'When the process has ended its address stays in gUserAddr, for the next one to use.',
    shows: ['VM-11.while-mapped:FILL/write'],
  },
  {
    id: 'output-pointer-untested',
    text: 'ALLOC writes *pOut without looking at pOut.',
    shows: ['DRV-4.pointer:ALLOC/write'],
  },
  {
    id: 'output-size-untested',
    text: 'ALLOC writes four bytes whatever dwOut says.',
    shows: ['DRV-4.size:ALLOC/write'],
  },
  {
    id: 'count-pointer-untested',
    text: 'ALLOC writes *pdwBytesWritten without looking at the pointer.',
    shows: ['DRV-4.count-pointer:ALLOC/write'],
  },
  {
    id: 'no-lock',
    text: 'Nothing orders accesses to gUserAddr and to the block.',
    shows: ['VM-12.record:g.gUserAddr', 'VM-12.block'],
  },
  {
    id: 'any-application-gets-the-block',
    text: 'The block that one application works with is mapped into the next that asks.',
    shows: ['VM-7.handed-out:ALLOC/VirtualCopyEx'],
  },
  {
    id: 'cached-and-uncached-views',
    text: "The kernel's view of the block is cached, that of the application is not.",
    shows: ['VM-4.mixed-views:ALLOC/VirtualCopyEx'],
  },
];
