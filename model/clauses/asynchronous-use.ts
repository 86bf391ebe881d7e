/** ASYNC-15 to ASYNC-25: which sources may be used asynchronously, by whom and how. */
export const ASYNCHRONOUS_USE_CLAUSES = [
  {
    id: 'ASYNC-15',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1'],
    text: `In kernel mode, Alloc is not limited to what Open gave: parameters of the call itself,
      marshalled by the kernel, are as good.`,
    obligations: [
      {
        id: 'ASYNC-15',
        when: 'a kernel server calls Alloc inside the call on a parameter of that call',
        then: 'S_OK, as on a source that Open marshalled',
      },
    ],
  },
  {
    id: 'ASYNC-16',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S1'],
    text: `A driver that runs in user mode, now or perhaps one day, does not call Alloc on an API
      parameter. It declares the parameter ARG_DW, opens it with its real descriptor, and calls
      Alloc with that descriptor.`,
    obligations: [
      {
        id: 'ASYNC-16.not-on-parameter',
        when: 'a user-mode server, or a driver that may run as one, calls Alloc',
        then: 'the source is not an API parameter that the kernel marshalled',
      },
      {
        id: 'ASYNC-16.open-first',
        when: 'such a driver wants a parameter asynchronously',
        then: 'it opens the ARG_DW value and gives Alloc the descriptor that Open got',
      },
    ],
  },
  {
    id: 'ASYNC-17',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S1'],
    text: `ReadFile and WriteFile have fixed declarations, so their buffers can be used in user
      mode during the call only.`,
    obligations: [
      {
        id: 'ASYNC-17',
        when: "a user-mode server serves a Read or Write call's buffer",
        then: 'it neither calls Alloc on it nor uses it after the call has returned',
      },
    ],
  },
  {
    id: 'ASYNC-18',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1'],
    text: 'Alloc works on a buffer from CeAllocDuplicateBuffer, although none is needed there.',
    obligations: [
      {
        id: 'ASYNC-18',
        when: 'Alloc gets a live buffer that CeAllocDuplicateBuffer gave',
        then: "S_OK and a pointer that gives that buffer's bytes",
      },
    ],
  },
  {
    id: 'ASYNC-19',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S1'],
    text: `A duplicate with an asynchronous buffer on it is freed by CeFreeDuplicateBuffer only
      after that buffer was freed by CeFreeAsynchronousBuffer.`,
    obligations: [
      {
        id: 'ASYNC-19',
        when: 'an asynchronous buffer stands on a duplicate',
        then: 'CeFreeDuplicateBuffer is called after CeFreeAsynchronousBuffer',
      },
    ],
  },
  {
    id: 'ASYNC-20',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S0', 'S1'],
    text: `Free gets the source, size and descriptor that Alloc got, and comes before the Close of
      what it stands on.`,
    obligations: [
      { id: 'ASYNC-20.source', when: 'a driver calls Free', then: 'the source is what Alloc got' },
      { id: 'ASYNC-20.size', when: 'a driver calls Free', then: 'the size is what Alloc got' },
      {
        id: 'ASYNC-20.descriptor',
        when: 'a driver calls Free',
        then: 'the descriptor without the flag is what Alloc got (the flag: ALIAS-6)',
      },
      {
        id: 'ASYNC-20.before-close',
        when: 'an asynchronous buffer stands on what was opened',
        then: 'Free comes before Close',
      },
    ],
  },
  {
    id: 'ASYNC-21',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: ['hazard', 'safe'],
    sources: ['S1'],
    text: `A driver that breaks ASYNC-2, ASYNC-16 or ASYNC-23 is refused for bad arguments as
      usual (ASYNC-22). With good ones, Alloc may succeed or give E_ACCESSDENIED; for an interrupt
      thread QUIET-30 decides. After return such a pointer may fault or show old bytes, but none
      that the server may not see.`,
    obligations: [
      {
        id: 'ASYNC-21.checks-hold',
        when: 'Alloc is called against ASYNC-2, ASYNC-16 or ASYNC-23 with refusable arguments',
        then: 'the check that comes first in ASYNC-22 answers',
        force: 'safe',
      },
      {
        id: 'ASYNC-21.result',
        when: 'Alloc is called against ASYNC-2, ASYNC-16 or ASYNC-23 with plausible arguments',
        then: 'S_OK or E_ACCESSDENIED; from an interrupt thread as QUIET-30 says',
        force: 'hazard',
      },
      {
        id: 'ASYNC-21.use-after-return',
        when: 'the pointer from such a call is used after return',
        then: 'the access faults or gives stale bytes',
        force: 'hazard',
      },
      {
        id: 'ASYNC-21.no-foreign-bytes',
        when: 'the pointer from such a call is used after return',
        then: 'nothing of another owner is read or changed',
        never: 'bytes that the server has no right to',
        force: 'safe',
      },
    ],
  },
  {
    id: 'ASYNC-22',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Alloc has one order of checks, and the earliest failure answers. The order is: the
      out-pointer, the descriptor, a NULL source, a zero length, the address, the memory needed.`,
    obligations: [
      {
        id: 'ASYNC-22.out-pointer',
        when: 'the out-pointer is NULL',
        then: 'E_INVALIDARG, whatever else is wrong',
      },
      {
        id: 'ASYNC-22.descriptor',
        when: 'the out-pointer is good and the descriptor is not',
        then: 'the code of ASYNC-6, whatever else is wrong',
      },
      {
        id: 'ASYNC-22.null-source',
        when: 'the checks before pass and the source is NULL',
        then: 'the code of ASYNC-10 for a NULL source, whatever else is wrong',
      },
      {
        id: 'ASYNC-22.zero-length',
        when: 'the checks before pass and the length is zero without a string',
        then: 'the code of ASYNC-10 for zero length, whatever else is wrong',
      },
      {
        id: 'ASYNC-22.address',
        when: 'the checks before pass and the address is bad',
        then: 'the code of ASYNC-9, even where memory would not suffice',
      },
      {
        id: 'ASYNC-22.memory',
        when: 'all other checks pass and memory does not suffice',
        then: 'the code of ASYNC-11',
      },
    ],
  },
  {
    id: 'ASYNC-23',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S1'],
    text: `Alloc is given only what was marshalled for the server: an opened buffer, a duplicate
      from CeAllocDuplicateBuffer or, in kernel mode, a parameter of the call.`,
    obligations: [
      {
        id: 'ASYNC-23',
        when: 'a driver calls Alloc',
        then: 'the source lies in a live buffer that one of the three marshalled for it',
        never: "a raw pointer from the caller's data",
      },
    ],
  },
  {
    id: 'ASYNC-24',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'safe',
    sources: ['facts'],
    text: `An alias exposes whole pages. The server touches the buffer's own bytes all the same,
      from 0 to length - 1, and no others.`,
    obligations: [
      {
        id: 'ASYNC-24',
        when: 'the server accesses memory through a marshalled pointer',
        then: 'every byte touched lies in the buffer that was marshalled',
      },
    ],
  },
  {
    id: 'ASYNC-25',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S1', 'S2'],
    text: `The release of a buffer ends its pointer, whoever gave it: after Close, Free,
      CeFreeDuplicateBuffer, Unmarshal or the destruction of the wrapper object it is not used.`,
    obligations: [
      {
        id: 'ASYNC-25.after-close',
        when: 'what Open gave was closed',
        then: 'its pointer is not used',
      },
      {
        id: 'ASYNC-25.after-free',
        when: 'what Alloc gave, or an object that wraps it, was freed',
        then: 'its pointer is not used',
      },
      {
        id: 'ASYNC-25.after-free-duplicate',
        when: 'what CeAllocDuplicateBuffer gave, or an object that wraps it, was freed',
        then: 'its pointer is not used',
      },
      {
        id: 'ASYNC-25.after-unmarshal',
        when: 'a MarshalledBuffer_t was unmarshalled',
        then: 'the pointer that ptr() gave before is not used',
      },
      {
        id: 'ASYNC-25.after-destruction',
        when: 'a wrapper object was destroyed',
        then: 'the pointer that ptr() gave before is not used',
      },
    ],
  },
] as const;
