/** DRV: what any driver owes, whatever it shares memory by. */
export const DRIVER_CLAUSES = [
  {
    id: 'DRV-1',
    family: 'drivers',
    area: 'drivers',
    binds: 'driver',
    force: 'safe',
    sources: ['S0', 'S3', 'S4'],
    text: 'What belongs to one call or one caller is not kept in one global for all.',
    proxy: 'a call reads in a global what another call wrote there',
    obligations: [
      {
        id: 'DRV-1.per-call',
        when: 'a call keeps something that belongs to it alone',
        then: 'no other call reads it in its place',
      },
      {
        id: 'DRV-1.per-caller',
        when: 'a driver keeps something that belongs to one caller',
        then: 'no call of another caller reads it in its place',
      },
    ],
  },
  {
    id: 'DRV-2',
    family: 'drivers',
    area: 'drivers',
    binds: 'driver',
    force: 'safe',
    sources: ['S0'],
    text: `A driver fetches a size or pointer from memory of the caller one time, during the call,
      and goes by its own copy from then on.`,
    proxy: 'two reads of the same value with a write by the caller between them',
    obligations: [
      {
        id: 'DRV-2.once',
        when: 'a driver needs a size or pointer from memory of the caller more than once',
        then: 'it reads it once and keeps its own copy',
      },
      {
        id: 'DRV-2.inside-call',
        when: 'a driver needs such a value after the call has returned',
        then: 'it has read it inside the call',
      },
    ],
  },
  {
    id: 'DRV-3',
    family: 'drivers',
    area: 'drivers',
    binds: 'driver',
    force: 'safe',
    sources: ['S0', 'S3', 'S4'],
    text: `No result goes untested. After a failure the driver does not go on: it gives back what
      it had taken and says that it failed. A printed message does none of this.`,
    obligations: [
      {
        id: 'DRV-3.tests',
        when: 'a call can fail',
        then: 'the driver tests its result before it goes on',
      },
      {
        id: 'DRV-3.stops',
        when: 'a call has failed',
        then: 'the path does not go on as if it had succeeded',
      },
      {
        id: 'DRV-3.releases',
        when: 'a call has failed',
        then: 'the driver releases what the path had taken before',
      },
      {
        id: 'DRV-3.reports',
        when: 'a call has failed and its request cannot be met',
        then: 'the driver reports failure to its own caller',
      },
    ],
  },
  {
    id: 'DRV-4',
    family: 'drivers',
    area: 'drivers',
    binds: 'driver',
    force: 'safe',
    sources: ['S4'],
    text: `The output pointer, its size and the pointer for the count are checked before anything
      is written through them.`,
    obligations: [
      {
        id: 'DRV-4.pointer',
        when: 'a driver writes to the output buffer',
        then: 'it has checked that the pointer is not NULL',
      },
      {
        id: 'DRV-4.size',
        when: 'a driver writes to the output buffer',
        then: 'it has checked that the size given holds what it writes',
      },
      {
        id: 'DRV-4.count-pointer',
        when: 'a driver writes the count of bytes',
        then: 'it has checked that the pointer for it is not NULL',
      },
    ],
  },
  {
    id: 'DRV-5',
    family: 'drivers',
    area: 'drivers',
    binds: 'driver',
    force: 'safe',
    sources: ['facts'],
    text: `A driver that forwards data of a user keeps the identity of the caller, by
      ForwardDeviceIoControl, or checks the data itself first.`,
    obligations: [
      {
        id: 'DRV-5',
        when: 'a driver passes pointers of a user process on to another driver',
        then: 'it uses ForwardDeviceIoControl, or has opened or checked them before',
        never: 'plain DeviceIoControl on unchecked pointers, which disarms the check behind it',
      },
    ],
  },
] as const;
