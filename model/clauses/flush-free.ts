/** FLUSH and FREE: how a duplicate's bytes go back, and how buffers end. */
export const FLUSH_FREE_CLAUSES = [
  {
    id: 'FLUSH-1',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: ['must', 'safe'],
    sources: ['S0', 'facts'],
    text: `CeFlushAsynchronousBuffer, given what Alloc was given, copies a whole duplicate to its
      source, whether bytes changed or not. If the source is Open's copy, the caller's buffer gets
      them too. Given anything else it fails or goes by the recorded values, and harms nobody.`,
    obligations: [
      {
        id: 'FLUSH-1.writes-all',
        when: 'a duplicate is flushed with the values that Alloc got',
        then: 'S_OK, and its source holds every byte of the duplicate',
        force: 'must',
      },
      {
        id: 'FLUSH-1.through-copy',
        when: 'the source of the flushed buffer is a copy that Open made',
        then: "the bytes reach the caller's own buffer",
        force: 'must',
      },
      {
        id: 'FLUSH-1.other-values',
        when: 'a live buffer is flushed with other values than Alloc got and FLUSH-2 lets it pass',
        then: 'FAILED with nothing written, or a flush by recorded values (QUIET-1)',
        never: 'a release, or a change to what others hold',
        force: 'safe',
      },
      {
        id: 'FLUSH-1.no-buffer',
        when: 'Flush gets a pointer that names no live asynchronous buffer and FLUSH-2 passes it',
        then: 'FAILED with nothing written and nothing released',
        never: 'a change to what others hold',
        force: 'safe',
      },
    ],
  },
  {
    id: 'FLUSH-2',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts'],
    text: `Not every descriptor is flushed in every reading; one that is not gives 0x80070032 and
      nothing is written. This test looks at the descriptor that Flush gets, and it comes first:
      before any look at the record, before FLUSH-3.`,
    obligations: [
      {
        id: 'FLUSH-2.refuses',
        when: 'Flush gets a descriptor that the reading does not flush',
        then: '0x80070032, HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)',
      },
      {
        id: 'FLUSH-2.writes-nothing',
        when: 'Flush gets a descriptor that the reading does not flush',
        then: 'no byte of the source or the caller changes, and nothing is released',
      },
      {
        id: 'FLUSH-2.tested-first',
        when: 'the descriptor given is not flushed and the buffer is an alias, or names no record',
        then: 'FLUSH-2 answers, not FLUSH-3 or a missing record',
      },
    ],
  },
  {
    id: 'FLUSH-3',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts'],
    text: 'An alias needs no write-back, so its Flush does nothing and gives S_OK.',
    obligations: [
      {
        id: 'FLUSH-3',
        when: 'an alias is flushed with the values that Alloc got and a descriptor that is flushed',
        then: 'S_OK, and no byte changes',
      },
    ],
  },
  {
    id: 'FLUSH-4',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts'],
    text: 'Flush of an IN/OUT buffer goes one way, outwards; the source is not read again.',
    obligations: [
      {
        id: 'FLUSH-4',
        when: 'an IN/OUT duplicate is flushed after its source has changed',
        then: 'the duplicate keeps its bytes and the source gets them',
      },
    ],
  },
  {
    id: 'FLUSH-5',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: 'A Flush whose write-back fails says so and releases nothing: the Free is still due.',
    obligations: [
      {
        id: 'FLUSH-5.reports',
        when: "Flush's write-back fails",
        then: 'a FAILED code that the reading permits',
      },
      {
        id: 'FLUSH-5.releases-nothing',
        when: "Flush's write-back fails",
        then: 'the buffer stays usable and its Free still works',
      },
    ],
  },
  {
    id: 'FREE-1',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['S0', 'facts'],
    text: `CeFreeAsynchronousBuffer, given what Alloc was given, frees the buffer. Before that, a
      duplicate with the O bit is written in full to the source of that Alloc; a duplicate with I
      alone leaves the source as it is.`,
    obligations: [
      {
        id: 'FREE-1.frees',
        when: 'Free gets the values that Alloc got',
        then: 'everything that Alloc allocated is released',
      },
      {
        id: 'FREE-1.writes-back',
        when: 'the record is a duplicate and its descriptor has the O bit',
        then: 'the whole duplicate is written to the source that Alloc got',
      },
      {
        id: 'FREE-1.into-copy',
        when: 'that source is a copy that Open made',
        then: "the copy gets the bytes; the caller's buffer gets them from Close, not before",
      },
      {
        id: 'FREE-1.input-unchanged',
        when: 'the record is a duplicate and its descriptor has no O bit',
        then: 'no byte of the source changes',
      },
    ],
  },
  {
    id: 'FREE-2',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'must',
    sources: ['facts'],
    text: `A Free whose write-back fails, because the caller or its memory is gone or the page is
      read-only, says so and releases the resources all the same.`,
    obligations: [
      {
        id: 'FREE-2.reports',
        when: "Free's write-back fails",
        then: 'a FAILED code that the reading permits',
      },
      {
        id: 'FREE-2.releases',
        when: "Free's write-back fails",
        then: 'everything that Alloc allocated is released, and the pointer is dead',
      },
    ],
  },
  {
    id: 'FREE-3',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Releasing what has been released already, or was never allocated, gives FAILED and
      harms nobody. That goes for Free, for Close of a copy and for CeFreeDuplicateBuffer; the
      latter two keep it in shipped readings as well.`,
    obligations: [
      {
        id: 'FREE-3.free',
        when: 'Free gets a pointer that was freed before or never came from Alloc',
        then: 'FAILED, and nothing is released; shipped readings: QUIET-2',
        never: 'a change to what others hold',
      },
      {
        id: 'FREE-3.close',
        when: 'Close gets a copy that was closed before or a pointer that Open never gave',
        then: 'FAILED, and nothing is released',
        never: 'a change to what others hold',
      },
      {
        id: 'FREE-3.free-duplicate',
        when: 'CeFreeDuplicateBuffer gets a duplicate that was freed before or never existed',
        then: 'FAILED, and nothing is released',
        never: 'a change to what others hold',
      },
    ],
  },
  {
    id: 'FREE-4',
    family: 'asynchronous',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A release that comes too early, or whose values differ from those of the allocating
      call, has two ways to end: FAILED with everything still held, or a release that goes by what
      was recorded. Neither touches anything of others. A difference in the flag alone is for
      ALIAS-7.`,
    obligations: [
      {
        id: 'FREE-4.free',
        when: 'Free gets a live buffer with another source, size or descriptor type',
        then: 'FAILED with nothing released, or a release by recorded values (QUIET-1)',
        never: 'a change to what others hold',
      },
      {
        id: 'FREE-4.close',
        when: 'Close gets a live copy with another source, size or descriptor',
        then: 'FAILED with nothing released, or a release by recorded values (QUIET-33)',
        never: 'a change to what others hold',
      },
      {
        id: 'FREE-4.free-duplicate',
        when: 'CeFreeDuplicateBuffer gets a live duplicate with another source, size or descriptor',
        then: 'FAILED with nothing released, or a release by recorded values (QUIET-33)',
        never: 'a change to what others hold',
      },
      {
        id: 'FREE-4.close-first',
        when: 'Close comes while an asynchronous buffer stands on what was opened',
        then: 'FAILED with nothing released, or a release by the recorded values',
        never: 'a change to what others hold',
      },
      {
        id: 'FREE-4.free-duplicate-first',
        when: 'CeFreeDuplicateBuffer comes while an asynchronous buffer stands on the duplicate',
        then: 'FAILED with nothing released, or a release by the recorded values',
        never: 'a change to what others hold',
      },
    ],
  },
] as const;
