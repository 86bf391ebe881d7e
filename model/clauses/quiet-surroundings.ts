/** QUIET-20 to QUIET-34: what the project decided around the marshalling calls. */
export const QUIET_SURROUNDINGS_CLAUSES = [
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
        when: 'a range in a user process would pass 0x40000000',
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
  {
    id: 'QUIET-26',
    family: 'quiet',
    area: 'windriver',
    binds: 'both',
    force: 'safe',
    sources: [],
    text: `When WD_Close or the exit of the process finds live locks, WinDriver unlocks them; that
      is reported as a breach of WD-7. KERNEL_ONLY_MAP gives pUserAddr 0 and a foreign hWD gives
      INVALID_WD_HANDLE. Locks without KERNEL_BUFFER_ALLOC come later.`,
    obligations: [
      {
        id: 'QUIET-26.close-unlocks',
        when: 'WD_Close gets a handle with live locks',
        then: 'WinDriver unlocks them',
        binds: 'system',
      },
      {
        id: 'QUIET-26.exit-unlocks',
        when: 'a process exits with live locks',
        then: 'WinDriver unlocks them',
        binds: 'system',
      },
      {
        id: 'QUIET-26.left-locked',
        when: 'a client closes WinDriver or exits',
        then: 'it has unlocked every buffer before',
        binds: 'driver',
      },
      {
        id: 'QUIET-26.kernel-only-map',
        when: 'a lock succeeds with DMA_KERNEL_ONLY_MAP',
        then: 'pUserAddr is 0',
        binds: 'system',
      },
      {
        id: 'QUIET-26.foreign-handle',
        when: 'a call gets an hWD that the process did not open',
        then: 'INVALID_WD_HANDLE, and nothing changes',
        binds: 'system',
      },
    ],
  },
  {
    id: 'QUIET-27',
    family: 'quiet',
    area: 'classes',
    binds: 'system',
    force: 'safe',
    sources: ['facts'],
    text: 'DuplicatedBuffer_t::Flush always gives 0x80070032.',
    obligations: [
      {
        id: 'QUIET-27',
        when: 'Flush is called on a DuplicatedBuffer_t, full or empty',
        then: '0x80070032, and nothing is written',
      },
    ],
  },
  {
    id: 'QUIET-28',
    family: 'quiet',
    area: 'classes',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A MarshalledBuffer_t whose Alloc fails closes what it opened, returns the code of Alloc
      and stays empty.`,
    obligations: [
      {
        id: 'QUIET-28.closes',
        when: 'the Alloc inside Marshal fails',
        then: 'what Marshal opened is closed',
      },
      {
        id: 'QUIET-28.code',
        when: 'the Alloc inside Marshal fails',
        then: "Marshal returns Alloc's code",
      },
      {
        id: 'QUIET-28.empty',
        when: 'the Alloc inside Marshal fails',
        then: 'ptr() gives NULL and size() gives 0',
      },
    ],
  },
  {
    id: 'QUIET-29',
    family: 'quiet',
    area: 'vm',
    binds: 'system',
    force: 'safe',
    sources: ['S4'],
    text: `The kernel maps 0x81F00000 to 0x83EFFFFF, where the block of S4 lies, statically, one
      to one and cached. This mapping is outside the reference counts.`,
    obligations: [
      {
        id: 'QUIET-29.mapped',
        when: 'the kernel accesses an address from 0x81F00000 to 0x83EFFFFF',
        then: 'it reaches, cached, the physical memory of the same number',
      },
      {
        id: 'QUIET-29.uncounted',
        when: 'mappings of that memory are made and released',
        then: 'the static mapping stays, and no count of references includes it',
      },
    ],
  },
  {
    id: 'QUIET-30',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Alloc from an interrupt thread gives E_ACCESSDENIED, or S_OK for a source that the
      server itself owns.`,
    obligations: [
      {
        id: 'QUIET-30.not-owned',
        when: 'an interrupt thread calls Alloc on memory of the caller',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-30.owned',
        when: 'an interrupt thread calls Alloc on a source that the server owns',
        then: 'S_OK or E_ACCESSDENIED',
      },
    ],
  },
  {
    id: 'QUIET-31',
    family: 'quiet',
    area: 'windriver',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: "WinDriver's two views are coherent in every reading, with DMA_ALLOW_CACHE too.",
    obligations: [
      {
        id: 'QUIET-31',
        when: "bytes are written through one of a lock's two views and read through the other",
        then: 'the bytes written are read, whatever the options and the cache',
      },
    ],
  },
  {
    id: 'QUIET-32',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `In shipped readings a size-0 string is judged twice: Alloc goes by the length that it
      measures at the source, Free by the length that it measures at the asynchronous buffer.`,
    obligations: [
      {
        id: 'QUIET-32.alloc',
        when: 'Alloc gets a size-0 string',
        then: 'the length measured at the source decides between copy and alias',
        readings: 'shipped',
      },
      {
        id: 'QUIET-32.free',
        when: 'Free gets a size-0 string',
        then: 'the length measured at the asynchronous buffer decides how it is released',
        readings: 'shipped',
      },
    ],
  },
  {
    id: 'QUIET-33',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Close and CeFreeDuplicateBuffer with other values are a hazard in shipped readings. It
      covers the record and its source and nothing else.`,
    obligations: [
      {
        id: 'QUIET-33.close',
        when: 'Close gets a live copy with other values than Open got',
        then: 'the result, the record and its source are open; all else stays as it was',
        readings: 'shipped',
      },
      {
        id: 'QUIET-33.free-duplicate',
        when: 'CeFreeDuplicateBuffer gets a live duplicate with other values',
        then: 'the result, the record and its source are open; all else stays as it was',
        readings: 'shipped',
      },
    ],
  },
  {
    id: 'QUIET-34',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `The reflector hands the Read, Write and IOControl buffers to a user-mode driver as
      aliases that live for the call: read-only for input, read-write for output.`,
    obligations: [
      {
        id: 'QUIET-34.for-the-call',
        when: 'a user-mode driver serves a Read, Write or IOControl call',
        then: 'its buffers are aliases in the host that appear with the call and go with it',
      },
      {
        id: 'QUIET-34.input',
        when: 'the driver writes to the alias of an input buffer',
        then: 'the write faults',
      },
      {
        id: 'QUIET-34.output',
        when: 'the driver writes to the alias of an output buffer',
        then: 'the caller sees the bytes written',
      },
    ],
  },
] as const;
