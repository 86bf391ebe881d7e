/** QUIET-17 to QUIET-25: decisions on exits, addresses and virtual memory. */
export const QUIET_17_25_CLAUSES = [
  {
    id: 'QUIET-17',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `When the caller exits inside a call, the call goes on and returns, and only what does
      not need the dead process works. When the host of a user-mode server exits, its records go
      without write-back and its calls end.`,
    obligations: [
      {
        id: 'QUIET-17.call-goes-on',
        when: 'the caller exits inside a call',
        then: 'the call goes on and returns',
      },
      {
        id: 'QUIET-17.direct-faults',
        when: 'the direct pointer of that call is used after the exit',
        then: 'the access faults',
      },
      {
        id: 'QUIET-17.open',
        when: "Open is called on the dead caller's memory",
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-17.alloc-direct',
        when: 'Alloc is called on a direct pointer of that call',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-17.alloc-held',
        when: 'Alloc is called on what was copied, or aliased by Open, before the exit',
        then: 'it works as before',
      },
      {
        id: 'QUIET-17.host-records',
        when: 'the host of a user-mode server exits',
        then: 'its records are released without write-back',
      },
      {
        id: 'QUIET-17.host-calls',
        when: 'the host of a user-mode server exits',
        then: 'the calls that it was serving end',
      },
    ],
  },
  {
    id: 'QUIET-18',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: ['facts'],
    text: `The address of an alias agrees with that of its source in the page offset at least; in
      shipped readings, in the low 16 bits.`,
    obligations: [
      {
        id: 'QUIET-18.page-offset',
        when: 'Alloc gives an alias',
        then: 'its low 12 bits are those of the source',
      },
      {
        id: 'QUIET-18.low-16-bits',
        when: 'Alloc gives an alias',
        then: 'its low 16 bits are those of the source',
        readings: 'shipped',
      },
    ],
  },
  {
    id: 'QUIET-19',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Alloc on kernel memory that is no copy works as on any source if the caller is the
      kernel; for a user caller it gives E_ACCESSDENIED. An alias from Alloc is refused as a
      source, one from Open is taken like the caller's own pages.`,
    obligations: [
      {
        id: 'QUIET-19.kernel-caller',
        when: 'Alloc gets kernel memory that is no copy in a call from the kernel',
        then: 'it works as on any source',
      },
      {
        id: 'QUIET-19.user-caller',
        when: 'Alloc gets kernel memory that is no copy in a call from a user process',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-19.alloc-alias',
        when: 'the source is an alias that Alloc made',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-19.open-alias',
        when: 'the source is an alias that Open gave',
        then: "it is taken as the caller's own pages",
      },
    ],
  },
  {
    id: 'QUIET-20',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `VirtualAllocEx allocates for a user process below 0x40000000. Overlap with a live
      reservation, and a commit at a given address outside one, give ERROR_INVALID_PARAMETER; a
      commit at address 0 reserves too.`,
    obligations: [
      {
        id: 'QUIET-20.limit',
        when: 'a range at a given address in a user process passes 0x40000000',
        then: 'NULL and ERROR_INVALID_PARAMETER',
      },
      {
        id: 'QUIET-20.overlap',
        when: 'a reservation would overlap a live one of that process',
        then: 'NULL and ERROR_INVALID_PARAMETER',
      },
      {
        id: 'QUIET-20.commit-outside',
        when: 'a commit names an address outside every reservation of that process',
        then: 'NULL and ERROR_INVALID_PARAMETER',
      },
      {
        id: 'QUIET-20.commit-reserves',
        when: 'a commit names address 0',
        then: 'a new range is reserved and committed',
      },
    ],
  },
  {
    id: 'QUIET-21',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `VirtualCopyEx gives FALSE with ERROR_INVALID_PARAMETER and maps nothing when the source
      is unmapped, the destination is occupied, or a physical range runs past 4 GB after the shift
      modulo 2^32.`,
    obligations: [
      {
        id: 'QUIET-21.unmapped-source',
        when: 'a page of a virtual source is unmapped',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
      {
        id: 'QUIET-21.occupied',
        when: 'a page of the destination is mapped already',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
      {
        id: 'QUIET-21.past-4-gb',
        when: 'a physical range runs past 4 GB, reckoned after the shift modulo 2^32',
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
    ],
  },
  {
    id: 'QUIET-22',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `VirtualCopyEx from user mode, and another process's handle used there, give FALSE with
      ERROR_ACCESS_DENIED. A process that has exited gives ERROR_INVALID_HANDLE.`,
    obligations: [
      {
        id: 'QUIET-22.user-mode',
        when: 'code in user mode calls VirtualCopyEx',
        then: 'FALSE and ERROR_ACCESS_DENIED, and nothing is mapped',
      },
      {
        id: 'QUIET-22.other-process',
        when: 'code in user mode names another process to one of the three functions',
        then: 'failure and ERROR_ACCESS_DENIED, and nothing changes',
      },
      {
        id: 'QUIET-22.exited',
        when: 'a process named has exited',
        then: 'failure and ERROR_INVALID_HANDLE, and nothing changes',
      },
    ],
  },
  {
    id: 'QUIET-23',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `VirtualFree and VirtualFreeEx give FALSE on an alias that Alloc made and release
      nothing. VirtualProtect exists as an operation.`,
    obligations: [
      {
        id: 'QUIET-23.virtual-free',
        when: 'VirtualFree gets an alias that Alloc made',
        then: 'FALSE, and nothing is released',
      },
      {
        id: 'QUIET-23.virtual-free-ex',
        when: 'VirtualFreeEx gets an alias that Alloc made',
        then: 'FALSE, and nothing is released',
      },
      {
        id: 'QUIET-23.virtual-protect',
        when: 'VirtualProtect gets committed pages of the calling process',
        then: 'later accesses by that process follow the new protection',
      },
    ],
  },
  {
    id: 'QUIET-24',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A physical source loses its low 8 bits. The destination's page offset equals that of
      source << 8.`,
    obligations: [
      {
        id: 'QUIET-24.low-bits',
        when: 'a physical address that is no multiple of 256 is shifted and mapped',
        then: 'the mapping names the address with its low 8 bits cleared',
      },
      {
        id: 'QUIET-24.page-offset',
        when: "the destination's page offset differs from that of source << 8",
        then: 'FALSE and ERROR_INVALID_PARAMETER, and nothing is mapped',
      },
    ],
  },
  {
    id: 'QUIET-25',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: 'The first access to a page with PAGE_GUARD faults and clears the guard.',
    obligations: [
      {
        id: 'QUIET-25.first-access',
        when: 'a guarded page is accessed for the first time',
        then: 'the access faults',
      },
      {
        id: 'QUIET-25.cleared',
        when: 'a guarded page is accessed once more',
        then: 'the access follows the remaining protection',
      },
    ],
  },
] as const;
