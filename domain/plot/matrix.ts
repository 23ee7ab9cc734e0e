import type { PythonVersion } from './plot.schema.ts'

/** `3.10` → `py310`, the way file and folder names carry a Python version. */
export function pythonTag(python: PythonVersion): string {
  return `py${python.replace('.', '')}`
}

/**
 * The file of an implementation that serves a Python, by the three arms of the version matrix:
 * a separate implementation (`py310/plot.py`), a file beside the common one (`plot_py310.py`), or the common one.
 * @param files paths below `current/`
 * @returns null when no file serves this Python
 */
export function fileForPython(files: readonly string[], python: PythonVersion): string | null {
  const tag = pythonTag(python)
  const candidates = [`${tag}/plot.py`, `plot_${tag}.py`, 'plot.py']
  return candidates.find((candidate) => files.includes(candidate)) ?? null
}
