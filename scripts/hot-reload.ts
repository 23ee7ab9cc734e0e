import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'

import { messageOf } from '../domain/errors.ts'
import type { Report } from '../parts/part.ts'
import { buildProject } from './build-project.ts'

/** What happens when sources change. */
export interface HotReload {
  readonly report: Report
  readonly restart: (parts: readonly string[]) => void
}

/** Folders whose changes matter to a running engine. */
const FOLDERS = [
  'activities',
  'ai',
  'api',
  'clients',
  'db',
  'domain',
  'sandbox',
  'temporal',
  'workers',
  'workflows',
]

/** Files beside those folders that are part of every program. */
const FILES = ['config.ts', 'hash.ts']

/** An editor writes several files at once: they are one change. */
const QUIET_MS = 150

/** The processes that are restarted when their program changed. */
const RELOADED = ['worker', 'api']

/**
 * Watches the sources; after a change it builds and restarts the processes whose program is different. A
 * build that fails is reported and changes nothing.
 * @returns what ends the watch
 */
export function watchSources(root: string, { report, restart }: HotReload): () => void {
  const state: { timer: NodeJS.Timeout | null; pythonChanged: boolean; last: Promise<void> } = {
    timer: null,
    pythonChanged: false,
    last: Promise.resolve(),
  }
  const rebuild = async () => {
    const sandbox = state.pythonChanged ? ['sandboxd'] : []
    state.pythonChanged = false
    try {
      const { changed } = await buildProject(root, report)
      const parts = [...sandbox, ...RELOADED.filter((name) => changed.includes(name))]
      if (parts.length === 0) return
      report(`sources changed: restarting ${parts.join(' and ')}`)
      restart(parts)
    } catch (error) {
      report(`${messageOf(error)}; the engine goes on with what it has`)
    }
  }
  const noticed = (name: string | null) => {
    if (name === null || !/\.(ts|py|json|sql)$/.test(name) || name.endsWith('.test.ts')) return
    state.pythonChanged ||= name.endsWith('.py')
    if (state.timer) clearTimeout(state.timer)
    state.timer = setTimeout(() => {
      state.last = state.last.then(rebuild)
    }, QUIET_MS)
  }
  const present = FOLDERS.map((folder) => join(root, folder)).filter((folder) => existsSync(folder))
  const watchers = present.map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => noticed(name)),
  )
  watchers.push(watch(root, (_event, name) => noticed(FILES.includes(name ?? '') ? name : null)))
  return () => {
    if (state.timer) clearTimeout(state.timer)
    for (const watcher of watchers) watcher.close()
  }
}
