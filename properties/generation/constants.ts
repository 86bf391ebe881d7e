/** Numbers that the generator shares. */

/** An allocation block: addresses this far apart are other reservations. */
export const BLOCK = 65_536;
