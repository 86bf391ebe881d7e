/** ASYNC-9 to ASYNC-14: what CeAllocAsynchronousBuffer refuses, and how its results are read. */
export const ASYNCHRONOUS_FAILURE_CLAUSES = [
  {
    id: 'ASYNC-9',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1'],
    text: `A source with a byte that wraps around, lies past the limit or is unmapped gives
      E_ACCESSDENIED, whether an alias or a duplicate was due. A string whose measuring runs into
      one is no different. Shipped readings permit any FAILED code.`,
    obligations: [
      {
        id: 'ASYNC-9.wrapped',
        when: 'source + length wraps around 32 bits',
        then: 'E_ACCESSDENIED; in shipped readings any FAILED code',
      },
      {
        id: 'ASYNC-9.past-limit',
        when: "a byte of the source lies past the reading's limit",
        then: 'E_ACCESSDENIED; in shipped readings any FAILED code',
      },
      {
        id: 'ASYNC-9.unmapped',
        when: 'a byte of the source is unmapped',
        then: 'E_ACCESSDENIED; in shipped readings any FAILED code',
      },
      {
        id: 'ASYNC-9.measured',
        when: 'a size-0 string is measured into a wrapped, unmapped or out-of-limit byte',
        then: 'E_ACCESSDENIED; in shipped readings any FAILED code',
      },
    ],
  },
  {
    id: 'ASYNC-10',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1'],
    text: `A NULL source gives E_INVALIDARG, and so does a length of zero unless the descriptor is
      a string. The page names the source pSrcUnmarshalled here, a parameter that Alloc does not
      have: a slip.`,
    obligations: [
      { id: 'ASYNC-10.null-source', when: 'the source is NULL', then: 'E_INVALIDARG' },
      {
        id: 'ASYNC-10.zero-length',
        when: 'the length is zero and the descriptor is no string',
        then: 'E_INVALIDARG',
      },
    ],
  },
  {
    id: 'ASYNC-11',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1', 'facts'],
    text: `An allocation that fails gives E_OUTOFMEMORY, and the out-pointer is then what the
      reading says. The page's words on a pointer that CeFreeAsynchronousBuffer returns are a
      slip.`,
    obligations: [
      {
        id: 'ASYNC-11.no-memory',
        when: 'Alloc needs heap or address space and gets none',
        then: 'E_OUTOFMEMORY',
      },
      {
        id: 'ASYNC-11.out-pointer',
        when: 'Alloc returns FAILED and has an out-pointer',
        then: 'the out-pointer is NULL in documented readings, untouched in shipped ones',
      },
    ],
  },
  {
    id: 'ASYNC-12',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1'],
    text: 'A call that fails, or gets a NULL source, allocates nothing.',
    obligations: [
      {
        id: 'ASYNC-12.failed-call',
        when: 'Alloc returns FAILED',
        then: 'there is no new record, heap block, alias or uncached page',
      },
      {
        id: 'ASYNC-12.null-source',
        when: 'the source is NULL',
        then: 'there is no new record, heap block, alias or uncached page',
      },
    ],
  },
  {
    id: 'ASYNC-13',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S1'],
    text: `Alloc never raises an exception because of its source pointer: the access is guarded
      and an error comes back.`,
    obligations: [
      {
        id: 'ASYNC-13',
        when: 'an access to the source faults inside Alloc',
        then: 'Alloc returns a FAILED code',
        never: 'an exception in the server',
      },
    ],
  },
  {
    id: 'ASYNC-14',
    family: 'asynchronous',
    area: 'core',
    binds: 'driver',
    force: 'must',
    sources: ['S1'],
    text: 'A driver decides by SUCCEEDED or FAILED whether a call gave it anything.',
    proxy: 'a driver uses what a call would have given although that call returned FAILED',
    obligations: [
      {
        id: 'ASYNC-14',
        when: 'a call has returned FAILED',
        then: 'the driver does not use the result that the call did not give',
      },
    ],
  },
] as const;
