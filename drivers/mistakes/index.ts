/** Mistakes that real drivers make, each as a driver that makes it and one that does not. */

import type { Driver } from '../interface.js';
import { ALLOC_ON_INTERRUPT_THREAD } from './alloc-on-interrupt-thread.js';
import { CLOSE_SKIPPED_WHEN_FREE_FAILS } from './close-skipped-when-free-fails.js';
import { CLOSED_BEFORE_FREE } from './closed-before-free.js';
import { COMPARED_WITH_WIN32_CODE } from './compared-with-win32-code.js';
import { COUNT_OVERFLOWS } from './count-overflows.js';
import { DUPLICATE_FREED_FIRST } from './duplicate-freed-first.js';
import { FAILED_POINTER_RELEASED } from './failed-pointer-released.js';
import { FLAG_LEFT_OUT_AT_FREE } from './flag-left-out-at-free.js';
import { FREED_AT_THE_PAGE } from './freed-at-the-page.js';
import { FREED_BY_VIRTUAL_FREE } from './freed-by-virtual-free.js';
import { INPUT_DWORD_DESCRIPTOR } from './input-dword-descriptor.js';
import { NOTHING_RELEASED_ON_EXIT } from './nothing-released-on-exit.js';
import { ONE_GLOBAL_FOR_MANY_CALLERS } from './one-global-for-many-callers.js';
import { ONLY_POINTER_TESTED } from './only-pointer-tested.js';
import { OPEN_LEFT_WHEN_ALLOC_FAILS } from './open-left-when-alloc-fails.js';
import { PARAMETER_KEPT_IN_USER_MODE } from './parameter-kept-in-user-mode.js';
import { PHYSICAL_WITHOUT_SHIFT, SHIFT_WITHOUT_PHYSICAL } from './physical-and-shift.js';
import { POINTER_KEPT_AT_THE_CALLER } from './pointer-kept-at-the-caller.js';
import { SIZE_READ_AGAIN } from './size-read-again.js';
import { SMALL_FORCED_ALIAS } from './small-forced-alias.js';
import { VALIDATED_THROUGH_AN_ALIAS } from './validated-through-an-alias.js';
import { WRAPPER_COPIED_BY_VALUE } from './wrapper-copied-by-value.js';

/** All of them. */
export const MISTAKES: readonly Driver[] = [
  ...ALLOC_ON_INTERRUPT_THREAD,
  ...CLOSE_SKIPPED_WHEN_FREE_FAILS,
  ...CLOSED_BEFORE_FREE,
  ...COMPARED_WITH_WIN32_CODE,
  ...COUNT_OVERFLOWS,
  ...DUPLICATE_FREED_FIRST,
  ...FAILED_POINTER_RELEASED,
  ...FLAG_LEFT_OUT_AT_FREE,
  ...INPUT_DWORD_DESCRIPTOR,
  ...NOTHING_RELEASED_ON_EXIT,
  ...ONE_GLOBAL_FOR_MANY_CALLERS,
  ...ONLY_POINTER_TESTED,
  ...OPEN_LEFT_WHEN_ALLOC_FAILS,
  ...PARAMETER_KEPT_IN_USER_MODE,
  ...POINTER_KEPT_AT_THE_CALLER,
  ...SIZE_READ_AGAIN,
  ...SMALL_FORCED_ALIAS,
  ...VALIDATED_THROUGH_AN_ALIAS,
  ...FREED_AT_THE_PAGE,
  ...FREED_BY_VIRTUAL_FREE,
  ...WRAPPER_COPIED_BY_VALUE,
  ...PHYSICAL_WITHOUT_SHIFT,
  ...SHIFT_WITHOUT_PHYSICAL,
];
