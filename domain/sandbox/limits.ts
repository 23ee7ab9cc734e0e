/** CPU seconds one execution may use. */
export const SANDBOX_CPU_S = 5

/** Wall-clock milliseconds one execution may take. */
export const SANDBOX_WALL_MS = 15_000

/** Memory above the interpreter's baseline, in MB. */
export const SANDBOX_MEMORY_MB = 512

/** Space in the execution's own folder, in MB. */
export const SANDBOX_DISK_MB = 64

/** Files one execution may leave behind. */
export const SANDBOX_OUTPUT_FILES = 16

/** Bytes those files may have together, in MB. */
export const SANDBOX_OUTPUT_MB = 16

/** What is kept of standard output and of standard error, in kB each. */
export const SANDBOX_TEXT_KB = 64
