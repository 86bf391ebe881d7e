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
    text: "A user process sees the kernel's block through such a mapping and in no other way.",
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
    text: `With PAGE_PHYSICAL the system takes source << 8, modulo 2^32, as the physical address.
      A driver shifts the address and sets the flag: both or neither.`,
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
    text: `A reservation takes address space and no memory. Physical memory that the kernel does
      not know can be mapped too.`,
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
    text: `A mapping in a caller's process is used in that process only, on its calling thread,
      from the success of VirtualCopyEx to VirtualFreeEx. It is never used as NULL plus an offset,
      and never by an interrupt thread, which needs a view of the kernel.`,
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
    text: `Nothing synchronises the shared block, or the record that the driver keeps of it. As in
      WD-4, conflicting accesses that nothing orders are a data race.`,
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
    text: `The three functions exist from CE 6.0 on, and take a process ID as the process.
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
