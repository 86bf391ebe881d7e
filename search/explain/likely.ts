/** The mistake that most likely stands behind a broken clause, where no planted fault says it. */

/** By clause; the mistake of whoever implements the function, in one or two sentences. */
const LIKELY: Readonly<Record<string, string>> = {
  'SPACE-1': "An address is looked up in the current address space instead of its owner's.",
  'SPACE-2': 'A kernel address, or a pointer into kernel memory, is handed to a user process.',
  'SPACE-3': "The caller's address space is switched away before its call has returned.",
  'SPACE-4': "Access to the caller's memory is not taken back when the call returns.",
  'SPACE-6': 'Pages are freed at process exit without asking whether an alias still maps them.',
  'OPEN-1': 'The access check looks at the range only, or at reading where writing is asked for.',
  'OPEN-2': 'ForceDuplicate is ignored, or the copy starts with other bytes than it should.',
  'OPEN-3': 'An argument is used before it is tested; NULL, 0 and ARG_DW need E_INVALIDARG.',
  'OPEN-4': 'The range check compares signed numbers, lets the sum wrap, or is off by one.',
  'OPEN-5': 'The result of an allocation is not tested, or its failure is named otherwise.',
  'OPEN-6': 'A failing path returns without releasing what it had allocated by then.',
  'CLOSE-1': 'Close forgets the write-back of an O descriptor, or does not free the copy.',
  'CLOSE-3': 'A write-back that fails returns early and leaves the copy allocated.',
  'CLOSE-5': 'The write-back goes to the current process instead of the one that called.',
  'ASYNC-4': "The buffer depends on the caller's mapping, which goes with the call or process.",
  'ASYNC-5': 'The terminator is not counted, or an explicit string size is measured again.',
  'ASYNC-6': 'The descriptor is tested before MARSHAL_FORCE_ALIAS is masked off, or not at all.',
  'ASYNC-7': 'The choice between alias and duplicate is made by the wrong size or flag.',
  'ASYNC-8': 'The user-mode server path does not mask MARSHAL_FORCE_ALIAS.',
  'ASYNC-9': 'Only the first byte or page of the source is checked, not the whole range.',
  'ASYNC-10': 'The source or the length is used before it is tested.',
  'ASYNC-11': 'A failing path leaves the out-pointer as it was, or names the failure otherwise.',
  'ASYNC-12': 'A failing path returns without releasing what it had allocated by then.',
  'ASYNC-13': 'The source is read outside the guarded block, so a bad page raises an exception.',
  'ASYNC-22': 'The arguments are tested in another order.',
  'FLUSH-1': 'Flush writes too few bytes, or stops at the copy that Open made.',
  'FLUSH-2': 'Flush does not test the descriptor first, or takes others than the documented two.',
  'FLUSH-3': 'Flush takes an alias for a copy.',
  'FLUSH-4': 'Flush of an IN/OUT buffer copies in as well as out.',
  'FLUSH-5': 'Flush releases the buffer when its write-back fails.',
  'FREE-1': 'Free skips the write-back, does it for I descriptors too, or is a byte short.',
  'FREE-2': 'A write-back that fails returns early and leaves the buffer allocated.',
  'FREE-3': 'Free does not look up what it is given, so a second one releases something again.',
  'FREE-4': 'Free trusts the size, descriptor or source of this call over what Alloc recorded.',
  'ALIAS-1': 'MARSHAL_FORCE_ALIAS is ignored, or the pages are copied instead of mapped.',
  'ALIAS-2': 'Only one of the two mappings, source and alias, is made uncached.',
  'ALIAS-3':
    'Aliases of a page are not counted: the cache comes back too early, too late or never.',
  'ALIAS-4': 'An alias is mapped while the other mapping of its page stays cached.',
  'ALIAS-7': 'Flush or Free decides alias or duplicate by its own flag, not by what Alloc did.',
  'ALIAS-8': 'A write through one mapping stays in the cache, unseen through the other.',
  'ALIAS-11': 'The alias is mapped writable although the descriptor has no O bit.',
  'DUP-1': 'The duplicate is not a copy of its own.',
  'DUP-2': 'CeFreeDuplicateBuffer forgets the write-back or the block.',
  'DUP-4': 'The copy is taken from the heap without clearing it or filling it from the source.',
  'INV-LEAK': 'A path releases less than the one that it undoes had taken.',
  'INV-ISOLATE': 'An address or a length goes past the buffer that it belongs to.',
  'INV-COHERENT': 'One of two views of the same memory is not cleaned or uncached.',
  'INV-CACHE': 'Cache attributes are set by call instead of by count, page after page.',
  'INV-COUNT': 'A reference is counted on one path and not on the other.',
  'INV-FAILSAFE': 'A call changes something before the check that makes it fail.',
  'INV-SECRET': 'Memory that was used before is handed out without being overwritten.',
};

const BY_KIND: readonly (readonly [string, string])[] = [
  ['QUIET-', 'The sources say nothing here; see what the clause decides, and why.'],
  ['', 'No usual mistake is known for this clause.'],
];

/** One sentence for the first of the clauses that has one. */
export function likelyMistake(clauses: readonly string[]): string {
  for (const clause of clauses) {
    const text = LIKELY[clause];
    if (text !== undefined) return text;
  }
  const kind = BY_KIND.find(([prefix]) => clauses[0]?.startsWith(prefix) ?? prefix === '');
  return kind?.[1] ?? '';
}
