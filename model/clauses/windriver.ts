/** WD: a DMA buffer that a user-mode program and its Kernel PlugIn share. */
export const WINDRIVER_CLAUSES = [
  {
    id: 'WD-1',
    family: 'windriver',
    area: 'windriver',
    binds: 'system',
    force: 'must',
    sources: ['S3', 'facts'],
    text: `WD_DMALock with DMA_KERNEL_BUFFER_ALLOC allocates a single contiguous buffer that has
      two addresses, one for user mode and one for kernel mode. On failure hDma is 0.`,
    obligations: [
      {
        id: 'WD-1.contiguous',
        when: 'a lock with DMA_KERNEL_BUFFER_ALLOC succeeds',
        then: 'its pages are physically contiguous',
      },
      {
        id: 'WD-1.two-addresses',
        when: 'a lock with DMA_KERNEL_BUFFER_ALLOC succeeds',
        then: 'hDma is not 0, and there are a user-mode and, as WD-6 says, a kernel-mode address',
      },
      {
        id: 'WD-1.failure',
        when: 'a lock fails',
        then: 'hDma is 0 and nothing is allocated',
      },
      {
        id: 'WD-1.unlock',
        when: 'WD_DMAUnlock gets a live lock',
        then: 'both addresses are unmapped and the buffer is released',
      },
    ],
  },
  {
    id: 'WD-2',
    family: 'windriver',
    area: 'windriver',
    binds: 'system',
    force: 'must',
    sources: ['S3'],
    text: 'User mode that touches the kernel-mode address gets a protection violation.',
    obligations: [
      {
        id: 'WD-2',
        when: 'code in user mode accesses the kernel-mode address',
        then: 'the access faults',
      },
    ],
  },
  {
    id: 'WD-3',
    family: 'windriver',
    area: 'windriver',
    binds: 'system',
    force: 'must',
    sources: ['S3'],
    text: `Both addresses lead to one memory: what the program writes the plug-in reads, and the
      other way round.`,
    obligations: [
      {
        id: 'WD-3.user-write',
        when: 'the program writes through the user-mode address',
        then: 'the plug-in reads the bytes written through the kernel-mode address',
      },
      {
        id: 'WD-3.kernel-write',
        when: 'the plug-in writes through the kernel-mode address',
        then: 'the program reads the bytes written through the user-mode address',
      },
    ],
  },
  {
    id: 'WD-4',
    family: 'windriver',
    area: 'windriver',
    binds: 'driver',
    force: 'hazard',
    sources: ['S3'],
    text: `WinDriver leaves it to program and plug-in to take turns. Conflicting accesses without
      an order between them race.`,
    obligations: [
      {
        id: 'WD-4',
        when: 'program and plug-in access the same bytes, one of them writing',
        then: 'something orders the two accesses',
      },
    ],
  },
  {
    id: 'WD-5',
    family: 'windriver',
    area: 'windriver',
    binds: 'driver',
    force: 'must',
    sources: ['S3', 'facts'],
    text: `The plug-in is told the kernel-mode address through Open or Call, and keeps it for that
      client no longer than until WD_DMAUnlock. It works with that address whatever the context,
      since pUserAddr means nothing outside its own process.`,
    obligations: [
      {
        id: 'WD-5.learns',
        when: 'the plug-in uses a kernel-mode address',
        then: 'the client passed it by WD_KernelPlugInOpen or WD_KernelPlugInCall',
      },
      {
        id: 'WD-5.delivers',
        when: 'WD_KernelPlugInOpen or WD_KernelPlugInCall succeeds',
        then: 'the plug-in gets pData as the client passed it',
        binds: 'system',
      },
      {
        id: 'WD-5.per-client',
        when: 'more than one client has passed an address',
        then: 'the plug-in uses for each client the address of that client',
      },
      {
        id: 'WD-5.until-unlock',
        when: 'a buffer was unlocked',
        then: 'the plug-in does not use its address any more',
      },
      {
        id: 'WD-5.never-user-address',
        when: 'the plug-in accesses the buffer in any context',
        then: 'it uses the kernel-mode address',
        never: 'pUserAddr',
      },
    ],
  },
  {
    id: 'WD-6',
    family: 'windriver',
    area: 'windriver',
    binds: 'system',
    force: 'must',
    sources: ['S3'],
    text: `Up to version 5.2.2 the kernel mapping comes from WD_CardRegister, from 6.0.0 on from
      WD_DMALock. For versions between them nothing is stated. The version is a parameter of the
      platform.`,
    obligations: [
      {
        id: 'WD-6.card-register',
        when: 'the version is 5.2.2 or below',
        then: 'WD_CardRegister gives the kernel-mode address',
      },
      {
        id: 'WD-6.lock',
        when: 'the version is 6.0.0 or above',
        then: 'WD_DMALock gives the kernel-mode address',
      },
      {
        id: 'WD-6.between',
        when: 'the version lies between 5.2.2 and 6.0.0',
        then: 'either call may give the kernel-mode address',
      },
    ],
  },
  {
    id: 'WD-7',
    family: 'windriver',
    area: 'windriver',
    binds: 'driver',
    force: 'must',
    sources: ['S3', 'facts'],
    text: 'Handles are tested before use, and in the end everything is unlocked and closed.',
    obligations: [
      {
        id: 'WD-7.tests-handles',
        when: 'a call returned a handle',
        then: 'the client uses it, and what came with it, only if it is valid',
      },
      {
        id: 'WD-7.unlocks',
        when: 'a lock succeeded',
        then: 'the client unlocks it before it closes WinDriver or exits',
      },
      {
        id: 'WD-7.closes',
        when: 'WinDriver or the plug-in was opened',
        then: 'the client closes it before it exits',
      },
      {
        id: 'WD-7.gives-handle',
        when: 'WD_Open or WD_KernelPlugInOpen succeeds, and until its close',
        then: 'the handle is not 0, and the calls that need it take it',
        binds: 'system',
      },
      {
        id: 'WD-7.null-handle',
        when: 'WD_KernelPlugInOpen fails',
        then: 'hKernelPlugIn is 0',
        binds: 'system',
      },
      {
        id: 'WD-7.bad-handle',
        when: 'a call gets a handle of a lock or plug-in that is not live',
        then: 'an error status, and nothing changes',
        binds: 'system',
      },
    ],
  },
  {
    id: 'WD-8',
    family: 'windriver',
    area: 'windriver',
    binds: 'system',
    force: 'must',
    sources: ['S3'],
    text: '0x10000 bytes are 64 KB, although the comment in the sample says 16K.',
    obligations: [
      {
        id: 'WD-8',
        when: 'a lock asks for 0x10000 bytes and succeeds',
        then: 'all of 65 536 bytes can be used through both addresses',
      },
    ],
  },
  {
    id: 'WD-9',
    family: 'windriver',
    area: 'windriver',
    binds: 'driver',
    force: 'hazard',
    sources: ['S3'],
    text: `Client and plug-in have to agree on what pData is. In S3 they do not: the text speaks
      of a structure with the address in it, the code passes the address itself.`,
    obligations: [
      {
        id: 'WD-9',
        when: 'the plug-in takes the kernel-mode address from pData',
        then: 'it reads pData as the client meant it, structure or address',
      },
    ],
  },
  {
    id: 'WD-10',
    family: 'windriver',
    area: 'windriver',
    binds: 'driver',
    force: 'advice',
    sources: ['S3'],
    text: `A new client is better written with the high-level WDC functions than with the
      low-level calls.`,
    proxy: 'a low-level call stands for a breach; the WDC calls themselves are not modelled',
    obligations: [
      {
        id: 'WD-10',
        when: 'a new client is written for a recent WinDriver',
        then: 'it calls the WDC API',
      },
    ],
  },
] as const;
