/**
 * What is wrong with the sample of S3, and how each of it shows. No schedule shows the rest: a
 * comment that calls 64 KB 16K, that return codes are ignored where the handle tells as much, and
 * that new code would use the WDC functions.
 */

import type { Application, ClientStep, DocumentedDefect, Workload } from '../interface.js';

function program(name: string, ...more: ClientStep[]): Application {
  return { buffers: {}, threads: { main: [{ do: 'run', program: name }, ...more] } };
}

/** The program of the listing: alone, twice, on an old version, without memory, and at its end. */
export const KERNEL_PLUG_IN_WORKLOADS: readonly Workload[] = [
  { name: 'sample', applications: [program('shares')] },
  { name: 'two-clients', applications: [program('fills'), program('tells')] },
  { name: 'version-5.2.2', applications: [program('sharesBefore6')] },
  { name: 'no-memory', applications: [program('shares')], lowMemory: true, disturbed: true },
  { name: 'exit', applications: [program('shares', { do: 'exit' })], disturbed: true },
];

/** See drivers/samples/kernel-plug-in.ts. */
export const KERNEL_PLUG_IN_DEFECTS: readonly DocumentedDefect[] = [
  {
    id: 'never-unlocked',
    text: 'The buffer is never unlocked.',
    shows: ['WD-7.unlocks:app1/main/WD_DMALock', 'WD-7.unlocks:app2/main/WD_DMALock'],
  },
  {
    id: 'never-closed',
    text: 'Neither the handle of WinDriver nor that of the plug-in is closed.',
    shows: [
      'WD-7.closes:app1/main/WD_Open',
      'WD-7.closes:app2/main/WD_Open',
      'WD-7.closes:exit/exit',
    ],
  },
  {
    id: 'goes-on-without-a-buffer',
    text: 'hDma is tested, and the program goes on with a pUserAddr of 0.',
    shows: ['WD-7.tests-handles:app1/main/read'],
  },
  {
    id: 'goes-on-without-a-plug-in',
    text: 'hKernelPlugIn is tested, and the program calls the plug-in with it all the same.',
    shows: [
      'WD-7.tests-handles:SET_ADDRESS/WD_KernelPlugInCall',
      'WD-7.tests-handles:FILL/WD_KernelPlugInCall',
    ],
  },
  {
    id: 'no-address-before-version-6',
    text: 'cardReg is declared and not registered: up to 5.2.2 the plug-in is told the address 0.',
    shows: ['SPACE-5.marshals:FILL/write'],
  },
  {
    id: 'one-global-for-every-client',
    text: 'One global of the plug-in serves every client: each call uses what the last one told.',
    shows: [
      'WD-5.per-client:FILL/write',
      'DRV-1.per-caller:FILL/g.pKernelAddr',
      'DRV-1.per-call:FILL/g.pKernelAddr',
    ],
  },
  {
    id: 'used-after-the-client-has-gone',
    text: 'The plug-in keeps the address when WinDriver has unlocked the buffer of a dead client.',
    shows: ['WD-5.until-unlock:interruptThread/write'],
  },
  {
    id: 'not-synchronised',
    text: 'Nothing orders the program and the thread of the plug-in, in buffer and global.',
    shows: ['WD-4:app1/main+interruptThread', 'race:g.pKernelAddr'],
  },
];
