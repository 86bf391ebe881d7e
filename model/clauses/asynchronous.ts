/** ASYNC-1 to ASYNC-8: what CeAllocAsynchronousBuffer gives, to whom and for how long. */
export const ASYNCHRONOUS_CALL_CLAUSES = [
  {
    id: 'ASYNC-1',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1'],
    text: `CeAllocAsynchronousBuffer takes a buffer that was marshalled for the call and marshals
      it anew, so that its use need not end with the call.`,
    obligations: [
      {
        id: 'ASYNC-1',
        when: 'Alloc gets a live marshalled source in a lawful call',
        then: 'S_OK and a pointer that gives the bytes of that source',
      },
    ],
  },
  {
    id: 'ASYNC-2',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S1'],
    text: `Alloc belongs to the call: the thread that carries the call makes it, and makes it
      before it returns.`,
    obligations: [
      {
        id: 'ASYNC-2.caller-thread',
        when: 'a driver calls Alloc',
        then: 'it does so on the thread that carries the call',
      },
      {
        id: 'ASYNC-2.before-return',
        when: 'the call that marshalled the source has returned',
        then: 'Alloc is not called on that source any more',
      },
    ],
  },
  {
    id: 'ASYNC-3',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S1'],
    text: `What Alloc allocated is freed by exactly one CeFreeAsynchronousBuffer. A Free that was
      refused because its values differ leaves that duty open.`,
    obligations: [
      { id: 'ASYNC-3.frees', when: 'Alloc succeeded', then: 'a Free for it follows' },
      {
        id: 'ASYNC-3.once',
        when: 'an asynchronous buffer was freed',
        then: 'it is not freed again',
      },
      {
        id: 'ASYNC-3.refused-free',
        when: 'a Free with other values than Alloc got returned FAILED',
        then: 'the duty to free that buffer still stands',
      },
    ],
  },
  {
    id: 'ASYNC-4',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1', 'facts'],
    text: `Until its Free, the server can use the pointer from Alloc: on other threads, after the
      call has returned, after the caller exited, and after the caller released the source.`,
    obligations: [
      {
        id: 'ASYNC-4.other-thread',
        when: 'another thread of the server uses the pointer before its Free',
        then: "the access works on the buffer's bytes",
      },
      {
        id: 'ASYNC-4.after-return',
        when: 'the pointer is used after the call has returned and before its Free',
        then: "the access works on the buffer's bytes",
      },
      {
        id: 'ASYNC-4.after-exit',
        when: 'the pointer is used after the caller exited and before its Free',
        then: "the access works on the buffer's bytes",
      },
      {
        id: 'ASYNC-4.after-release',
        when: 'the pointer is used after the caller released the source and before its Free',
        then: "the access works on the buffer's bytes",
      },
    ],
  },
  {
    id: 'ASYNC-5',
    family: 'asynchronous',
    area: 'core',
    binds: 'both',
    force: 'must',
    sources: ['S1', 'facts'],
    text: `For a string descriptor size 0 is allowed and makes the system measure through the
      terminator. Any other size includes the terminator, and the system takes it as given.`,
    obligations: [
      {
        id: 'ASYNC-5.measured',
        when: 'the descriptor is a string and the size is 0',
        then: 'the buffer runs from the source through its terminator',
        binds: 'system',
      },
      {
        id: 'ASYNC-5.as-given',
        when: 'the descriptor is a string and the size is not 0',
        then: 'the buffer has exactly that size, whatever its bytes are',
        binds: 'system',
      },
      {
        id: 'ASYNC-5.terminator',
        when: 'a driver passes a string with a size that is not 0',
        then: 'the size includes the terminator',
        binds: 'driver',
      },
    ],
  },
  {
    id: 'ASYNC-6',
    family: 'asynchronous',
    area: 'core',
    binds: 'both',
    force: 'must',
    sources: ['S1', 'facts'],
    text: `ARG_DW and undefined types are not valid descriptors: E_INVALIDARG. MARSHAL_FORCE_ALIAS
      is masked off before that test, so the flag alone is ARG_DW.`,
    proxy: 'the driver uses the out-pointer of a call that was refused for its descriptor',
    obligations: [
      {
        id: 'ASYNC-6.arg-dw',
        when: 'the descriptor is ARG_DW',
        then: 'E_INVALIDARG',
        binds: 'system',
      },
      {
        id: 'ASYNC-6.undefined',
        when: "the descriptor's type is undefined, with the flag or without",
        then: 'E_INVALIDARG',
        binds: 'system',
      },
      {
        id: 'ASYNC-6.flag-alone',
        when: 'the descriptor is MARSHAL_FORCE_ALIAS and nothing else',
        then: 'E_INVALIDARG',
        binds: 'system',
      },
      {
        id: 'ASYNC-6.names-type',
        when: 'a driver wants a buffer from Alloc',
        then: "it passes the buffer's real descriptor",
        never: 'counting on a buffer from a descriptor that has to be refused',
        binds: 'driver',
      },
    ],
  },
  {
    id: 'ASYNC-7',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S0', 'S1', 'S2'],
    text: `Whether Alloc makes an alias or a duplicate is what the reading says. It has a row of
      its own for sources that are copies already.`,
    obligations: [
      {
        id: 'ASYNC-7.as-reading',
        when: 'a kernel server calls Alloc on a source that neither Open nor a duplicate copied',
        then: 'it gets the alias or the duplicate that the reading names for size and flag',
      },
      {
        id: 'ASYNC-7.copied-source',
        when: 'the source is a copy that Open or CeAllocDuplicateBuffer made',
        then: 'it gets a new copy or the same pointer, whichever the reading permits',
        never: 'an alias',
      },
      {
        id: 'ASYNC-7.starts-as',
        when: 'Alloc makes a duplicate',
        then: "it starts with the source's bytes; an OUT duplicate starts as the reading says",
        never: 'bytes of another owner (DUP-4)',
      },
    ],
  },
  {
    id: 'ASYNC-8',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S2'],
    text: 'In a user-mode server Alloc never makes an alias, whether the flag is passed or not.',
    obligations: [
      {
        id: 'ASYNC-8.no-alias',
        when: 'a user-mode server calls Alloc without the flag',
        then: 'it gets a new copy or the same pointer',
        never: 'an alias',
      },
      {
        id: 'ASYNC-8.flag-ignored',
        when: 'a user-mode server calls Alloc with the flag',
        then: 'it gets what it would get without the flag',
        never: 'an alias',
      },
    ],
  },
] as const;
