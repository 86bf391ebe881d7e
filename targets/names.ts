/** Name of the built-in boards. */
export const SIMULATOR = 'simulator';

/** Names that `--target` takes, beside command lines and `tcp://host:port`. */
export const TARGET_NAMES: readonly string[] = [SIMULATOR];
