/** CLASS: the three wrapper classes of marshal.hpp. */
export const WRAPPER_CLASS_CLAUSES = [
  {
    id: 'CLASS-1',
    family: 'wrapper-classes',
    area: 'classes',
    binds: 'both',
    force: 'must',
    sources: ['S2'],
    text: `AsynchronousBuffer_t wraps CeAllocAsynchronousBuffer and CeFreeAsynchronousBuffer. It
      is for kernel mode only, and for pointers that are checked or marshalled already.`,
    obligations: [
      {
        id: 'CLASS-1.wraps',
        when: 'an AsynchronousBuffer_t allocates or frees',
        then: 'it does what Alloc or Free does with the same values',
        binds: 'system',
      },
      {
        id: 'CLASS-1.kernel-mode',
        when: 'a driver runs in user mode, or may ever run there',
        then: 'it does not use AsynchronousBuffer_t',
        binds: 'driver',
      },
      {
        id: 'CLASS-1.checked-pointer',
        when: 'a driver gives a pointer to an AsynchronousBuffer_t',
        then: 'the pointer was access-checked or marshalled before',
        binds: 'driver',
      },
    ],
  },
  {
    id: 'CLASS-2',
    family: 'wrapper-classes',
    area: 'classes',
    binds: 'both',
    force: 'must',
    sources: ['S2'],
    text: `An object allocates in a constructor with a PVOID or PCVOID source, or in Allocate. It
      releases in Free or its destructor, but not in both. Only the methods return an HRESULT; a
      failed constructor shows in an object that is empty.`,
    obligations: [
      {
        id: 'CLASS-2.constructor',
        when: 'an object is constructed from a source, PVOID or PCVOID',
        then: 'it allocates as Allocate would, and is full where that succeeds',
        binds: 'system',
      },
      {
        id: 'CLASS-2.allocate',
        when: 'Allocate is called on an empty object',
        then: 'it allocates, returns the HRESULT, and on success the object is full',
        binds: 'system',
      },
      {
        id: 'CLASS-2.free',
        when: 'Free is called on a full object',
        then: 'it releases the buffer, returns the HRESULT, and the object is empty',
        binds: 'system',
      },
      {
        id: 'CLASS-2.destructor',
        when: 'a full object is destroyed',
        then: 'its buffer is released',
        binds: 'system',
      },
      {
        id: 'CLASS-2.once',
        when: 'an empty object is destroyed, after a Free for instance',
        then: 'nothing is released',
        binds: 'system',
      },
      {
        id: 'CLASS-2.failed-constructor',
        when: 'the allocation inside a constructor fails',
        then: 'the object is empty',
        binds: 'system',
      },
      {
        id: 'CLASS-2.tests-pointer',
        when: 'an object was constructed from a source',
        then: 'the driver tests ptr() before it uses the buffer, for there is no HRESULT',
        binds: 'driver',
      },
    ],
  },
  {
    id: 'CLASS-3',
    family: 'wrapper-classes',
    area: 'classes',
    binds: 'system',
    force: 'must',
    sources: ['S2'],
    text: `While an object is empty, ptr() is NULL and size() 0: after the default constructor, a
      failed allocation, or Free. Otherwise ptr() gives the buffer and size() repeats what was
      passed, even the 0 of a string to be measured.`,
    obligations: [
      {
        id: 'CLASS-3.empty',
        when: 'an object is empty',
        then: 'ptr() gives NULL and size() gives 0',
      },
      {
        id: 'CLASS-3.full',
        when: 'an object is full',
        then: 'ptr() gives the buffer',
      },
      {
        id: 'CLASS-3.size-as-passed',
        when: 'an object is full',
        then: 'size() gives the size as passed, 0 for a string that was measured',
      },
    ],
  },
  {
    id: 'CLASS-4',
    family: 'wrapper-classes',
    area: 'classes',
    binds: 'system',
    force: 'must',
    sources: ['S2', 'facts'],
    text: `Allocate on a full object gives 0x800700B7 and the buffer that it holds stays. Free on
      an empty object gives 0x800700B7.`,
    obligations: [
      {
        id: 'CLASS-4.allocate-full',
        when: 'Allocate is called on a full object',
        then: '0x800700B7, and the buffer held stays usable',
      },
      {
        id: 'CLASS-4.free-empty',
        when: 'Free is called on an empty object',
        then: '0x800700B7, and nothing is released',
      },
    ],
  },
  {
    id: 'CLASS-5',
    family: 'wrapper-classes',
    area: 'classes',
    binds: 'system',
    force: 'must',
    sources: ['S2', 'facts'],
    text: `AsynchronousBuffer_t::Flush does what FLUSH-1 to FLUSH-5 say; an empty object gives
      0x80070057. It uses the source, size, descriptor and flag that it stored, which makes a
      breach of ASYNC-20 or ALIAS-6 impossible.`,
    obligations: [
      {
        id: 'CLASS-5.flush',
        when: 'Flush is called on a full AsynchronousBuffer_t',
        then: 'it does what CeFlushAsynchronousBuffer does with the values kept',
      },
      {
        id: 'CLASS-5.flush-empty',
        when: 'Flush is called on an empty AsynchronousBuffer_t',
        then: '0x80070057, and nothing is written',
      },
      {
        id: 'CLASS-5.repeats-values',
        when: 'an AsynchronousBuffer_t flushes or frees',
        then: 'source, size, descriptor and flag are those that it allocated with',
      },
    ],
  },
  {
    id: 'CLASS-6',
    family: 'wrapper-classes',
    area: 'classes',
    binds: 'system',
    force: 'must',
    sources: ['facts'],
    text: `E_ACCESSDENIED answers a PCVOID source whose descriptor has the O bit. If the object is
      full already, CLASS-4 answers first.`,
    obligations: [
      {
        id: 'CLASS-6.refuses',
        when: 'an empty object gets a PCVOID source and a descriptor with the O bit',
        then: 'E_ACCESSDENIED, and the object stays empty',
      },
      {
        id: 'CLASS-6.full-first',
        when: 'a full object gets a PCVOID source and a descriptor with the O bit',
        then: '0x800700B7, and the buffer held stays usable',
      },
    ],
  },
  {
    id: 'CLASS-7',
    family: 'wrapper-classes',
    area: 'classes',
    binds: 'system',
    force: 'must',
    sources: ['S1', 'facts'],
    text: `MarshalledBuffer_t opens an embedded pointer, by default with ForceDuplicate and
      without asynchronous use, and undoes it all in Unmarshal. DuplicatedBuffer_t wraps
      CeAllocDuplicateBuffer and CeFreeDuplicateBuffer. Both refuse what their state does not
      allow.`,
    obligations: [
      {
        id: 'CLASS-7.marshal',
        when: 'Marshal, or the constructor with a source, runs on an empty MarshalledBuffer_t',
        then: 'it opens the pointer, with ForceDuplicate TRUE unless told otherwise',
      },
      {
        id: 'CLASS-7.marshal-asynchronous',
        when: 'Marshal is told to allow asynchronous use',
        then: 'the pointer that ptr() gives stays usable as ASYNC-4 says until Unmarshal',
      },
      {
        id: 'CLASS-7.marshal-full',
        when: 'Marshal is called on a full MarshalledBuffer_t',
        then: '0x800700B7, and the buffer held stays usable',
      },
      {
        id: 'CLASS-7.unmarshal',
        when: 'Unmarshal is called on a full MarshalledBuffer_t, or the object is destroyed',
        then: 'first the asynchronous buffer is freed, where there is one, then the Open is closed',
      },
      {
        id: 'CLASS-7.unmarshal-result',
        when: 'the asynchronous Free inside Unmarshal fails',
        then: 'its HRESULT is dropped: Unmarshal returns that of Close',
      },
      {
        id: 'CLASS-7.unmarshal-empty',
        when: 'Unmarshal is called on an empty MarshalledBuffer_t',
        then: '0x800700B7, and nothing is released',
      },
      {
        id: 'CLASS-7.flush',
        when: 'Flush is called on a full MarshalledBuffer_t that is asynchronous',
        then: 'it does what CeFlushAsynchronousBuffer does with the values kept',
      },
      {
        id: 'CLASS-7.flush-refused',
        when: 'Flush is called on a MarshalledBuffer_t that is empty or not asynchronous',
        then: '0x80070057, and nothing is written',
      },
      {
        id: 'CLASS-7.duplicated',
        when: 'a DuplicatedBuffer_t allocates, frees or is destroyed',
        then: 'it does what CeAllocDuplicateBuffer or CeFreeDuplicateBuffer does',
      },
      {
        id: 'CLASS-7.duplicated-allocate-full',
        when: 'Allocate is called on a full DuplicatedBuffer_t',
        then: '0x800700B7, and the buffer held stays usable',
      },
      {
        id: 'CLASS-7.duplicated-free-empty',
        when: 'Free is called on an empty DuplicatedBuffer_t',
        then: '0x800700B7, and nothing is released',
      },
    ],
  },
  {
    id: 'CLASS-8',
    family: 'wrapper-classes',
    area: 'classes',
    binds: 'driver',
    force: 'must',
    sources: ['facts'],
    text: `Wrapper objects stay where they were made. Copied by value, two objects would free one
      buffer.`,
    obligations: [
      {
        id: 'CLASS-8',
        when: 'a driver holds a wrapper object',
        then: 'it neither copies nor passes nor returns the object by value',
      },
    ],
  },
] as const;
