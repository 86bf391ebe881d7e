/** What is wrong with a camera driver in the manner of S4, and how each of it shows. */

import type { DocumentedDefect } from '../interface.js';

/** See drivers/samples/camera.ts. */
export const CAMERA_DEFECTS: readonly DocumentedDefect[] = [
  {
    id: 'nothing-tells-of-a-frame',
    text: 'The application has to ask now and then, and so begins too late for its 28 ms.',
    shows: ['late:work on a frame'],
  },
  {
    id: 'cached-and-uncached-views',
    text: 'The thread stores through a cached view, the application looks past the cache.',
    shows: ['VM-4.mixed-views:MAP/VirtualCopyEx', 'wrong-bytes:the frame'],
  },
  {
    id: 'no-lock',
    text: 'Nothing orders storing a frame and looking at it, nor their count.',
    shows: ['VM-12.block:app1/main+ist', 'VM-12.record:g.nFrames'],
  },
  {
    id: 'one-global-for-every-caller',
    text: 'One gUserAddr serves every call, and what VirtualFreeEx makes of it is not looked at.',
    shows: ['DRV-1.per-call:UNMAP/g.gUserAddr', 'DRV-3.reports:UNMAP'],
  },
];
