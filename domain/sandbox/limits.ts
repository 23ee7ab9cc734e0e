import type { SandboxLimits } from './sandbox.schema.ts'

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

/** Wall-clock milliseconds that the preset `strict` allows. */
export const SANDBOX_STRICT_WALL_MS = 5_000

/** Memory above the interpreter's baseline that the preset `strict` allows, in MB. */
export const SANDBOX_STRICT_MEMORY_MB = 100

/** What executions run under. */
export const DEFAULT_LIMITS: SandboxLimits = {
  wallMs: SANDBOX_WALL_MS,
  cpuS: SANDBOX_CPU_S,
  memoryMb: SANDBOX_MEMORY_MB,
  diskMb: SANDBOX_DISK_MB,
  files: SANDBOX_OUTPUT_FILES,
  outputMb: SANDBOX_OUTPUT_MB,
  textKb: SANDBOX_TEXT_KB,
}

/** What reviews compare every execution with. */
export const STRICT_LIMITS: SandboxLimits = {
  ...DEFAULT_LIMITS,
  wallMs: SANDBOX_STRICT_WALL_MS,
  memoryMb: SANDBOX_STRICT_MEMORY_MB,
}
