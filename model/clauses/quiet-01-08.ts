/** QUIET-1 to QUIET-8: decisions on mismatches, descriptors, direct Opens and aliases. */
export const QUIET_01_08_CLAUSES = [
  {
    id: 'QUIET-1',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: ['facts'],
    text: `Shipped readings decide anew from the size and the flag that each call is given. Of a
      mismatch the result, the source's bytes, the live aliases and the heap's bytes are compared;
      where the effect is wild, bystanders are not. A target that refuses instead is listed, no
      departure.`,
    obligations: [
      {
        id: 'QUIET-1.alias-as-heap',
        when: 'an alias with the flag, at or below the copy size, is freed or flushed without it',
        then: 'S_OK, and the effect is wild; a Free leaks the alias',
        readings: 'shipped',
      },
      {
        id: 'QUIET-1.large-alias',
        when: 'an alias with the flag, above the copy size, is freed or flushed without it',
        then: 'the call works as with the flag',
        readings: 'shipped',
      },
      {
        id: 'QUIET-1.duplicate-freed-with-flag',
        when: 'a duplicate made without the flag is freed with it',
        then: 'FAILED; the duplicate leaks and its write-back is lost',
        readings: 'shipped',
      },
      {
        id: 'QUIET-1.duplicate-flushed-with-flag',
        when: 'a duplicate made without the flag is flushed with it',
        then: 'S_OK, and nothing is written',
        readings: 'shipped',
      },
      {
        id: 'QUIET-1.size-across',
        when: 'Flush or Free gets a size on the other side of the copy size, and the same flag',
        then: 'the call behaves as on a mismatch of the flag',
        readings: 'shipped',
      },
      {
        id: 'QUIET-1.size-within',
        when: 'Flush or Free gets another size on the same side of the copy size',
        then: 'S_OK; with the O bit that many bytes of a duplicate go back',
        readings: 'shipped',
      },
      {
        id: 'QUIET-1.output-as-input',
        when: 'a duplicate with the O bit is freed with a descriptor that has none',
        then: 'S_OK, freed without write-back',
        readings: 'shipped',
      },
      {
        id: 'QUIET-1.input-as-output',
        when: 'a duplicate without the O bit is freed or flushed with a descriptor that has it',
        then: 'S_OK, and the source is overwritten',
        readings: 'shipped',
      },
      {
        id: 'QUIET-1.refusal',
        when: 'a target answers a mismatch of this table with FAILED and changes nothing',
        then: 'it is listed as such',
        never: 'a departure reported for it',
        readings: 'shipped',
      },
    ],
  },
  {
    id: 'QUIET-2',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: ['facts'],
    text: `Shipped readings cannot tell that a buffer was freed before or never existed. Free goes
      by the size and the flag as given.`,
    obligations: [
      {
        id: 'QUIET-2.heap',
        when: 'such a Free is taken for one of a heap block',
        then: "S_OK; the heap is open from then on, with the O bit the source's bytes too",
        readings: 'shipped',
      },
      {
        id: 'QUIET-2.alias',
        when: 'such a Free is taken for one of an alias and the address was not handed out again',
        then: 'FAILED',
        readings: 'shipped',
      },
      {
        id: 'QUIET-2.reused-address',
        when: 'such a Free is taken for one of an alias and the address was handed out again',
        then: "S_OK, and the stranger's alias is gone",
        readings: 'shipped',
      },
    ],
  },
  {
    id: 'QUIET-3',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: ['facts'],
    text: `Every reading answers E_INVALIDARG to ARG_I_PDW, to a PDW or PI64 of another size than
      4 or 8 bytes, and to descriptor bits beside the type and the flag.`,
    obligations: [
      { id: 'QUIET-3.input-pdw', when: 'the type is ARG_I_PDW', then: 'E_INVALIDARG' },
      {
        id: 'QUIET-3.pdw-size',
        when: 'the type is ARG_O_PDW or ARG_IO_PDW and the size is not 4',
        then: 'E_INVALIDARG',
      },
      {
        id: 'QUIET-3.pi64-size',
        when: 'the type is ARG_O_PI64 or ARG_IO_PI64 and the size is not 8',
        then: 'E_INVALIDARG',
      },
      {
        id: 'QUIET-3.extra-bits',
        when: 'the descriptor has bits beside the type mask and the flag',
        then: 'E_INVALIDARG',
      },
    ],
  },
  {
    id: 'QUIET-4',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: ['facts'],
    text: `Memory that a user process can allocate ends at 0x3FFFFFFF. A limit is therefore met in
      shipped readings alone, unless the harness maps a page just below it.`,
    obligations: [
      {
        id: 'QUIET-4',
        when: 'a user process allocates memory',
        then: 'no byte of it lies above 0x3FFFFFFF, pages that the harness maps aside',
      },
    ],
  },
  {
    id: 'QUIET-5',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Direct Opens of one buffer give the same values; the system counts them. One Close
      undoes one of them, and an asynchronous buffer above is no reason to refuse it; for a copy
      it may be.`,
    obligations: [
      {
        id: 'QUIET-5.counted',
        when: 'the same buffer is opened directly more than once',
        then: 'each Open gives the same pointer, and as many Closes are due',
      },
      {
        id: 'QUIET-5.close',
        when: 'a direct pointer is closed while an equal Open is live',
        then: 'S_OK, and the count falls by one',
      },
      {
        id: 'QUIET-5.under-asynchronous',
        when: 'a direct pointer is closed while an asynchronous buffer stands on it',
        then: 'S_OK',
        never: 'a refusal, which FREE-4 permits for a copy only',
      },
    ],
  },
  {
    id: 'QUIET-6',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Alloc takes any part of one marshalled buffer, but E_ACCESSDENIED answers a part that
      sticks out of a copy. If the copy was opened as I, the O bit gets past Alloc and no further:
      Flush refuses and Close writes nothing.`,
    obligations: [
      {
        id: 'QUIET-6.part',
        when: 'Alloc gets a part of one live marshalled buffer',
        then: 'it works as on the whole, for the bytes of that part',
      },
      {
        id: 'QUIET-6.outside-copy',
        when: 'Alloc gets a range that begins in a copy and leaves it',
        then: 'E_ACCESSDENIED',
      },
      {
        id: 'QUIET-6.output-alloc',
        when: 'Alloc gets the O bit on a copy that Open made without it',
        then: 'S_OK',
      },
      {
        id: 'QUIET-6.output-flush',
        when: 'such a buffer is flushed',
        then: "FAILED, and the caller's buffer stays as it is",
      },
      {
        id: 'QUIET-6.output-close',
        when: 'the copy below such a buffer is closed',
        then: "S_OK, and the caller's buffer stays as it is",
      },
    ],
  },
  {
    id: 'QUIET-7',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: "An alias keeps the access rights of Alloc's time when the source's protection changes.",
    obligations: [
      {
        id: 'QUIET-7',
        when: "a source page's protection changes while an alias of it lives",
        then: 'accesses through the alias are granted or refused as before the change',
      },
    ],
  },
  {
    id: 'QUIET-8',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `An alias from Open counts in ALIAS-2, ALIAS-3 and ALIAS-4 as well, up to its Close.
      Only when no alias of either kind is left is the page cached again; plain mappings do not
      delay that.`,
    obligations: [
      {
        id: 'QUIET-8.open-alias-counts',
        when: 'an alias that Open gave lives on a virtually tagged cache',
        then: 'source and alias are uncached',
      },
      {
        id: 'QUIET-8.last-of-both',
        when: 'the last alias of a page, from Open or Alloc, is gone',
        then: 'a page that was cached before is cached again, even with plain mappings left',
      },
    ],
  },
] as const;
