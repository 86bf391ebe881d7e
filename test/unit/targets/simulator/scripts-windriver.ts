// Faults of WinDriver's DMA buffers and of the way to a Kernel PlugIn.
import type { More, Rig } from './rig.js';
import { type Script, script } from './script.js';

const LARGE = 0x1_0000;
const KERNEL_ADDRESS = 3;

function ask(rig: Rig, operation: Parameters<Rig['do']>[0], more: More = {}) {
  const answer = rig.do(operation, { thread: -1, process: 1, ...more });
  return { value: answer.value, pointer: answer.pointer };
}

function open(rig: Rig, more: More = {}): void {
  ask(rig, 'WD_Open', { mode: 600, ...more });
}

function lock(rig: Rig, more: More = {}): number {
  return ask(rig, 'WD_DMALock', { object: 1, size: LARGE, descriptor: 1, ...more }).pointer;
}

function kernelAddress(rig: Rig, more: More = {}): number {
  return ask(rig, 'WD_DMA', { object: 1, mode: KERNEL_ADDRESS, ...more }).pointer;
}

function hasHandle(rig: Rig, more: More = {}): void {
  ask(rig, 'WD_DMA', { object: 1, mode: 1, ...more });
}

/** A client with one lock: both of its addresses. */
function locked(rig: Rig, more: More = {}): { user: number; kernel: number } {
  open(rig);
  const user = lock(rig, more);
  return { user, kernel: kernelAddress(rig) };
}

export const FAULT_SCRIPTS_WINDRIVER: Readonly<Record<string, Script>> = {
  'lock-copies-for-user': script((rig) => {
    const { user, kernel } = locked(rig);
    rig.puts(user, 4, 0xee, 1);
    rig.read(kernel, 4, { thread: 0 });
  }),
  'lock-takes-comment-at-its-word': script((rig) => {
    rig.sees(locked(rig).user + 0x4000, 4, 1);
  }),
  'buffer-not-contiguous': script((rig) => {
    const { user } = locked(rig);
    rig.insides.push(String(rig.page(user + 0x1000, 1).frame - rig.page(user, 1).frame));
  }),
  'failed-lock-leaves-handle': script((rig) => {
    open(rig);
    lock(rig, { allocationFails: 1 });
    hasHandle(rig);
  }),
  'empty-lock-accepted': script((rig) => {
    open(rig);
    lock(rig, { size: 0 });
  }),
  'unlock-keeps-user-view': script((rig) => {
    const { user } = locked(rig);
    ask(rig, 'WD_DMAUnlock', { object: 1 });
    rig.sees(user, 4, 1);
  }),
  'unlock-keeps-kernel-view': script((rig) => {
    const { kernel } = locked(rig);
    ask(rig, 'WD_DMAUnlock', { object: 1 });
    rig.insides.push(String(rig.page(kernel, 0).present));
  }),
  'unlock-keeps-handle': script((rig) => {
    locked(rig);
    ask(rig, 'WD_DMAUnlock', { object: 1 });
    hasHandle(rig);
  }),
  'dma-kernel-view-open-to-user': script((rig) => {
    rig.sees(locked(rig).kernel, 4, 1);
  }),
  'old-lock-gives-kernel-address': script((rig) => {
    open(rig, { mode: 522 });
    lock(rig);
    kernelAddress(rig);
  }),
  'new-lock-needs-card-register': script((rig) => {
    locked(rig);
  }),
  'close-keeps-locks': script((rig) => {
    const { user } = locked(rig);
    ask(rig, 'WD_Close');
    rig.sees(user, 4, 1);
  }),
  'exit-keeps-locks': script((rig) => {
    const { kernel } = locked(rig);
    rig.exit(1);
    rig.insides.push(String(rig.page(kernel, 0).present));
  }),
  'kernel-only-map-ignored': script((rig) => {
    locked(rig, { descriptor: 0x11 });
  }),
  'foreign-handle-accepted': script((rig) => {
    open(rig);
    lock(rig, { process: 2, mode: 1 });
  }),
  'failed-plug-in-open-gives-handle': script((rig) => {
    ask(rig, 'WD_KernelPlugInOpen');
  }),
  'call-needs-no-plug-in': script((rig) => {
    open(rig);
    ask(rig, 'WD_KernelPlugInCall', { thread: 1 });
  }),
  'plug-in-data-dropped': script((rig) => {
    const { kernel } = locked(rig);
    ask(rig, 'WD_KernelPlugInOpen');
    ask(rig, 'WD_KernelPlugInCall', { thread: 1, source: kernel });
  }),
  'dma-buffer-not-cleared': script((rig) => {
    rig.sees(locked(rig).user, 4, 1);
  }),
  'allow-cache-maps-cached': script(
    (rig) => {
      const { user, kernel } = locked(rig, { descriptor: 9 });
      rig.read(kernel, 4, { thread: 0 });
      rig.puts(user, 4, 0xee, 1);
      rig.read(kernel, 4, { thread: 0 });
    },
    { reading: 'compact7-armv5' },
  ),
  'sync-clears-buffer': script((rig) => {
    const { user } = locked(rig);
    rig.puts(user, 4, 0xee, 1);
    ask(rig, 'WD_DMASyncIo', { object: 1 });
    rig.sees(user, 4, 1);
  }),
  'second-lock-shares-buffer': script((rig) => {
    const { user } = locked(rig);
    const other = lock(rig, { object: 2 });
    rig.puts(user, 4, 0xee, 1);
    rig.sees(other, 4, 1);
  }),
};

/** Faults of events and critical sections. */
export const FAULT_SCRIPTS_ORDERING: Readonly<Record<string, Script>> = {
  'event-stays-set': script((rig) => {
    rig.do('SetEvent', { thread: 0, object: 1 });
    rig.do('WaitForSingleObject', { thread: 0, object: 1 });
    rig.do('WaitForSingleObject', { thread: 0, object: 1 });
  }),
  'section-lets-two-in': script((rig) => {
    rig.do('EnterCriticalSection', { thread: 0, object: 1 });
    rig.do('EnterCriticalSection', { thread: -1, process: 1, object: 1 });
  }),
};
