/** QUIET-9 to QUIET-16: decisions on Flush, write-back, duplicates and strings. */
export const QUIET_09_16_CLAUSES = [
  {
    id: 'QUIET-9',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A reading's cache is none, physically tagged or virtually tagged. The word 'no' in the
      table of readings is none; physically tagged caches come later.`,
    proxy: 'no access goes stale on a reading without a virtually tagged cache',
    obligations: [
      {
        id: 'QUIET-9',
        when: 'the reading has no virtually tagged cache',
        then: 'marshalling changes no cache attribute, and all views of a page agree',
      },
    ],
  },
  {
    id: 'QUIET-10',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `An asynchronous buffer may stand on a CeAllocDuplicateBuffer copy. Its Flush, with
      pSrcUnmarshalled NULL, gives S_OK and leaves the caller's buffer alone: that is the task of
      CeFreeDuplicateBuffer.`,
    obligations: [
      {
        id: 'QUIET-10.flush',
        when: 'such a buffer is flushed with pSrcUnmarshalled NULL',
        then: "S_OK, and the caller's buffer stays as it is",
      },
      {
        id: 'QUIET-10.carried',
        when: 'the duplicate below has the O bit and is freed after that',
        then: "its CeFreeDuplicateBuffer writes the bytes to the caller's buffer",
      },
    ],
  },
  {
    id: 'QUIET-11',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Flush looks at pSrcUnmarshalled where the source is a copy. On Open's copy it has to be
      Open's source plus the offset of the part; on a CeAllocDuplicateBuffer copy it has to be
      NULL. Elsewhere it is ignored.`,
    obligations: [
      {
        id: 'QUIET-11.other-source',
        when: "the source is Open's copy and pSrcUnmarshalled is neither NULL nor the right place",
        then: 'FAILED, and nothing is written',
      },
      {
        id: 'QUIET-11.null',
        when: "the source is Open's copy and pSrcUnmarshalled is NULL",
        then: 'E_INVALIDARG, and nothing is written',
      },
      {
        id: 'QUIET-11.duplicate',
        when: 'the source is a CeAllocDuplicateBuffer copy and pSrcUnmarshalled is not NULL',
        then: 'FAILED, and nothing is written',
      },
      {
        id: 'QUIET-11.ignored',
        when: 'the source is no copy',
        then: 'pSrcUnmarshalled changes nothing about the call',
      },
    ],
  },
  {
    id: 'QUIET-12',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A write-back that meets a page it cannot write fails. By then it has written nothing,
      or the beginning of the buffer; never anything beyond the buffer's end.`,
    obligations: [
      {
        id: 'QUIET-12.prefix',
        when: 'a page of the target of a write-back is not writable',
        then: 'FAILED, with nothing or a prefix of the buffer written',
      },
      {
        id: 'QUIET-12.nothing-behind',
        when: 'a write-back succeeds or fails',
        then: 'the bytes before and behind the buffer stay as they were',
      },
    ],
  },
  {
    id: 'QUIET-13',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Starting an OUT duplicate with zeroes needs no look at the source. Access to it is
      checked nevertheless.`,
    obligations: [
      {
        id: 'QUIET-13',
        when: 'an OUT duplicate starts as zeroes and its source may not be used as it says',
        then: 'the call is refused as if it had to copy',
      },
    ],
  },
  {
    id: 'QUIET-14',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `CeAllocDuplicateBuffer refuses arguments as OPEN-3 does, an unreadable source with
      E_ACCESSDENIED and a lack of memory with E_OUTOFMEMORY. Failing, it leaves nothing behind.
      The O bit on a read-only source is accepted; the Free of it fails.`,
    obligations: [
      { id: 'QUIET-14.null-source', when: 'the source is NULL', then: 'E_INVALIDARG' },
      {
        id: 'QUIET-14.zero-length',
        when: 'the length is zero and the descriptor is no string',
        then: 'E_INVALIDARG',
      },
      {
        id: 'QUIET-14.descriptor',
        when: 'the descriptor is ARG_DW or has an undefined type',
        then: 'E_INVALIDARG',
      },
      {
        id: 'QUIET-14.unreadable',
        when: 'a byte of the source cannot be read',
        then: 'E_ACCESSDENIED',
      },
      { id: 'QUIET-14.no-memory', when: 'the heap has no room', then: 'E_OUTOFMEMORY' },
      {
        id: 'QUIET-14.allocates-nothing',
        when: 'CeAllocDuplicateBuffer returns FAILED',
        then: 'there is no new record or heap block',
      },
      {
        id: 'QUIET-14.out-pointer',
        when: 'CeAllocDuplicateBuffer returns FAILED and has an out-pointer',
        then: 'the out-pointer is NULL in documented readings, untouched in shipped ones',
      },
      {
        id: 'QUIET-14.read-only-source',
        when: 'the descriptor has the O bit and the source is read-only',
        then: 'S_OK',
      },
      {
        id: 'QUIET-14.read-only-free',
        when: 'a duplicate of a read-only source with the O bit is freed',
        then: 'FAILED; the source stays as it is and the duplicate is released',
      },
    ],
  },
  {
    id: 'QUIET-15',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `A size-0 string has to be measured even by a direct Open, which in shipped readings
      touches memory for no other reason. E_ACCESSDENIED answers if a byte on the way is bad.`,
    obligations: [
      {
        id: 'QUIET-15.measured',
        when: 'a size-0 string is opened directly',
        then: 'it is measured through its terminator',
      },
      {
        id: 'QUIET-15.bad-byte',
        when: 'that measuring reaches a byte that cannot be read',
        then: 'E_ACCESSDENIED',
      },
    ],
  },
  {
    id: 'QUIET-16',
    family: 'quiet',
    area: 'core',
    binds: 'system',
    force: 'safe',
    sources: [],
    text: `Only the owner of a record can free it; anyone else is answered as in FREE-3. A
      same-pointer buffer can outlive its API parameter: its Free then gives S_OK for I and FAILED
      for O, and releases the record.`,
    obligations: [
      {
        id: 'QUIET-16.other-process',
        when: 'a process frees a buffer whose record belongs to another one',
        then: 'FAILED, and nothing is released',
        never: 'a change to what others hold',
      },
      {
        id: 'QUIET-16.input-gone',
        when: 'a same-pointer buffer with I alone is freed after its API parameter is gone',
        then: 'S_OK, and the record is released',
      },
      {
        id: 'QUIET-16.output-gone',
        when: 'a same-pointer buffer with the O bit is freed after its API parameter is gone',
        then: 'FAILED, and the record is released',
      },
    ],
  },
] as const;
