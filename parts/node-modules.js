import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Why `node_modules` does not hold what the lock file asks for, or null when it does. Plain JavaScript, as
 * it decides whether there is a TypeScript to speak of.
 * @param {string} root the checkout
 * @returns {string | null}
 */
export function modulesProblem(root) {
  const installed = packages(join(root, 'node_modules', '.package-lock.json'))
  if (installed === null) return 'node_modules is missing or its installation was interrupted'
  const wanted = packages(join(root, 'package-lock.json')) ?? {}
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || inStep(installed[path], entry)) continue
    const present = installed[path]?.version ?? 'nothing'
    return `${path.replace('node_modules/', '')} ${entry.version} is asked for, ${present} is installed`
  }
  return null
}

/** npm leaves out optional packages of other platforms. */
function inStep(present, entry) {
  if (!present) return entry.optional === true || entry.version === undefined
  return entry.link === true || (present.version === entry.version && present.integrity === entry.integrity)
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, link?: boolean }> | null}
 */
function packages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null
}
