import { PythonVersion } from './plot.schema.ts'

/** The file that serves every Python without one of its own. */
export const COMMON_FILE = 'plot.py'

/** The files of an implementation by name, each as its sha256. One of them is the common file. */
export type Manifest = Readonly<Record<string, string>>

/** `3.10` → `py310`, the way file and folder names carry a Python version. */
export function pythonTag(python: PythonVersion): string {
  return `py${python.replace('.', '')}`
}

/** `3.10` → `plot_py310.py`: the file beside the common one that serves this Python alone. */
export function ownFile(python: PythonVersion): string {
  return `plot_${pythonTag(python)}.py`
}

/** All names that files of an implementation may have. */
export const FILE_NAMES: readonly string[] = [COMMON_FILE, ...PythonVersion.options.map(ownFile)]

/**
 * The file of an implementation that serves a Python, by the three arms of the version matrix:
 * a separate implementation (`py310/plot.py`), a file beside the common one (`plot_py310.py`), or the common one.
 * @param files paths below `current/`
 * @returns null when no file serves this Python
 */
export function fileForPython(files: readonly string[], python: PythonVersion): string | null {
  const candidates = [`${pythonTag(python)}/plot.py`, ownFile(python), COMMON_FILE]
  return candidates.find((candidate) => files.includes(candidate)) ?? null
}

/** Which of these Pythons each file serves. */
export function pythonsByFile(
  files: readonly string[],
  pythons: readonly PythonVersion[],
): Readonly<Record<string, PythonVersion[]>> {
  const entries = files.map((file) => [
    file,
    pythons.filter((python) => fileForPython(files, python) === file),
  ])
  return Object.fromEntries(entries) as Record<string, PythonVersion[]>
}

/**
 * The files after one was written: without Pythons it serves all and stands alone; else it serves these, beside the
 * files that are there. A file of its own that says the same as the common one is none.
 */
export function withFile(
  files: Manifest,
  { sha, pythons }: { readonly sha: string; readonly pythons: readonly PythonVersion[] },
): Manifest {
  if (pythons.length === 0) return { [COMMON_FILE]: sha }
  const all = { ...files, ...Object.fromEntries(pythons.map((python) => [ownFile(python), sha])) }
  const needed = Object.entries(all).filter(
    ([name, own]) => name === COMMON_FILE || own !== files[COMMON_FILE],
  )
  return Object.fromEntries(needed)
}
