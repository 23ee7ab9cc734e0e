/** What decides the next version of an implementation. */
export interface VersionBasis {
  readonly specVersion: string
  readonly pythons: readonly string[]
}

/**
 * The semantic version of a publication that replaces another: MAJOR when the spec broke, MINOR for a new
 * feature of the spec or a new Python, PATCH for a fix or an optimisation.
 */
export function nextVersion(
  previous: VersionBasis & { readonly version: string },
  next: VersionBasis,
): string {
  const [major, minor, patch] = parts(previous.version)
  const [oldMajor, oldMinor] = parts(previous.specVersion)
  const [newMajor, newMinor] = parts(next.specVersion)
  if (newMajor > oldMajor) return `${major + 1}.0.0`
  const addsPython = next.pythons.some((python) => !previous.pythons.includes(python))
  if (newMajor === oldMajor && (newMinor > oldMinor || addsPython)) return `${major}.${minor + 1}.0`
  return `${major}.${minor}.${patch + 1}`
}

/** Version of a first publication. */
export const FIRST_VERSION = '1.0.0'

function parts(version: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return [major, minor, patch]
}
