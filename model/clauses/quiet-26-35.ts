/** QUIET-26 to QUIET-35: WinDriver, wrapper classes, interrupt threads, hosts, events. */
export const QUIET_26_35_CLAUSES = [
  {
    id: 'QUIET-26',
    family: 'quiet',
    area: 'windriver',
    binds: 'system',
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
      },
      {
        id: 'QUIET-26.exit-unlocks',
        when: 'a process exits with live locks',
        then: 'WinDriver unlocks them',
      },
      {
        id: 'QUIET-26.kernel-only-map',
        when: 'a lock succeeds with DMA_KERNEL_ONLY_MAP',
        then: 'pUserAddr is 0',
      },
      {
        id: 'QUIET-26.foreign-handle',
        when: 'a call gets an hWD that the process did not open',
        then: 'INVALID_WD_HANDLE, and nothing changes',
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
    text: `A MarshalledBuffer_t that opened its source and then failed in Alloc closes it again,
      gives the code that Alloc gave, and is empty.`,
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
    text: `An interrupt thread that calls Alloc is refused with E_ACCESSDENIED, except that it may
      succeed on memory of the server's own.`,
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
    text: "WinDriver's two views never disagree, whatever the reading, even with DMA_ALLOW_CACHE.",
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
    text: `In shipped readings a size-0 string is measured once more by Free. Alloc measures the
      source and Free the asynchronous buffer, and each decides by its own result.`,
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
    text: `A user-mode driver does not get the Read, Write and IOControl buffers themselves. The
      reflector gives it aliases, present during the call: of input to read, of output to read and
      write.`,
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
  {
    id: 'QUIET-35',
    family: 'quiet',
    area: 'drivers',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Events and critical sections are what threads order their accesses by. An event is set
      until one wait has come through; a critical section has one thread inside.`,
    obligations: [
      {
        id: 'QUIET-35.event',
        when: 'a thread waits for an event',
        then: 'it comes through once for each time that the event was set, and else not',
      },
      {
        id: 'QUIET-35.section',
        when: 'a thread tries to enter a critical section',
        then: 'it comes in exactly when no other is inside',
      },
    ],
  },
] as const;
