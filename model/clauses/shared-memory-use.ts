/** VM-7 to VM-13: how a shared block is used, and what stands behind it. */
export const SHARED_MEMORY_USE_CLAUSES = [
  {
    id: 'VM-7',
    family: 'shared-memory',
    area: 'vm',
    binds: 'driver',
    force: 'safe',
    sources: ['S4'],
    text: `What a driver shares with one caller it does not hand to another caller, overwrite for
      one or free for one.`,
    obligations: [
      {
        id: 'VM-7.handed-out',
        when: 'a mapping was made for one caller',
        then: 'its address is not given to another caller',
      },
      {
        id: 'VM-7.overwritten',
        when: 'a mapping was made for one caller',
        then: "another caller's request does not write to it",
      },
      {
        id: 'VM-7.freed',
        when: 'a mapping was made for one caller',
        then: "another caller's request does not release it",
      },
    ],
  },
  {
    id: 'VM-8',
    family: 'shared-memory',
    area: 'vm',
    binds: 'system',
    force: 'must',
    sources: ['S4'],
    text: `The shared block belongs to the kernel. A user process has no view of it but a mapping
      that VirtualCopyEx made.`,
    obligations: [
      {
        id: 'VM-8',
        when: "a user process has no mapping of the kernel's block",
        then: 'none of its accesses reaches the block',
      },
    ],
  },
  {
    id: 'VM-9',
    family: 'shared-memory',
    area: 'vm',
    binds: 'both',
    force: 'must',
    sources: ['facts'],
    text: `VirtualCopyEx treats a source with PAGE_PHYSICAL as a physical address shifted right by
      8 and shifts it back, modulo 2^32. So a driver that shifts sets PAGE_PHYSICAL, and one that
      sets it shifts.`,
    obligations: [
      {
        id: 'VM-9.shifted',
        when: 'VirtualCopyEx gets PAGE_PHYSICAL',
        then: 'the mapping names the physical address source << 8, modulo 2^32',
        binds: 'system',
      },
      {
        id: 'VM-9.unshifted',
        when: 'VirtualCopyEx gets no PAGE_PHYSICAL',
        then: 'the source is a virtual address of the source process',
        binds: 'system',
      },
      {
        id: 'VM-9.both-or-neither',
        when: 'a driver means a physical address',
        then: 'it shifts the address right by 8 and sets PAGE_PHYSICAL',
        never: 'the shift without the flag, the flag without the shift',
        binds: 'driver',
      },
    ],
  },
  {
    id: 'VM-10',
    family: 'shared-memory',
    area: 'vm',
    binds: 'system',
    force: 'must',
    sources: ['S4'],
    text: `What VirtualAllocEx reserves costs addresses and no memory. VirtualCopyEx maps physical
      memory too that the kernel does not know of.`,
    obligations: [
      {
        id: 'VM-10.no-memory',
        when: 'a range is reserved and nothing is committed in it',
        then: 'the amount of free physical memory stays as it was',
      },
      {
        id: 'VM-10.unknown-memory',
        when: 'VirtualCopyEx gets a physical range that the kernel does not manage',
        then: 'it maps that range',
      },
    ],
  },
  {
    id: 'VM-11',
    family: 'shared-memory',
    area: 'vm',
    binds: 'driver',
    force: 'must',
    sources: ['S4', 'S0'],
    text: `An address that was mapped for a caller means something in the caller's process only,
      and between VirtualCopyEx and VirtualFreeEx. The driver uses it on that caller's calling
      thread, never with NULL for a base. Interrupt threads need a view of the kernel instead.`,
    obligations: [
      {
        id: 'VM-11.own-process',
        when: "a driver uses the address of a mapping in a caller's process",
        then: 'the call that it serves comes from that process',
      },
      {
        id: 'VM-11.calling-thread',
        when: "a driver uses the address of a mapping in a caller's process",
        then: 'it does so on the thread that carries the call',
      },
      {
        id: 'VM-11.while-mapped',
        when: "a driver uses the address of a mapping in a caller's process",
        then: 'VirtualCopyEx has succeeded for it and VirtualFreeEx has not',
      },
      {
        id: 'VM-11.null-offset',
        when: 'a driver has no mapping',
        then: 'it adds no offset to NULL and uses no such address',
      },
      {
        id: 'VM-11.interrupt-thread',
        when: 'an interrupt thread needs the shared block',
        then: "it uses the kernel's view",
        never: "the mapping in a caller's process",
      },
    ],
  },
  {
    id: 'VM-12',
    family: 'shared-memory',
    area: 'vm',
    binds: 'driver',
    force: 'hazard',
    sources: ['S4', 'S3'],
    text: `Neither the shared block nor what the driver has noted about it is guarded by anything.
      WD-4 holds here as well: without an order between them, conflicting accesses race.`,
    obligations: [
      {
        id: 'VM-12.block',
        when: 'two threads access the shared block, one of them writing',
        then: 'something orders the two accesses',
      },
      {
        id: 'VM-12.record',
        when: "two calls access the driver's record of the block, one of them writing",
        then: 'something orders the two accesses',
      },
    ],
  },
  {
    id: 'VM-13',
    family: 'shared-memory',
    area: 'vm',
    binds: 'system',
    force: 'must',
    sources: ['S4'],
    text: `CE 6.0 and later have the three functions, and accept a process ID for a process.
      VirtualCopyEx names two processes, VirtualAllocEx one.`,
    obligations: [
      {
        id: 'VM-13.exist',
        when: 'the reading is of CE 6.0 or later',
        then: 'the three functions can be called',
      },
      {
        id: 'VM-13.process-id',
        when: 'one of the three functions gets the ID of a live process',
        then: 'it acts on that process',
      },
      {
        id: 'VM-13.two-processes',
        when: 'VirtualCopyEx gets different processes for source and destination',
        then: 'it reads the source address in the one and maps it in the other',
      },
    ],
  },
] as const;
